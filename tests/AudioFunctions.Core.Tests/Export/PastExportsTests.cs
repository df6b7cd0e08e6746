using System.Text;
using AudioFunctions.Audio.Loudness;
using AudioFunctions.Core.Tests.Audio;
using AudioFunctions.Core.Tests.Storage;
using AudioFunctions.Export;
using AudioFunctions.Sessions;
using AudioFunctions.Takes;
using AudioFunctions.Testing.Storage;
using Azure.Data.Tables;
using Azure.Storage.Blobs;

namespace AudioFunctions.Core.Tests.Export;

/// <summary>The archives that stay when another export follows.</summary>
[Collection(StorageTests.Name)]
public sealed class PastExportsTests(AzuriteFixture azurite) : IAsyncLifetime, IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    private readonly string _id = Guid.NewGuid().ToString("N");
    private readonly AudioWorkplace _work = new();
    private readonly SessionStore _sessions = new(new TableServiceClient(azurite.ConnectionString), TimeProvider.System);
    private ExportFiles _files = null!;
    private PastExports _kept = null!;
    private int _exports;

    public async Task InitializeAsync()
    {
        var blobs = new BlobServiceClient(azurite.ConnectionString);
        _files = new ExportFiles(blobs, new TakeFiles(blobs), _sessions);
        _kept = new PastExports(blobs);
        await _sessions.CreateAsync(new NewSession(_id, "Title", "project", []), default);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("export.20260102T030405678Z.zip", true)]
    [InlineData("export.zip", false)]
    [InlineData("export..zip", false)]
    [InlineData("export.mp3", false)]
    [InlineData("export.words.json", false)]
    public void Name_says_when_the_export_began(string name, bool isKept) =>
        Assert.Equal(isKept ? Start : null, PastExports.TimeOf(name));

    [Fact]
    public async Task Archives_of_earlier_exports_stay_with_what_they_hold()
    {
        await ExportAsync("first");
        await ExportAsync("second");

        var kept = await _kept.ListAsync(_id, default);

        Assert.Equal([Start.AddMinutes(2), Start.AddMinutes(1)], kept.Select(export => export.ExportedAt));
        Assert.Equal("export.20260102T030505678Z.zip", kept[1].File);
        Assert.Equal((1, 1, 1, LoudnessProfile.Off), (kept[1].BeatCount, kept[1].FileCount, kept[1].TotalDurationMs, kept[1].Loudness));
        Assert.Empty(kept[1].Holds);
        await using var archive = await _files.OpenAsync(_id, kept[1].File, default);
        using var read = new MemoryStream();
        await archive.CopyToAsync(read);
        Assert.Equal(kept[1].SizeBytes, read.Length);
    }

    [Fact]
    public async Task Export_that_changed_nothing_is_kept_once()
    {
        await ExportAsync("same");
        await ExportAsync("same");

        Assert.Equal(Start.AddMinutes(1), Assert.Single(await _kept.ListAsync(_id, default)).ExportedAt);
    }

    [Fact]
    public async Task Only_the_newest_archives_stay()
    {
        for (var export = 0; export < PastExports.MaxExports + 2; export++)
            await ExportAsync($"export {export}");

        var kept = await _kept.ListAsync(_id, default);

        Assert.Equal(
            Enumerable.Range(0, PastExports.MaxExports).Select(newer => Start.AddMinutes(PastExports.MaxExports + 2 - newer)),
            kept.Select(export => export.ExportedAt));
    }

    [Fact]
    public async Task Archive_that_another_export_has_replaced_is_not_kept_as_the_first()
    {
        var (manifest, _) = await ExportAsync("second");
        var earlier = manifest with { ExportedAt = Start, TotalDurationMs = 2 };

        await _kept.KeepAsync(earlier, new ExportedCopy(ExportFiles.ZipName, 1, new string('0', 64)), default);

        Assert.Equal(Start.AddMinutes(1), Assert.Single(await _kept.ListAsync(_id, default)).ExportedAt);
    }

    /// <summary>As the steps of an export do, a minute after the one before.</summary>
    private async Task<(ExportManifest Manifest, ExportedCopy Zip)> ExportAsync(string sound)
    {
        var run = new ExportRun(_id, $"export-{++_exports}");
        await _sessions.BeginExportAsync(_id, run.ExportId, default);
        var copy = await _files.WriteAsync(run, "1.mp3", new MemoryStream(Encoding.UTF8.GetBytes(sound)), default);
        var file = new ExportedFile("1.mp3", "1", "One", "boomer", "0123456789ab", 1, copy.SizeBytes, copy.Sha256, "offline", "m", 0, [], []);
        var manifest = new ExportManifest(_id, "Title", "project", Start.AddMinutes(_exports), 1, 0, [file], null, [], [], [], []);
        var zip = await new ExportZip(_files, _kept, _work.Scratch).WriteAsync(run, manifest, default);
        await _files.FinishAsync(run, manifest, hasZip: true, default);
        return (manifest, zip);
    }
}
