using AudioFunctions.Speech;
using AudioFunctions.Testing.Speech;

namespace AudioFunctions.Core.Tests.Speech.ElevenLabs;

/// <summary>Nothing is billed twice.</summary>
public sealed class PaidOnceTests
{
    private const string Text = "Bag not same.";

    public static TheoryData<SpeechFault> LostResponses =>
    [
        SpeechFault.CutAfterBilling,
        SpeechFault.CutInsideBody,
        SpeechFault.TruncatedBody,
        SpeechFault.ErrorAfterBilling(500, "internal_error"),
        SpeechFault.ErrorAfterBilling(500),
        SpeechFault.ErrorAfterBilling(502),
        SpeechFault.ErrorAfterBilling(503),
        SpeechFault.ErrorAfterBilling(503, "system_busy"),
        SpeechFault.ErrorAfterBilling(504),
        SpeechFault.ErrorAfterBilling(524),
    ];

    [Theory]
    [MemberData(nameof(LostResponses))]
    public async Task A_lost_response_is_fetched_from_the_history_and_not_requested_again(SpeechFault fault)
    {
        await using var lab = await SpeechLab.StartAsync();
        lab.StandIn.Faults.Next(fault);

        var raw = await lab.Speech.SpeakAsync(Beats.Segment(Text), CancellationToken.None);

        var bill = Assert.Single(lab.StandIn.Bills);
        Assert.Equal((bill.RequestId, bill.Cost), (raw.RequestId, raw.BilledCharacters));
        Assert.Equal(("elevenlabs", "eleven_turbo_v2_5"), (raw.Provider, raw.Model));
        SpokenResponse.AssertIs(Text, raw);
        Assert.Single(lab.StandIn.Requests);
        Assert.Empty(lab.StandIn.Violations);
    }

    [Fact]
    public async Task After_the_timeout_a_missing_response_is_searched_in_the_history()
    {
        var time = new ManualTime();
        await using var lab = await SpeechLab.StartAsync(time: time);
        lab.StandIn.Faults.Next(SpeechFault.HangAfterBilling);

        var speaking = lab.Speech.SpeakAsync(Beats.Segment(Text), CancellationToken.None);
        await time.WaitOfAsync(SpeechLab.RequestTimeout);
        await BilledAsync(lab);

        time.Advance(SpeechLab.RequestTimeout);
        time.Advance(await time.NextWaitAsync(ignoring: SpeechLab.RequestTimeout));

        SpokenResponse.AssertIs(Text, await speaking);
        Assert.Single(lab.StandIn.Bills);
    }

    [Fact]
    public async Task The_client_waits_for_a_service_that_is_still_speaking()
    {
        await using var lab = await SpeechLab.StartAsync(settings: ("Speech:LostAnswerSeconds", "60"));
        lab.StandIn.Faults.Next(SpeechFault.CutThenBilled(TimeSpan.FromMilliseconds(300)));

        SpokenResponse.AssertIs(Text, await lab.Speech.SpeakAsync(Beats.Segment(Text), CancellationToken.None));

        Assert.Single(lab.StandIn.Requests);
        Assert.Single(lab.StandIn.Bills);
    }

    [Fact]
    public async Task The_history_is_polled_every_second_for_the_configured_time_and_then_the_text_is_resent()
    {
        var time = new ManualTime();
        await using var lab = await SpeechLab.StartAsync(time: time, settings: ("Speech:LostAnswerSeconds", "3.5"));
        lab.StandIn.Faults.Next(SpeechFault.CutBeforeBilling);

        var speaking = lab.Speech.SpeakAsync(Beats.Segment(Text), CancellationToken.None);
        var waits = new List<TimeSpan>();
        for (var waited = TimeSpan.Zero; waited < TimeSpan.FromSeconds(3.5); waited += waits[^1])
        {
            waits.Add(await time.NextWaitAsync(ignoring: SpeechLab.RequestTimeout));
            Assert.Single(lab.StandIn.Requests);
            time.Advance(waits[^1]);
        }

        SpokenResponse.AssertIs(Text, await speaking);
        Assert.Equal([1, 1], waits.Skip(1).Take(2).Select(w => w.TotalSeconds));
        Assert.Equal(TimeSpan.FromSeconds(3.5), waits.Aggregate((a, b) => a + b));
        Assert.Equal(2, lab.StandIn.Requests.Count);
    }

