using AudioFunctions.Audio;
using AudioFunctions.Core.Tests.Audio;
using AudioFunctions.Core.Tests.Storage;
using AudioFunctions.Export;
using AudioFunctions.Sessions;
using AudioFunctions.Takes;
using AudioFunctions.Testing.Storage;
using Azure.Data.Tables;
using Azure.Storage.Blobs;

namespace AudioFunctions.Core.Tests.Export;

[Collection(StorageTests.Name)]
public sealed class ExportZipTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly string _id = Guid.NewGuid().ToString("N");
    private readonly SessionStore _sessions = new(new TableServiceClient(azurite.ConnectionString), TimeProvider.System);
    private ExportFiles _files = null!;
    private PastExports _kept = null!;

    private ExportRun Run => new(_id, "one");

    public async Task InitializeAsync()
    {
        var blobs = new BlobServiceClient(azurite.ConnectionString);
        _files = new ExportFiles(blobs, new TakeFiles(blobs), _sessions);
        _kept = new PastExports(blobs);
        await _sessions.CreateAsync(new NewSession(_id, "Title", "project", []), default);
        await _sessions.BeginExportAsync(_id, Run.ExportId, default);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Two_archives_of_the_same_export_are_identical()
    {
        using var work = new AudioWorkplace();
        var manifest = await ManifestAsync(sizeBytes: 3000);
        var zip = new ExportZip(_files, _kept, work.Scratch);

        var first = await zip.WriteAsync(Run, manifest, default);

        Assert.Equal(first, await zip.WriteAsync(Run, manifest, default));
        work.AssertNothingLeft();
    }

    [Fact]
    public async Task A_disk_that_fills_up_is_reported_and_leaves_no_archive()
    {
        using var disk = await SmallDisk.MountAsync(sizeKb: 300);
        if (disk is null)
        {
            // Mounting requires root.
            Assert.NotEqual("root", Environment.UserName);
            return;
        }

        using var work = new AudioWorkplace(null, disk.Path);

        var failure = await Assert.ThrowsAsync<AudioException>(async () =>
            await new ExportZip(_files, _kept, work.Scratch).WriteAsync(Run, await ManifestAsync(sizeBytes: 600_000), default));

        Assert.Equal(("disk-full", true), (failure.Code, failure.IsRetryable));
        work.AssertNothingLeft();
        Assert.False(await (await _files.FileAsync(_id, ExportFiles.ZipName, default)).ExistsAsync());
    }

    private async Task<ExportManifest> ManifestAsync(int sizeBytes)
    {
        var sound = new byte[sizeBytes];
        new Random(1).NextBytes(sound);
        var copy = await _files.WriteAsync(Run, "1.mp3", new MemoryStream(sound), default);
        var file = new ExportedFile("1.mp3", "1", "One", "boomer", "0123456789ab", 1, copy.SizeBytes, copy.Sha256, "offline", "m", 0, [], []);
        return new ExportManifest(_id, "Title", "project", new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), 1, 0, [file], null, [], [], [], []);
    }
}
