using AudioFunctions.Speech;
using AudioFunctions.Testing.Speech;

namespace AudioFunctions.Core.Tests.Speech.ElevenLabs;

/// <summary>An answer that is no audio, or is cut short, is paid for: it is kept, and a whole copy of it is looked for in the history.</summary>
public sealed class UnusableResponseTests
{
    private const string Text = "Bag not same.";

    private readonly MemoryJournal _journal = new();

    public static TheoryData<SpeechFault> UnusableAudio =>
        [SpeechFault.EmptyAudio, SpeechFault.TruncatedAudio, SpeechFault.NotAudio, SpeechFault.TruncatedBody];

    [Theory]
    [MemberData(nameof(UnusableAudio))]
    public async Task A_whole_copy_is_fetched_from_the_history_and_nothing_requested_again(SpeechFault fault)
    {
        await using var lab = await SpeechLab.StartAsync();
        lab.StandIn.Faults.Next(fault);

        var raw = await lab.Speech.SpeakAsync(Beats.Segment(Text), _journal, CancellationToken.None);

        SpokenResponse.AssertIs(Text, raw);
        var bill = Assert.Single(lab.StandIn.Bills);
        Assert.Equal((bill.RequestId, bill.Cost), (raw.RequestId, raw.BilledCharacters));
        Assert.Single(lab.StandIn.Requests);
        Assert.Equal(bill.RequestId, Assert.Single(_journal.Unusable).Speech.RequestId);
    }

    [Theory]
    [MemberData(nameof(UnusableAudio))]
    public async Task Without_a_whole_copy_it_is_a_failure_that_was_billed_once_and_is_kept(SpeechFault fault)
    {
        await using var lab = await SpeechLab.StartAsync();
        lab.StandIn.Faults.Next(fault.WithoutCopy);

        var failure = await FailsAsync(lab.Speech, _journal);

        Assert.Equal(("speech-answer-unusable", false), (failure.Code, failure.IsRetryable));
        var bill = Assert.Single(lab.StandIn.Bills);
        Assert.Contains(bill.RequestId, failure.Message, StringComparison.Ordinal);
        Assert.Single(lab.StandIn.Requests);
        var (kept, _) = Assert.Single(_journal.Unusable);
        Assert.Equal((bill.RequestId, bill.Cost), (kept.RequestId, kept.BilledCharacters));
        Assert.Contains(bill.RequestId, _journal.Taken);

        // Whoever runs the same step again, after a crash, neither looks nor sends.
        var again = await FailsAsync(lab.AnotherProcess(), _journal);
        Assert.Equal(failure.Message, again.Message);
        Assert.Single(lab.StandIn.Requests);
    }

    [Fact]
    public async Task A_history_that_cannot_be_read_is_no_proof_that_it_has_no_copy()
    {
        await using var lab = await SpeechLab.StartAsync();
        lab.StandIn.Faults.Next(SpeechFault.TruncatedAudio);
        lab.StandIn.Faults.NextHistory(SpeechFault.Error(503), SpeechFault.HtmlPage);

        SpokenResponse.AssertIs(Text, await lab.Speech.SpeakAsync(Beats.Segment(Text), _journal, CancellationToken.None));

        Assert.Single(lab.StandIn.Requests);
    }

    [Fact]
    public async Task If_the_history_stays_unreadable_the_next_run_looks_for_the_copy()
    {
        await using var lab = await SpeechLab.StartAsync();
        lab.StandIn.Faults.Next(SpeechFault.TruncatedAudio);
        lab.StandIn.Faults.NextHistory([.. Enumerable.Repeat(SpeechFault.Error(503), 5)]);
        Assert.Equal(("speech-answer-lost", true), await CodeAsync(lab.Speech));

        SpokenResponse.AssertIs(Text, await lab.AnotherProcess().SpeakAsync(Beats.Segment(Text), _journal, CancellationToken.None));

        Assert.Single(lab.StandIn.Requests);
    }

