using System.Text;
using AudioFunctions.Core.Tests.Sessions;
using AudioFunctions.Core.Tests.Storage;
using AudioFunctions.Export;
using AudioFunctions.Sessions;
using AudioFunctions.Takes;
using AudioFunctions.Testing.Storage;
using Azure.Data.Tables;
using Azure.Storage.Blobs;

namespace AudioFunctions.Core.Tests.Export;

/// <summary>Steps of an export that run twice, or late, after the next export of the session has started.</summary>
[Collection(StorageTests.Name)]
public sealed class LateExportTests : IAsyncLifetime
{
    private readonly string _id = Guid.NewGuid().ToString("N");
    private readonly AzuriteFixture _azurite;
    private readonly SessionStore _sessions;
    private readonly ExportFiles _files;

    public LateExportTests(AzuriteFixture azurite)
    {
        _azurite = azurite;
        _sessions = new SessionStore(new TableServiceClient(azurite.ConnectionString), TimeProvider.System);
        _files = Files(azurite.ConnectionString);
    }

    private ExportRun First => new(_id, "first");

    private ExportRun Second => new(_id, "second");

    public async Task InitializeAsync()
    {
        await _sessions.CreateAsync(new NewSession(_id, "Title", "project", []), default);
        await _sessions.SetStatusAsync(_id, SessionStatus.InProgress, default);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Every_run_of_the_first_step_gets_the_same_time_and_an_earlier_export_cannot_replace_it()
    {
        var first = await _sessions.BeginExportAsync(_id, "first", default);
        var again = await _sessions.BeginExportAsync(_id, "first", default);
        var second = await _sessions.BeginExportAsync(_id, "second", default);

        Assert.NotNull(first);
        Assert.Equal(first, again);
        Assert.NotNull(second);
        Assert.Null(await _sessions.BeginExportAsync(_id, "first", default));
        Assert.Equal(ExportState.Open, await _sessions.FindExportAsync(_id, "second", default));
    }

    [Fact]
    public async Task An_export_that_is_started_again_after_its_end_starts_over()
    {
        await _sessions.BeginExportAsync(_id, "", default);
        await _sessions.FinishExportAsync(_id, "", default);

        Assert.NotNull(await _sessions.BeginExportAsync(_id, "", default));
        Assert.Equal(ExportState.Open, await _sessions.FindExportAsync(_id, "", default));
    }

    [Fact]
    public async Task A_late_run_of_the_last_step_keeps_a_status_that_was_set_by_a_user()
    {
        await _sessions.BeginExportAsync(_id, "first", default);
        await _sessions.FinishExportAsync(_id, "first", default);
        Assert.Equal(SessionStatus.Exported, (await _sessions.FindAsync(_id, default))!.Status);
        await _sessions.SetStatusAsync(_id, SessionStatus.InProgress, default);

        await _sessions.FinishExportAsync(_id, "first", default);

        Assert.Equal(SessionStatus.InProgress, (await _sessions.FindAsync(_id, default))!.Status);
    }

    [Fact]
    public async Task The_end_of_an_export_keeps_the_status_generating_of_a_newer_production()
    {
        await _sessions.BeginExportAsync(_id, "first", default);
        await _sessions.SetStatusAsync(_id, SessionStatus.Generating, default);

        await _sessions.FinishExportAsync(_id, "first", default);

        Assert.Equal(SessionStatus.Generating, (await _sessions.FindAsync(_id, default))!.Status);
        Assert.Equal(ExportState.Done, await _sessions.FindExportAsync(_id, "first", default));
    }

    [Fact]
    public async Task A_late_run_does_not_change_the_files_of_the_next_export()
    {
        await _sessions.BeginExportAsync(_id, "first", default);
        await WriteAsync(First, "a.mp3", "old");
        await _sessions.BeginExportAsync(_id, "second", default);
        await WriteAsync(Second, "a.mp3", "new");
        await WriteAsync(Second, "b.mp3", "new");

        await Assert.ThrowsAsync<InvalidOperationException>(() => WriteAsync(First, "a.mp3", "old"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => _files.FinishAsync(First, Manifest(), hasZip: false, default));

        Assert.Equal(["new", "new"], [await ReadAsync("a.mp3"), await ReadAsync("b.mp3")]);
    }

    [Fact]
    public async Task A_run_does_not_complete_a_write_after_the_next_export_has_started()
    {
        await _sessions.BeginExportAsync(_id, "first", default);
        await WriteAsync(First, "a.mp3", "old");
        await using var proxy = await StorageProxy.StartAsync(_azurite.Server);
        var isOvertaken = false;
        proxy.Before = async call =>
        {
            if (isOvertaken || !call.IsBlobWrite($"{_id}/a.mp3"))
                return;
            isOvertaken = true;
            await _sessions.BeginExportAsync(_id, "second", default);
            await WriteAsync(Second, "a.mp3", "new");
        };

        await Assert.ThrowsAsync<InvalidOperationException>(() => WriteAsync(First, "a.mp3", "late", Files(proxy.ConnectionString)));

        Assert.True(isOvertaken);
        Assert.Equal("new", await ReadAsync("a.mp3"));
    }

    [Fact]
    public async Task The_last_step_removes_the_files_of_an_earlier_export()
    {
        await _sessions.BeginExportAsync(_id, "first", default);
        await WriteAsync(First, "a.mp3", "old");
        await _sessions.BeginExportAsync(_id, "second", default);

        await _files.FinishAsync(Second, Manifest(), hasZip: false, default);

        Assert.False(await (await _files.FileAsync(_id, "a.mp3", default)).ExistsAsync());
        Assert.True(await (await _files.FileAsync(_id, ExportFiles.ManifestName, default)).ExistsAsync());
    }

    private ExportFiles Files(string connection)
    {
        var blobs = new BlobServiceClient(connection);
        return new ExportFiles(blobs, new TakeFiles(blobs), _sessions);
    }

    private ExportManifest Manifest() => new(_id, "Title", "project", DateTimeOffset.UnixEpoch, 0, 0, [], null, [], [], [], []);

    private Task<ExportedCopy> WriteAsync(ExportRun run, string file, string content, ExportFiles? files = null) =>
        (files ?? _files).WriteAsync(run, file, new MemoryStream(Encoding.UTF8.GetBytes(content)), default);

    private async Task<string> ReadAsync(string file) =>
        (await (await _files.FileAsync(_id, file, default)).DownloadContentAsync()).Value.Content.ToString();
}