    public static TheoryData<SpeechFault> ListedLate =>
    [
        SpeechFault.CutAfterBilling.ListedAfter(TimeSpan.FromSeconds(5)),
        SpeechFault.ErrorAfterBilling(500).ListedAfter(TimeSpan.FromSeconds(5)),
        SpeechFault.ErrorAfterBilling(524).ListedAfter(TimeSpan.FromSeconds(5)),
    ];

    [Theory]
    [MemberData(nameof(ListedLate))]
    public async Task The_client_waits_for_a_response_that_the_history_lists_late(SpeechFault fault)
    {
        var time = new ManualTime();
        await using var lab = await SpeechLab.StartAsync(time: time, settings: ("Speech:LostAnswerSeconds", "20"));
        lab.StandIn.Faults.Next(fault);

        var speaking = lab.Speech.SpeakAsync(Beats.Segment(Text), CancellationToken.None);
        for (var waited = TimeSpan.Zero; waited < TimeSpan.FromSeconds(5);)
        {
            var wait = await time.NextWaitAsync(ignoring: SpeechLab.RequestTimeout);
            time.Advance(wait);
            waited += wait;
        }

        SpokenResponse.AssertIs(Text, await speaking);
        Assert.Single(lab.StandIn.Requests);
        Assert.Single(lab.StandIn.Bills);
    }

    [Fact]
    public async Task A_response_that_was_completed_after_the_timeout_is_found()
    {
        var time = new ManualTime();
        await using var lab = await SpeechLab.StartAsync(time: time, settings: ("Speech:LostAnswerSeconds", "20"));
        var release = new TaskCompletionSource();
        lab.StandIn.Faults.Next(SpeechFault.HeldUntil(release.Task));

        var speaking = lab.Speech.SpeakAsync(Beats.Segment(Text), CancellationToken.None);
        await time.WaitOfAsync(SpeechLab.RequestTimeout);
        await SentAsync(lab);
        time.Advance(SpeechLab.RequestTimeout);
        // The first attempt's backoff, then one search that finds nothing.
        time.Advance(await time.NextWaitAsync(ignoring: SpeechLab.RequestTimeout));
        var look = await time.NextWaitAsync(ignoring: SpeechLab.RequestTimeout);
        release.SetResult();
        await BilledAsync(lab);
        time.Advance(look);

        SpokenResponse.AssertIs(Text, await speaking);
        Assert.Single(lab.StandIn.Requests);
        Assert.Single(lab.StandIn.Bills);
    }

    [Fact]
    public async Task A_response_that_another_segment_claimed_first_is_not_used_twice()
    {
        await using var lab = await SpeechLab.StartAsync();
        var journal = new MemoryJournal { TakenFirst = 1 };

        var speech = await lab.Speech.SpeakAsync(Beats.Segment(Text), journal, CancellationToken.None);

        SpokenResponse.AssertIs(Text, speech);
        Assert.DoesNotContain(speech.RequestId!, journal.Taken);
        Assert.Equal(2, lab.StandIn.Bills.Count);
    }

    [Fact]
    public async Task The_response_of_the_segment_that_claimed_ours_is_used_instead()
    {
        await using var lab = await SpeechLab.StartAsync();
        var theirs = await lab.AnotherProcess().SpeakAsync(Beats.Segment(Text), CancellationToken.None);

        var ours = await lab.Speech.SpeakAsync(Beats.Segment(Text), new MemoryJournal { TakenFirst = 1 }, CancellationToken.None);

        SpokenResponse.AssertIs(Text, ours);
        Assert.Equal(theirs.RequestId, ours.RequestId);
        Assert.Equal(2, lab.StandIn.Bills.Count);
    }

    [Fact]
    public async Task After_a_crash_a_reserved_response_is_used_before_an_older_one()
    {
        await using var lab = await SpeechLab.StartAsync();
        var sentAt = DateTimeOffset.UtcNow;
        await lab.AnotherProcess().SpeakAsync(Beats.Segment(Text), CancellationToken.None);
        var reserved = await lab.AnotherProcess().SpeakAsync(Beats.Segment(Text), CancellationToken.None);
        var journal = MemoryJournal.Open(sentAt);
        journal.Held.UnionWith(reserved.Ids);

        Assert.Equal(reserved.RequestId, (await lab.Speech.SpeakAsync(Beats.Segment(Text), journal, CancellationToken.None)).RequestId);
        Assert.Equal(2, lab.StandIn.Bills.Count);
    }

