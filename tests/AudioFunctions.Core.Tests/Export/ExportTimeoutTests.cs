using AudioFunctions.Audio;
using AudioFunctions.Core.Tests.Audio;
using AudioFunctions.Export;
using AudioFunctions.Sessions;
using AudioFunctions.Takes;
using Azure.Data.Tables;
using Azure.Storage.Blobs;

namespace AudioFunctions.Core.Tests.Export;

/// <summary>The time is over before the first request, so no storage is needed.</summary>
public sealed class ExportTimeoutTests : IDisposable
{
    private const string NoStorage = "UseDevelopmentStorage=true";

    private static readonly ExportRun Run = new("session", "export");
    private static readonly ExportPlan Plan = new([new ExportItem("01_hook", "aaaaaaaaaaaa", 1000)], [], "Title");

    private readonly AudioWorkplace _work = new();
    private readonly SessionStore _sessions = new(new TableServiceClient(NoStorage), TimeProvider.System);
    private readonly TakeFiles _takes = new(new BlobServiceClient(NoStorage));

    public ExportTimeoutTests() => _work.Options.ExportTimeout = TimeSpan.Zero;

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task A_master_that_takes_too_long_fails_with_what_to_do()
    {
        var maker = new MasterMaker(_takes, Files(), _work.Assembler, _work.Meter, _work.Options, _work.Scratch);

        await AssertTooLongAsync(() => maker.MakeAsync(Run, Plan, default));
    }

    [Fact]
    public async Task Levelled_sound_that_takes_too_long_fails_with_what_to_do()
    {
        var session = new SessionRecord("session", "Title", "project", SessionStatus.InProgress, null, [], 0, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);

        await AssertTooLongAsync(() => Sounds().MakeAsync(Run, session, Plan, ExportOptions.None, default));
    }

    [Fact]
    public async Task A_host_that_stops_is_no_timeout()
    {
        var maker = new MasterMaker(_takes, Files(), _work.Assembler, _work.Meter, _work.Options, _work.Scratch);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => maker.MakeAsync(Run, Plan, new CancellationToken(canceled: true)));
    }

    private static async Task AssertTooLongAsync(Func<Task> export)
    {
        var failure = await Assert.ThrowsAsync<AudioException>(export);
        Assert.Equal(("export-timeout", false), (failure.Code, failure.IsRetryable));
        Assert.Contains("raise Audio__ExportTimeout", failure.Message, StringComparison.Ordinal);
    }

    private SoundMaker Sounds() => new(
        new ScriptArchive(new BlobServiceClient(NoStorage), _sessions),
        _takes,
        Files(),
        _work.Assembler,
        _work.Meter,
        _work.FFmpeg,
        _work.Options,
        _work.Scratch);

    private ExportFiles Files() => new(new BlobServiceClient(NoStorage), _takes, _sessions);
}