    [Fact]
    public async Task A_host_that_stops_while_the_copy_is_looked_for_leaves_that_to_the_next_run()
    {
        await using var lab = await SpeechLab.StartAsync(settings: ("Speech:LostAnswerSeconds", "60"));
        lab.StandIn.Faults.Next(SpeechFault.TruncatedAudio.ListedAfter(TimeSpan.FromSeconds(1)));
        using var stop = new CancellationTokenSource();
        var speaking = lab.Speech.SpeakAsync(Beats.Segment(Text), _journal, stop.Token);
        while (_journal.Notes.All(note => note?.Unusable is null))
            await Task.Delay(2);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => speaking);
        SpokenResponse.AssertIs(Text, await lab.AnotherProcess(lostAnswerSeconds: 60).SpeakAsync(Beats.Segment(Text), _journal, CancellationToken.None));

        Assert.Single(lab.StandIn.Requests);
    }

    [Fact]
    public async Task A_lost_answer_that_the_history_holds_damaged_is_not_requested_again()
    {
        await using var lab = await SpeechLab.StartAsync();
        var before = DateTimeOffset.UtcNow.AddMinutes(-9);
        lab.StandIn.Faults.Next(SpeechFault.NotAudio.DamagedCopy);
        await FailsAsync(lab.Speech, new MemoryJournal());
        var journal = MemoryJournal.Open(before);

        var failure = await FailsAsync(lab.AnotherProcess(), journal);

        Assert.Equal("speech-answer-unusable", failure.Code);
        Assert.Single(lab.StandIn.Requests);
        Assert.Equal(lab.StandIn.Bills[0].RequestId, Assert.Single(journal.Unusable).Speech.RequestId);
    }

    [Fact]
    public async Task What_a_run_kept_and_had_no_time_to_note_is_not_requested_again()
    {
        await using var lab = await SpeechLab.StartAsync();
        var journal = MemoryJournal.Open(DateTimeOffset.UtcNow.AddMinutes(-9));
        journal.Unusable.Add((new RawSpeech(new byte[1], "elevenlabs", "eleven_turbo_v2_5", 7, "request-1"), "is not audio"));

        var failure = await FailsAsync(lab.Speech, journal);

        Assert.Equal("ElevenLabs' answer (request request-1) is not audio, and its history holds no better copy; regenerate the beat.", failure.Message);
        Assert.Empty(lab.StandIn.Requests);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task If_a_person_asks_for_another_take_the_text_is_sent_again(bool isFinal)
    {
        await using var lab = await SpeechLab.StartAsync();
        lab.StandIn.Faults.Next(SpeechFault.TruncatedAudio.WithoutCopy);
        await FailsAsync(lab.Speech, _journal);
        // Either the copy was looked for to the end, or something came between.
        var ofFailedTake = _journal.Notes.Last(note => note?.Unusable?.IsFinal == isFinal)!;
        var journal = new MemoryJournal(ofFailedTake with { IsInherited = true });

        SpokenResponse.AssertIs(Text, await lab.AnotherProcess().SpeakAsync(Beats.Segment(Text), journal, CancellationToken.None));

        Assert.Equal(2, lab.StandIn.Bills.Count);
    }

    [Fact]
    public async Task If_nobody_can_tell_and_a_person_asks_for_another_take_the_text_is_sent_again()
    {
        await using var lab = await SpeechLab.StartAsync();
        lab.StandIn.Faults.NextHistory([.. Enumerable.Repeat(SpeechFault.Error(401, "missing_permissions"), 2)]);
        var note = MemoryJournal.Open(DateTimeOffset.UtcNow.AddMinutes(-9)).Notes[0]!;
        Assert.Equal("speech-answer-lost", (await FailsAsync(lab.Speech, new MemoryJournal(note))).Code);

        SpokenResponse.AssertIs(Text, await lab.Speech.SpeakAsync(Beats.Segment(Text), new MemoryJournal(note with { IsInherited = true }), CancellationToken.None));
    }

    private async Task<(string Code, bool IsRetryable)> CodeAsync(ISpeechService speech)
    {
        var failure = await FailsAsync(speech, _journal);
        return (failure.Code, failure.IsRetryable);
    }

    private static Task<SpeechException> FailsAsync(ISpeechService speech, MemoryJournal journal) =>
        Assert.ThrowsAsync<SpeechException>(() => speech.SpeakAsync(Beats.Segment(Text), journal, CancellationToken.None));
}
