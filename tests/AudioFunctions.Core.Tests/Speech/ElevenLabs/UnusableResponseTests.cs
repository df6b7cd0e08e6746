using System.Text.Json;
using AudioFunctions.Serialization;
using AudioFunctions.Speech;
using AudioFunctions.Testing.Speech;

namespace AudioFunctions.Core.Tests.Speech.ElevenLabs;

/// <summary>A response that isn't audio, or is cut short, was billed: it is kept, and the history is searched for a complete copy.</summary>
public sealed class UnusableResponseTests
{
    private const string Text = "Bag not same.";

    private readonly MemoryJournal _journal = new();

    public static TheoryData<SpeechFault> UnusableAudio =>
        [SpeechFault.EmptyAudio, SpeechFault.TruncatedAudio, SpeechFault.NotAudio, SpeechFault.TruncatedBody];

    [Fact]
    public void The_stored_note_keeps_its_property_names()
    {
        const string Stored = """{"ids":["request-1"],"flaw":"is not audio","is_final":true}""";

        var read = JsonSerializer.Deserialize<UnusableResponse>(Stored, ProductJson.Options)!;

        Assert.Equal(("is not audio", true), (read.Defect, read.IsFinal));
        Assert.Equal(Stored, JsonSerializer.Serialize(read, ProductJson.Options));
    }

    [Theory]
    [MemberData(nameof(UnusableAudio))]
    public async Task A_complete_copy_is_fetched_from_the_history_and_nothing_is_requested_again(SpeechFault fault)
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
    public async Task Without_a_complete_copy_the_request_fails_is_billed_once_and_its_response_is_kept(SpeechFault fault)
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

        // Another run of the step after a crash neither searches nor sends.
        var again = await FailsAsync(lab.AnotherProcess(), _journal);
        Assert.Equal(failure.Message, again.Message);
        Assert.Single(lab.StandIn.Requests);
    }

    [Fact]
    public async Task An_unreadable_history_does_not_prove_that_there_is_no_copy()
    {
        await using var lab = await SpeechLab.StartAsync();
        lab.StandIn.Faults.Next(SpeechFault.TruncatedAudio);
        lab.StandIn.Faults.NextHistory(SpeechFault.Error(503), SpeechFault.HtmlPage);

        SpokenResponse.AssertIs(Text, await lab.Speech.SpeakAsync(Beats.Segment(Text), _journal, CancellationToken.None));

        Assert.Single(lab.StandIn.Requests);
    }

    [Fact]
    public async Task If_the_history_stays_unreadable_the_next_run_searches_for_the_copy()
    {
        await using var lab = await SpeechLab.StartAsync();
        lab.StandIn.Faults.Next(SpeechFault.TruncatedAudio);
        lab.StandIn.Faults.NextHistory([.. Enumerable.Repeat(SpeechFault.Error(503), 5)]);
        Assert.Equal(("speech-answer-lost", true), await CodeAsync(lab.Speech));

        SpokenResponse.AssertIs(Text, await lab.AnotherProcess().SpeakAsync(Beats.Segment(Text), _journal, CancellationToken.None));

        Assert.Single(lab.StandIn.Requests);
    }

    [Fact]
    public async Task If_the_host_stops_during_the_search_the_next_run_searches_again()
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
    public async Task A_lost_response_that_is_damaged_in_the_history_is_not_requested_again()
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
    public async Task A_kept_response_without_a_note_is_not_requested_again()
    {
        await using var lab = await SpeechLab.StartAsync();
        var journal = MemoryJournal.Open(DateTimeOffset.UtcNow.AddMinutes(-9));
        journal.Unusable.Add((new RawSpeech(new byte[1], "elevenlabs", "eleven_turbo_v2_5", 7, "request-1"), "is not audio"));

        var failure = await FailsAsync(lab.Speech, journal);

        Assert.Equal("ElevenLabs' response (request request-1) is not audio, and its history has no better copy; regenerate the beat.", failure.Message);
        Assert.Empty(lab.StandIn.Requests);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task If_another_take_is_requested_the_text_is_resent(bool isFinal)
    {
        await using var lab = await SpeechLab.StartAsync();
        lab.StandIn.Faults.Next(SpeechFault.TruncatedAudio.WithoutCopy);
        await FailsAsync(lab.Speech, _journal);
        // Either the search for the copy was completed, or it was interrupted.
        var ofFailedTake = _journal.Notes.Last(note => note?.Unusable?.IsFinal == isFinal)!;
        var journal = new MemoryJournal(ofFailedTake with { IsInherited = true });

        SpokenResponse.AssertIs(Text, await lab.AnotherProcess().SpeakAsync(Beats.Segment(Text), journal, CancellationToken.None));

        Assert.Equal(2, lab.StandIn.Bills.Count);
    }

    [Fact]
    public async Task If_billing_is_unknown_and_another_take_is_requested_the_text_is_resent()
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
