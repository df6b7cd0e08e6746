using AudioFunctions.Audio;
using AudioFunctions.Sessions;
using AudioFunctions.Speech;
using AudioFunctions.Speech.Rates;
using AudioFunctions.Takes;
using AudioFunctions.Testing.Speech;
using AudioFunctions.Testing.Storage;
using AudioFunctions.Voices;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging.Abstractions;

namespace AudioFunctions.Core.Tests.Takes;

/// <summary>Responses that were billed but are unusable, checked by the bills. Runs that die mostly wait, so they have their own storage.</summary>
public sealed class UnusableResponseTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>, IDisposable
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
        [END_BEAT]
        """;

    private readonly TakeLab _takes = new(azurite, Script);

    private TakeFiles Files => _takes.Files;

    public void Dispose() => _takes.Dispose();

    [Fact]
    public async Task Wherever_a_run_dies_the_next_run_fetches_the_complete_copy_for_free()
    {
        await using var lab = await TakeLab.StartAsync();
        lab.StandIn.Faults.When("laugh", SpeechFault.TruncatedAudio);
        var calls = await CountCallsAsync((take, kill) => _takes.SpeakAsync(take, lab.Speech, kill));

        var takes = await Task.WhenAll(KillsUpTo(calls).Select(async kill =>
        {
            var take = await _takes.DieAsync(kill, lab.AnotherProcess(lostAnswerSeconds: 1));
            Assert.Equal(2, await _takes.SpeakAsync(take, lab.AnotherProcess(lostAnswerSeconds: 10)));
            return take;
        }));

        Assert.Equal(takes.Length + 1, lab.StandIn.Bills.Count(bill => bill.Text == "Me laugh."));
        foreach (var take in takes)
        {
            var stored = new[] { await Files.ReadRawAsync(take, 0, default), await Files.ReadRawAsync(take, 1, default) };
            Assert.All(stored, raw => Assert.Null(ResponseCheck.DefectOf(raw, raw == stored[0] ? "Ha ha ha." : "Me laugh.")));
            // Counted once, although the defective response may be stored as well.
            Assert.Equal(stored.Sum(raw => raw.BilledCharacters ?? 0L), await Files.CreditsSpentAsync(take.SessionId, default));
        }
    }

    [Fact]
    public async Task Wherever_a_run_dies_a_response_without_a_complete_copy_is_billed_and_counted_once()
    {
        await using var lab = await TakeLab.StartAsync(("Speech:LostAnswerSeconds", "1"));
        lab.StandIn.Faults.When("laugh", SpeechFault.TruncatedAudio.DamagedCopy);
        var calls = await CountCallsAsync((take, kill) => UnusableAsync(_takes.SpeakAsync(take, lab.Speech, kill)));

        var takes = await Task.WhenAll(KillsUpTo(calls).Select(async kill =>
        {
            var take = await _takes.DieAsync(kill, lab.AnotherProcess(lostAnswerSeconds: 1));
            await UnusableAsync(_takes.SpeakAsync(take, lab.AnotherProcess(lostAnswerSeconds: 10)));
            return take;
        }));

        // Each has its own response.
        var kept = await Task.WhenAll(takes.Select(take => UnusableIdAsync(take)));
        Assert.Distinct(kept);
        Assert.Equal(takes.Length + 1, lab.StandIn.Bills.Count(bill => bill.Text == "Me laugh."));
        var cost = lab.StandIn.Bills.Where(bill => bill.Text is "Ha ha ha." or "Me laugh.").DistinctBy(bill => bill.Text).Sum(bill => bill.Cost);
        foreach (var take in takes)
            Assert.Equal(cost, await Files.CreditsSpentAsync(take.SessionId, default));

        // Another take is requested: usable responses aren't billed again.
        lab.StandIn.Faults.ForgetTexts();
        var (billed, next) = (lab.StandIn.Bills.Count, takes[0] with { Id = "bbbbbbbbbbbb" });
        Assert.Equal(2, await _takes.SpeakAsync(next, lab.AnotherProcess(), failedTakeId: takes[0].Id));
        Assert.Equal(["Me laugh."], lab.StandIn.Bills.Skip(billed).Select(bill => bill.Text));
        // Whoever continues a production gets another take after the first one.
        Assert.True(await Files.LacksUsableResponseAsync(takes[0], default));
        Assert.False(await Files.LacksUsableResponseAsync(next, default));
    }

    [Fact]
    public async Task If_one_recording_cannot_be_decoded_the_next_take_reuses_the_others()
    {
        await using var lab = await TakeLab.StartAsync();
        var take = await _takes.NewTakeAsync();
        lab.StandIn.Faults.When("laugh", SpeechFault.BrokenFlac);
        Assert.Equal(2, await _takes.SpeakAsync(take, lab.Speech));
        // The next take has copies; it is the first finished take.
        var (copy, next) = (take with { Id = "bbbbbbbbbbbb" }, take with { Id = "cccccccccccc" });
        Assert.Equal(2, await _takes.SpeakAsync(copy, lab.Speech, failedTakeId: take.Id));
        var failure = await Assert.ThrowsAsync<AudioException>(() => TakeFinishers.FinishAsync(azurite, copy));
        Assert.Equal("audio-unreadable", failure.Code);

        lab.StandIn.Faults.ForgetTexts();
        Assert.Equal(2, await _takes.SpeakAsync(next, lab.AnotherProcess(), failedTakeId: copy.Id));
        await TakeFinishers.FinishAsync(azurite, next);

        Assert.Equal(["Ha ha ha.", "Me laugh.", "Me laugh."], lab.StandIn.Bills.Select(bill => bill.Text));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_next_take_fetches_the_complete_copy_if_the_search_failed(bool isSameProcess)
    {
        await using var lab = await TakeLab.StartAsync(("Speech:LostAnswerSeconds", "1"));
        lab.StandIn.Faults.When("laugh", SpeechFault.TruncatedAudio, times: 1);
        lab.StandIn.Faults.NextHistory([.. Enumerable.Repeat(SpeechFault.Error(503), 5)]);
        var take = await _takes.NewTakeAsync();
        var lost = await Assert.ThrowsAsync<SpeechException>(() => _takes.SpeakAsync(take, lab.Speech));
        Assert.Equal("speech-answer-lost", lost.Code);

        var next = take with { Id = "bbbbbbbbbbbb" };
        Assert.Equal(2, await _takes.SpeakAsync(next, isSameProcess ? lab.Speech : lab.AnotherProcess(), failedTakeId: take.Id));

        Assert.Equal(2, lab.StandIn.Bills.Count);
        Assert.Equal(lab.StandIn.BilledCharacters, await Files.CreditsSpentAsync(take.SessionId, default));
    }

    [Fact]
    public async Task An_exhausted_budget_does_not_stop_the_search_for_a_billed_response()
    {
        await using var lab = await TakeLab.StartAsync(("Speech:LostAnswerSeconds", "1"));
        lab.StandIn.Faults.When("laugh", SpeechFault.TruncatedAudio, times: 1);
        lab.StandIn.Faults.NextHistory([.. Enumerable.Repeat(SpeechFault.Error(503), 5)]);
        var take = await _takes.NewTakeAsync();
        var tables = new TableServiceClient(azurite.ConnectionString);
        var sessions = new SessionStore(tables, TimeProvider.System);
        await sessions.CreateAsync(new NewSession(take.SessionId, "t", "p", [new NewBeat(take.BeatId, "Talk", "every-coon")]) { CreditLimit = 10 }, default);
        var gate = new SpendingGate(
            sessions, Files, lab.Speech, lab.Account, new SpeechRateStore(tables, NullLogger<SpeechRateStore>.Instance));
        var speaker = TakeSpeakers.At(azurite.ConnectionString, Files, lab.Speech, gate, _takes.UnderWay);
        var lost = await Assert.ThrowsAsync<SpeechException>(() => speaker.SpeakAsync(take, RegenerateSettings.None, null, default));
        Assert.Equal("speech-answer-lost", lost.Code);
        Assert.InRange(await Files.CreditsSpentAsync(take.SessionId, default), 8, 10);

        Assert.Equal(2, await speaker.SpeakAsync(take, RegenerateSettings.None, null, default));
    }

    private async Task<string> UnusableIdAsync(TakeKey take) =>
        (await _takes.Blobs.GetBlobContainerClient(TakeFiles.ContainerName).GetBlobClient(take.UnusableBlob(1)).GetPropertiesAsync()).Value.Metadata["request_id"];

    /// <summary>Kills after each call; storage doesn't change before the next one.</summary>
    private static IEnumerable<KillSwitch> KillsUpTo(int calls)
    {
        Assert.InRange(calls, 10, 60);
        return Enumerable.Range(1, calls).Select(at => new KillSwitch { At = at, AfterEffect = true });
    }

    private async Task<int> CountCallsAsync(Func<TakeKey, KillSwitch, Task> run)
    {
        var whole = new KillSwitch();
        await run(await _takes.NewTakeAsync(), whole);
        return whole.Calls;
    }

    private static async Task UnusableAsync(Task<int> speaking)
    {
        var failure = await Assert.ThrowsAsync<SpeechException>(() => speaking);
        Assert.Equal("speech-answer-unusable", failure.Code);
    }
}
