using AudioFunctions.Audio;
using AudioFunctions.Core.Tests.Speech;
using AudioFunctions.Core.Tests.Storage;
using AudioFunctions.Sessions;
using AudioFunctions.Speech;
using AudioFunctions.Testing.Speech;
using AudioFunctions.Testing.Storage;
using AudioFunctions.Voices;
using Azure.Data.Tables;
using Azure.Storage.Blobs;

namespace AudioFunctions.Core.Tests.Takes;

/// <summary>Which recordings of a dialogue a take uses that failed takes paid for, checked by the bills.</summary>
[Collection(StorageTests.Name)]
public sealed class FailedDialoguesTests(AzuriteFixture azurite) : IAsyncLifetime, IDisposable
{
    private const string Script = """
        [META]
        video_title: t
        project: p
        [BEAT: 01_talk]
        name: Talk
        ---
        Ha ha ha.
        [CHARACTER: boomer] Not funny.
        [END_BEAT]
        """;

    private const string All = "Ha ha ha. Not funny.";

    private readonly string _id = Guid.NewGuid().ToString("N");
    private readonly TakeLab _takes = new(azurite, Script);
    private readonly SessionStore _sessions = new(new TableServiceClient(azurite.ConnectionString), TimeProvider.System);

    public async Task InitializeAsync()
    {
        var script = await _takes.SaveScriptAsync(_id);
        await _sessions.CreateAsync(NewSession.Of(_id, script), default);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _takes.Dispose();

    [Fact]
    public async Task A_good_recording_of_a_failed_take_is_used_although_another_take_had_to_split_the_dialogue()
    {
        await using var lab = await StartAsync();
        await RunAsync(lab, "aaaaaaaaaaaa");
        await SplitAsync(lab, "bbbbbbbbbbbb");

        await RunAsync(lab, "cccccccccccc", failed: "aaaaaaaaaaaa");

        Assert.Equal([All, All, "Ha ha ha.", "Not funny."], Bills(lab));
        Assert.True((await _takes.Files.ReadRawAsync(Take("cccccccccccc"), 1, default)).IsDialogue);
    }

    [Fact]
    public async Task A_recording_that_arrives_late_is_used_although_another_take_had_to_split_the_dialogue()
    {
        await using var lab = await StartAsync();
        var release = new TaskCompletionSource();
        lab.StandIn.Faults.When(All, SpeechFault.HeldUntil(release.Task), times: 1);
        var outliving = RunAsync(lab, "aaaaaaaaaaaa");
        await lab.StandIn.ReceivesAsync(All);
        await SplitAsync(lab, "bbbbbbbbbbbb");
        await using var proxy = await StorageProxy.StartAsync(azurite.Server);
        proxy.Before = call =>
        {
            // The next take looks at the lease.
            if (call.Method == "HEAD" && call.Path.EndsWith("aaaaaaaaaaaa.plan.json", StringComparison.Ordinal))
                release.TrySetResult();
            return Task.CompletedTask;
        };

        await RunAsync(lab, "cccccccccccc", failed: "aaaaaaaaaaaa", storage: proxy.ConnectionString);

        Assert.Equal(2, await outliving);
        Assert.Equal(["Ha ha ha.", All, All, "Not funny."], Bills(lab).Order(StringComparer.Ordinal));
        Assert.True((await _takes.Files.ReadRawAsync(Take("cccccccccccc"), 1, default)).IsDialogue);
    }

    [Fact]
    public async Task A_recording_that_was_billed_but_not_stored_is_used_although_another_take_had_to_split_the_dialogue()
    {
        await using var lab = await StartAsync(("Speech:LostAnswerSeconds", "1"));
        lab.StandIn.Faults.When(All, SpeechFault.StuckTimes, times: 1);
        await RunAsync(lab, "aaaaaaaaaaaa");
        // Planned before the first take is finished; the history can't be read.
        lab.StandIn.Faults.When(All, SpeechFault.CutAfterBilling, times: 1);
        lab.StandIn.Faults.NextHistory([.. Enumerable.Repeat(SpeechFault.Error(503), 5)]);
        var lost = await Assert.ThrowsAsync<SpeechException>(() => RunAsync(lab, "bbbbbbbbbbbb"));
        Assert.Equal("speech-answer-lost", lost.Code);
        await TakeFinishers.FinishAsync(azurite, Take("aaaaaaaaaaaa"));
        var paid = lab.StandIn.Bills.Count;

        await RunAsync(lab, "cccccccccccc", failed: "bbbbbbbbbbbb");

        Assert.Equal(paid, lab.StandIn.Bills.Count);
        Assert.True((await _takes.Files.ReadRawAsync(Take("cccccccccccc"), 1, default)).IsDialogue);
    }

    [Fact]
    public async Task Of_the_recordings_of_failed_takes_the_newest_that_can_be_cut_is_used()
    {
        await using var lab = await StartAsync();
        string[] good = ["aaaaaaaaaaaa", "bbbbbbbbbbbb"];
        foreach (var id in good)
            await RunAsync(lab, id);
        lab.StandIn.Faults.When(All, SpeechFault.StuckTimes, times: 1);
        await RunAsync(lab, "cccccccccccc");
        foreach (var id in good.Append("cccccccccccc"))
            await _sessions.RecordFailureAsync(_id, "01_talk", new BeatError("audio-failed", "Try again."), id, default);
        var paid = lab.StandIn.Bills.Count;

        await RunAsync(lab, "dddddddddddd", failed: "cccccccccccc");

        Assert.Equal(paid, lab.StandIn.Bills.Count);
        Assert.Equal(Take("bbbbbbbbbbbb").RawBlob(-1), (await _takes.Files.ReadRawAsync(Take("dddddddddddd"), -1, default)).CopyOf);
    }

    [Fact]
    public async Task A_recording_that_cannot_be_decoded_is_not_used_again_by_way_of_a_copy()
    {
        await using var lab = await StartAsync();
        lab.StandIn.Faults.When(All, SpeechFault.BrokenFlac, times: 1);
        await RunAsync(lab, "aaaaaaaaaaaa");
        await RunAsync(lab, "bbbbbbbbbbbb", failed: "aaaaaaaaaaaa");
        var failure = await Assert.ThrowsAsync<AudioException>(() => TakeFinishers.FinishAsync(azurite, Take("bbbbbbbbbbbb")));
        Assert.Equal("audio-unreadable", failure.Code);

        await RunAsync(lab, "cccccccccccc", failed: "bbbbbbbbbbbb");
        await TakeFinishers.FinishAsync(azurite, Take("cccccccccccc"));

        Assert.Equal([All, All], Bills(lab));
    }

    private static IEnumerable<string> Bills(SpeechLab lab) => lab.StandIn.Bills.Select(bill => bill.Text);

    private static Task<SpeechLab> StartAsync(params (string Key, string Value)[] settings) =>
        SpeechLab.StartAsync(null, null, [("ElevenLabs:ModelId", "eleven_v3"), .. settings]);

    private TakeKey Take(string id) => new(_id, "01_talk", id);

    /// <summary>Finishes a take whose dialogue can't be cut into its lines.</summary>
    private async Task SplitAsync(SpeechLab lab, string takeId)
    {
        lab.StandIn.Faults.When(All, SpeechFault.StuckTimes, times: 1);
        await RunAsync(lab, takeId);
        await TakeFinishers.FinishAsync(azurite, Take(takeId));
    }

    private Task<int> RunAsync(SpeechLab lab, string takeId, string? failed = null, string? storage = null) =>
        _takes.Speaker(lab.Speech, storage is null ? null : new BlobServiceClient(storage)).SpeakAsync(Take(takeId), RegenerateSettings.None, failed, default);
}
