using AudioFunctions.Core.Tests.Speech;
using AudioFunctions.Sessions;
using AudioFunctions.Speech;
using AudioFunctions.Testing.Speech;
using AudioFunctions.Testing.Storage;
using AudioFunctions.Voices;
using Azure.Data.Tables;
using Azure.Storage.Blobs;

namespace AudioFunctions.Core.Tests.Takes;

/// <summary>Nothing is billed twice, wherever a run dies and another continues; checked by the bills. These tests mostly wait, so they have their own storage.</summary>
public sealed class PaidOnceAfterACrashTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>, IDisposable
{
    private const string Script = """
        [META]
        video_title: t
        project: p
        [BEAT: 01_talk]
        name: Talk
        ---
        [PACE: slow] Ha ha ha.
        [PACE: fast] Me laugh.
        [PACE: slow] Ha ha ha.
        [END_BEAT]
        """;

    private static readonly string[] Texts = ["Ha ha ha.", "Me laugh.", "Ha ha ha."];

    private readonly TakeLab _takes = new(azurite, Script);

    [Fact]
    public async Task Wherever_a_run_dies_the_next_run_pays_only_for_missing_segments()
    {
        await using var lab = await TakeLab.StartAsync();
        var whole = new KillSwitch();
        var take = await _takes.NewTakeAsync();
        Assert.Equal(3, await _takes.SpeakAsync(take, lab.Speech, whole));
        var calls = whole.Calls;
        Assert.Null(await _takes.Files.FindRequestAsync(take, 2, default));

        // All concurrently and with the same words: each could claim another's responses.
        var kills = Enumerable.Range(1, calls).SelectMany(at => (KillSwitch[])[new() { At = at }, new() { At = at, AfterEffect = true }]).ToList();
        var takes = await Task.WhenAll(kills.Select(kill => _takes.DieAndGoOnAsync(kill, lab, segments: 3)));

        Assert.InRange(calls, 12, 50);
        await AssertPaidOnceAsync(lab, takes, extraTakes: 1);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(2.5)]
    [InlineData(8)]
    public async Task The_next_run_waits_for_a_request_that_was_running_when_a_run_died(double seconds)
    {
        await using var lab = await TakeLab.StartAsync(
            TimeSpan.FromSeconds(seconds), ("Speech:TimeoutSeconds", "60"), ("Speech:LostAnswerSeconds", "20"));

        var takes = await Task.WhenAll(Enumerable.Range(0, 3).Select(async segment =>
        {
            var take = await _takes.NewTakeAsync();
            var kill = new KillSwitch();
            _ = _takes.SpeakAsync(take, lab.Speech, kill);
            while (await _takes.Files.FindRequestAsync(take, segment, default) is null)
                await Task.Delay(10);
            // A noted request isn't sent yet: that takes milliseconds, and the responses of this test take at least half a second.
            await Task.Delay(100);
            kill.Kill();
            await _takes.SpeakAsync(take, lab.AnotherProcess(lostAnswerSeconds: 60));
            return take;
        }));

        await AssertPaidOnceAsync(lab, takes);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_stopping_host_stores_the_running_request_and_sends_no_other(int segment)
    {
        await using var lab = await TakeLab.StartAsync();
        var release = new TaskCompletionSource();
        lab.StandIn.Faults.Next([.. Enumerable.Repeat(SpeechFault.None, segment), SpeechFault.HeldUntil(release.Task)]);
        var take = await _takes.NewTakeAsync();
        var speaking = _takes.SpeakAsync(take, lab.Speech);
        while (lab.StandIn.Requests.Count <= segment)
            await Task.Delay(2);

        var stopping = _takes.UnderWay.StopAsync(default);
        Assert.False(stopping.IsCompleted);
        release.SetResult();
        await stopping;

        Assert.True(await _takes.Files.HasRawAsync(take, segment, default));
        if (segment == 2)
            Assert.Equal(3, await speaking);
        else
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => speaking);
        Assert.Equal(segment + 1, lab.StandIn.Requests.Count);
        await _takes.Speaker(lab.AnotherProcess(), underWay: new RequestsUnderWay()).SpeakAsync(take, RegenerateSettings.None, null, default);
        await AssertPaidOnceAsync(lab, [take]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_production_that_is_cancelled_right_before_a_request_does_not_send_it(int segment)
    {
        await using var lab = await TakeLab.StartAsync();
        await using var proxy = await StorageProxy.StartAsync(azurite.Server);
        var take = await _takes.NewTakeAsync();
        var sessions = new SessionStore(new TableServiceClient(azurite.ConnectionString), TimeProvider.System);
        await sessions.CreateAsync(new NewSession(take.SessionId, "t", "p", [new NewBeat(take.BeatId, "Talk", "every-coon")]), default);
        // Storing the note is the last step before a request.
        proxy.Before = call => call.IsBlobWrite($".request-{segment:D2}.json") ? sessions.RequestCancelAsync(take.SessionId, default) : Task.CompletedTask;

        var refused = await Assert.ThrowsAsync<SpeechException>(() => _takes.SpeakAsync(take, lab.Speech, new BlobServiceClient(proxy.ConnectionString)));

        Assert.Equal("cancelled", refused.Code);
        Assert.Equal(segment, lab.StandIn.Requests.Count);
        // Nothing was sent, so a later run has nothing to search for.
        Assert.Null(await _takes.Files.FindRequestAsync(take, segment, default));
    }

    [Fact]
    public async Task Wherever_a_run_dies_that_uses_the_responses_of_a_failed_take_the_next_run_uses_each_once()
    {
        await using var lab = await TakeLab.StartAsync();
        var whole = new KillSwitch();
        var first = await _takes.NewTakeAsync();
        await _takes.SpeakAsync(first, lab.Speech);
        Assert.Equal(3, await _takes.SpeakAsync(first with { Id = "bbbbbbbbbbbb" }, lab.Speech, whole, first.Id));
        var kills = Enumerable.Range(1, whole.Calls).SelectMany(at => (KillSwitch[])[new() { At = at }, new() { At = at, AfterEffect = true }]).ToList();

        var takes = await Task.WhenAll(kills.Select(async kill =>
        {
            var failed = await _takes.NewTakeAsync();
            await _takes.SpeakAsync(failed, lab.Speech);
            var take = failed with { Id = "bbbbbbbbbbbb" };
            await Task.WhenAny(_takes.SpeakAsync(take, lab.AnotherProcess(), kill, failed.Id), kill.Died);
            Assert.Equal(3, await _takes.SpeakAsync(take, lab.AnotherProcess(), failedTakeId: failed.Id));
            return take;
        }));

        Assert.InRange(whole.Calls, 12, 80);
        await AssertPaidOnceAsync(lab, [first with { Id = "bbbbbbbbbbbb" }, .. takes]);
    }

    [Fact]
    public async Task A_regeneration_does_not_use_the_old_recording_after_a_restart()
    {
        await using var lab = await TakeLab.StartAsync();
        var take = await _takes.NewTakeAsync();
        await _takes.SpeakAsync(take, lab.Speech);
        var again = take with { Id = "bbbbbbbbbbbb" };
        lab.StandIn.Faults.Next(SpeechFault.CutBeforeBilling);

        await _takes.SpeakAsync(again, lab.AnotherProcess());

        await AssertPaidOnceAsync(lab, [take, again]);
    }

    [Fact]
    public async Task A_deleted_session_leaves_no_entries_of_its_responses()
    {
        await using var lab = await TakeLab.StartAsync();
        var take = await _takes.NewTakeAsync();
        await _takes.SpeakAsync(take, lab.Speech);
        Assert.Equal(6, (await EntriesAsync(take)).Count);

        await _takes.Files.DeleteAsync(await _takes.Files.FindAllAsync(take.SessionId, default), default);

        Assert.Empty(await EntriesAsync(take));
    }

    public void Dispose() => _takes.Dispose();

    /// <summary>One bill for each text of each take, and each recording in only one take.</summary>
    private async Task AssertPaidOnceAsync(SpeechLab lab, TakeKey[] takes, int extraTakes = 0)
    {
        var ids = new List<string?>();
        foreach (var take in takes)
        {
            for (var segment = 0; segment < Texts.Length; segment++)
                ids.Add((await _takes.Files.ReadRawAsync(take, segment, default)).RequestId);
        }

        Assert.Empty(ids.GroupBy(id => id).Where(same => same.Key is null || same.Count() > 1).Select(same => same.Key));
        var expected = Enumerable.Repeat(Texts, takes.Length + extraTakes).SelectMany(texts => texts).CountBy(text => text).OrderBy(text => text.Key);
        Assert.Equal(expected, lab.StandIn.Bills.CountBy(bill => bill.Text).OrderBy(text => text.Key));
        Assert.Empty(lab.StandIn.Violations);
    }

    private async Task<IReadOnlyList<string>> EntriesAsync(TakeKey take)
    {
        var container = new BlobContainerClient(azurite.ConnectionString, "speech-answers");
        var found = new List<string>();
        await foreach (var blob in container.GetBlobsAsync())
        {
            var content = (await container.GetBlobClient(blob.Name).DownloadContentAsync()).Value.Content.ToString();
            if (content.StartsWith(take.SessionId, StringComparison.Ordinal))
                found.Add(blob.Name);
        }

        return found;
    }
}