    [Fact]
    public async Task A_text_whose_responses_are_claimed_repeatedly_is_not_resent_repeatedly()
    {
        await using var lab = await SpeechLab.StartAsync();

        SpokenResponse.AssertIs(Text, await lab.Speech.SpeakAsync(Beats.Segment(Text), new MemoryJournal { TakenFirst = 100 }, CancellationToken.None));

        Assert.Equal(2, lab.StandIn.Bills.Count);
    }

    [Fact]
    public async Task A_request_that_was_not_billed_is_resent()
    {
        await using var lab = await SpeechLab.StartAsync();
        lab.StandIn.Faults.Next(SpeechFault.CutBeforeBilling, SpeechFault.HtmlPage, SpeechFault.Error(504));

        SpokenResponse.AssertIs(Text, await lab.Speech.SpeakAsync(Beats.Segment(Text), CancellationToken.None));

        Assert.Equal(4, lab.StandIn.Requests.Count);
        Assert.Single(lab.StandIn.Bills);
    }

    [Fact]
    public async Task The_history_is_searched_after_the_last_attempt_too()
    {
        await using var lab = await SpeechLab.StartAsync(settings: ("Speech:MaxAttempts", "1"));
        lab.StandIn.Faults.Next(SpeechFault.CutAfterBilling);

        SpokenResponse.AssertIs(Text, await lab.Speech.SpeakAsync(Beats.Segment(Text), CancellationToken.None));
        Assert.Single(lab.StandIn.Bills);
    }

    [Fact]
    public async Task An_HTML_page_instead_of_a_response_is_unusable()
    {
        await using var lab = await SpeechLab.StartAsync(settings: ("Speech:MaxAttempts", "2"));
        lab.StandIn.Faults.When("Bag", SpeechFault.HtmlPage);

        var failure = await lab.FailsAsync(Beats.Segment(Text));

        Assert.Equal(("speech-answer-unusable", true), (failure.Code, failure.IsRetryable));
        Assert.Equal(0, lab.StandIn.BilledCharacters);
    }

    [Fact]
    public async Task Two_segments_never_use_the_same_history_item()
    {
        await using var lab = await SpeechLab.StartAsync();
        await lab.Speech.SpeakAsync(Beats.Segment(Text), CancellationToken.None);
        lab.StandIn.Faults.Next(SpeechFault.CutBeforeBilling);

        var second = await lab.Speech.SpeakAsync(Beats.Segment(Text), CancellationToken.None);

        Assert.Equal(lab.StandIn.Bills[1].RequestId, second.RequestId);
        Assert.Equal(2, lab.StandIn.Bills.Count);
    }

    [Fact]
    public async Task Two_lost_responses_to_the_same_text_are_both_found()
    {
        await using var lab = await SpeechLab.StartAsync();
        lab.StandIn.Faults.Next(SpeechFault.CutAfterBilling, SpeechFault.CutAfterBilling);

        var answers = await Task.WhenAll(
            lab.Speech.SpeakAsync(Beats.Segment(Text), CancellationToken.None),
            lab.Speech.SpeakAsync(Beats.Segment(Text), CancellationToken.None));

        Assert.Equal(lab.StandIn.Bills.Select(b => b.RequestId).Order(), answers.Select(a => a.RequestId).Order());
        Assert.Equal(2, lab.StandIn.Bills.Count);
    }

    [Fact]
    public async Task A_response_with_a_null_alignment_is_accepted()
    {
        await using var lab = await SpeechLab.StartAsync();
        lab.StandIn.Faults.Next(SpeechFault.NullAlignment);

        var spoken = SpeechResponse.Read(await lab.Speech.SpeakAsync(Beats.Segment(Text), CancellationToken.None), Text);

        Assert.Null(spoken.Alignment);
        Assert.True(spoken.Audio.Length > 1000);
    }

    private static async Task SentAsync(SpeechLab lab)
    {
        while (lab.StandIn.Requests.Count == 0)
            await Task.Delay(2);
    }

    private static async Task BilledAsync(SpeechLab lab)
    {
        while (lab.StandIn.Bills.Count == 0)
            await Task.Delay(2);
    }
}
