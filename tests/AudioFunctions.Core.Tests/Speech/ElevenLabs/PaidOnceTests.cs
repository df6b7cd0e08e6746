using AudioFunctions.Speech;
using AudioFunctions.Testing.Speech;

namespace AudioFunctions.Core.Tests.Speech.ElevenLabs;

/// <summary>Nothing is paid for twice (PRODUCT.md section 3).</summary>
public sealed class PaidOnceTests
{
    private const string Text = "Bag not same.";

    public static TheoryData<SpeechFault> LostAnswers =>
        [SpeechFault.CutAfterBilling, SpeechFault.CutInsideBody, SpeechFault.TruncatedBody];

    [Theory]
    [MemberData(nameof(LostAnswers))]
    public async Task An_answer_that_got_lost_is_fetched_and_not_bought_again(SpeechFault fault)
    {
        await using var lab = await SpeechLab.StartAsync();
        lab.StandIn.Faults.Next(fault);

        var raw = await lab.Speech.SpeakAsync(Beats.Segment(Text), CancellationToken.None);

        var bill = Assert.Single(lab.StandIn.Bills);
        Assert.Equal((bill.RequestId, bill.Cost, "elevenlabs", "eleven_turbo_v2_5"), (raw.RequestId, raw.BilledCharacters, raw.Provider, raw.Model));
        AssertSpoken(raw);
        Assert.Single(lab.StandIn.Requests);
        Assert.Empty(lab.StandIn.Violations);
    }

    [Fact]
    public async Task An_answer_that_never_comes_is_looked_for_after_the_timeout()
    {
        var time = new ManualTime();
        await using var lab = await SpeechLab.StartAsync(time: time);
        lab.StandIn.Faults.Next(SpeechFault.HangAfterBilling);

        var speaking = lab.Speech.SpeakAsync(Beats.Segment(Text), CancellationToken.None);
        await time.WaitOfAsync(SpeechLab.RequestTimeout);
        while (lab.StandIn.Bills.Count == 0)
        {
            await Task.Yield();
        }

        time.Advance(SpeechLab.RequestTimeout);
        time.Advance(await time.NextWaitAsync(ignoring: SpeechLab.RequestTimeout));

        AssertSpoken(await speaking);
        Assert.Single(lab.StandIn.Bills);
    }

    [Fact]
    public async Task A_service_that_is_still_speaking_is_waited_for()
    {
        await using var lab = await SpeechLab.StartAsync(settings: ("Speech:LostAnswerSeconds", "60"));
        lab.StandIn.Faults.Next(SpeechFault.CutThenBilled(TimeSpan.FromMilliseconds(300)));

        AssertSpoken(await lab.Speech.SpeakAsync(Beats.Segment(Text), CancellationToken.None));

        Assert.Single(lab.StandIn.Requests);
        Assert.Single(lab.StandIn.Bills);
    }

    [Fact]
    public async Task After_a_crash_too_a_service_that_is_still_speaking_is_waited_for()
    {
        await using var lab = await SpeechLab.StartAsync();
        lab.StandIn.Faults.Next(SpeechFault.Slow(TimeSpan.FromMilliseconds(300)));
        var before = DateTimeOffset.UtcNow;
        var crashed = lab.Speech.SpeakAsync(Beats.Segment(Text), CancellationToken.None);

        AssertSpoken((await lab.AnotherProcess(lostAnswerSeconds: 60).Speech.FindEarlierAsync(Beats.Segment(Text), before, CancellationToken.None))!);

        await crashed;
        Assert.Single(lab.StandIn.Bills);
    }

    [Fact]
    public async Task The_history_is_watched_once_a_second_for_as_long_as_configured_and_then_the_text_is_sent_again()
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

        AssertSpoken(await speaking);
        Assert.Equal([1, 1], waits.Skip(1).Take(2).Select(w => w.TotalSeconds));
        Assert.Equal(TimeSpan.FromSeconds(3.5), waits.Aggregate((a, b) => a + b));
        Assert.Equal(2, lab.StandIn.Requests.Count);
    }

    [Fact]
    public async Task What_was_not_billed_is_asked_for_again()
    {
        await using var lab = await SpeechLab.StartAsync();
        lab.StandIn.Faults.Next(SpeechFault.CutBeforeBilling, SpeechFault.HtmlPage, SpeechFault.Error(504));

        AssertSpoken(await lab.Speech.SpeakAsync(Beats.Segment(Text), CancellationToken.None));

        Assert.Equal(4, lab.StandIn.Requests.Count);
        Assert.Single(lab.StandIn.Bills);
    }

    [Fact]
    public async Task The_answer_to_the_last_attempt_is_looked_for_too()
    {
        await using var lab = await SpeechLab.StartAsync(settings: ("Speech:MaxAttempts", "1"));
        lab.StandIn.Faults.Next(SpeechFault.CutAfterBilling);

        AssertSpoken(await lab.Speech.SpeakAsync(Beats.Segment(Text), CancellationToken.None));
        Assert.Single(lab.StandIn.Bills);
    }

    [Fact]
    public async Task A_page_instead_of_an_answer_ends_as_unusable()
    {
        await using var lab = await SpeechLab.StartAsync(settings: ("Speech:MaxAttempts", "2"));
        lab.StandIn.Faults.When("Bag", SpeechFault.HtmlPage);

        var failure = await lab.FailsAsync(Beats.Segment(Text));

        Assert.Equal(("speech-answer-unusable", true), (failure.Code, failure.IsRetryable));
        Assert.Equal(0, lab.StandIn.BilledCharacters);
    }

    [Fact]
    public async Task While_the_history_cannot_be_read_nothing_is_bought()
    {
        await using var lab = await SpeechLab.StartAsync();
        lab.StandIn.Faults.Next(SpeechFault.CutAfterBilling);
        lab.StandIn.Faults.NextHistory(SpeechFault.Error(500), SpeechFault.HtmlPage, SpeechFault.CutBeforeBilling);

        AssertSpoken(await lab.Speech.SpeakAsync(Beats.Segment(Text), CancellationToken.None));

        Assert.Single(lab.StandIn.Requests);
        Assert.Single(lab.StandIn.Bills);
    }

    [Fact]
    public async Task A_history_that_stays_unreadable_is_a_failure_that_may_be_tried_later()
    {
        await using var lab = await SpeechLab.StartAsync();
        lab.StandIn.Faults.Next(SpeechFault.CutAfterBilling);
        lab.StandIn.Faults.NextHistory([.. Enumerable.Repeat(SpeechFault.Error(503), 4)]);

        var failure = await lab.FailsAsync(Beats.Segment(Text));

        Assert.Equal(("speech-answer-lost", true), (failure.Code, failure.IsRetryable));
        Assert.Single(lab.StandIn.Requests);
    }

    [Fact]
    public async Task A_key_that_may_not_read_the_history_never_buys_blindly()
    {
        await using var lab = await SpeechLab.StartAsync();
        lab.StandIn.Faults.Next(SpeechFault.CutAfterBilling);
        lab.StandIn.Faults.NextHistory(SpeechFault.Error(401, "missing_permissions"));

        var failure = await lab.FailsAsync(Beats.Segment(Text));

        Assert.Equal(("speech-answer-lost", false), (failure.Code, failure.IsRetryable));
        Assert.StartsWith(
            "An answer of ElevenLabs got lost, and its history, which says whether it was paid for, cannot be read: The ElevenLabs API key lacks a permission",
            failure.Message,
            StringComparison.Ordinal);
        Assert.Single(lab.StandIn.Requests);
    }

    [Fact]
    public async Task An_item_whose_audio_cannot_be_fetched_at_once_is_fetched_later()
    {
        await using var lab = await SpeechLab.StartAsync();
        lab.StandIn.Faults.Next(SpeechFault.CutAfterBilling);
        lab.StandIn.Faults.NextHistory(SpeechFault.None, SpeechFault.Error(502));

        AssertSpoken(await lab.Speech.SpeakAsync(Beats.Segment(Text), CancellationToken.None));
        Assert.Single(lab.StandIn.Bills);
    }

    [Fact]
    public async Task An_item_whose_audio_was_deleted_is_bought_again_and_said_so()
    {
        await using var lab = await SpeechLab.StartAsync();
        lab.StandIn.Faults.Next(SpeechFault.CutAfterBilling);
        lab.StandIn.Faults.NextHistory(SpeechFault.None, SpeechFault.Error(404, "history_item_not_found"));

        AssertSpoken(await lab.Speech.SpeakAsync(Beats.Segment(Text), CancellationToken.None));

        Assert.Equal(2, lab.StandIn.Bills.Count);
        Assert.Contains(lab.Logs, l => l.Contains("its audio is gone", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_segments_never_share_one_item()
    {
        await using var lab = await SpeechLab.StartAsync();
        await lab.Speech.SpeakAsync(Beats.Segment(Text), CancellationToken.None);
        lab.StandIn.Faults.Next(SpeechFault.CutBeforeBilling);

        var second = await lab.Speech.SpeakAsync(Beats.Segment(Text), CancellationToken.None);

        Assert.Equal(lab.StandIn.Bills[1].RequestId, second.RequestId);
        Assert.Equal(2, lab.StandIn.Bills.Count);
    }

    [Fact]
    public async Task Two_lost_answers_to_the_same_text_are_both_found()
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
    public async Task After_a_crash_the_answer_is_found_by_another_process()
    {
        await using var lab = await SpeechLab.StartAsync();
        var before = DateTimeOffset.UtcNow;
        await lab.Speech.SpeakAsync(Beats.Segment(Text), CancellationToken.None);
        var another = lab.AnotherProcess();

        var found = await another.Speech.FindEarlierAsync(Beats.Segment(Text), before, CancellationToken.None);

        AssertSpoken(found!);
        Assert.Single(lab.StandIn.Bills);
        Assert.Null(await another.Speech.FindEarlierAsync(Beats.Segment(Text), before, CancellationToken.None));
    }

    [Fact]
    public async Task Only_the_answer_to_the_very_same_request_counts()
    {
        await using var lab = await SpeechLab.StartAsync();
        var segment = Beats.Segment(Text);
        var before = DateTimeOffset.UtcNow;
        await lab.Speech.SpeakAsync(segment, CancellationToken.None);
        var another = lab.AnotherProcess().Speech;

        Assert.Null(await another.FindEarlierAsync(segment with { Text = "Bag NOT same." }, before, CancellationToken.None));
        Assert.Null(await another.FindEarlierAsync(segment with { VoiceId = "21m00Tcm4TlvDq8ikWAM" }, before, CancellationToken.None));
        Assert.Null(await another.FindEarlierAsync(segment with { Settings = segment.Settings with { Style = 0 } }, before, CancellationToken.None));
        Assert.Null(await another.FindEarlierAsync(segment with { Settings = segment.Settings with { Speed = 0.7 } }, before, CancellationToken.None));
        Assert.Null(await another.FindEarlierAsync(segment, before.AddMinutes(1), CancellationToken.None));
        Assert.NotNull(await another.FindEarlierAsync(segment, before, CancellationToken.None));
    }

    [Fact]
    public async Task The_history_is_read_page_by_page()
    {
        await using var lab = await SpeechLab.StartAsync();
        var before = DateTimeOffset.UtcNow;
        await lab.Speech.SpeakAsync(Beats.Segment(Text), CancellationToken.None);
        for (var other = 0; other < 230; other++)
        {
            await lab.Speech.SpeakAsync(Beats.Segment("Other."), CancellationToken.None);
        }

        AssertSpoken((await lab.AnotherProcess().Speech.FindEarlierAsync(Beats.Segment(Text), before, CancellationToken.None))!);
    }

    [Fact]
    public async Task Empty_audio_is_paid_for_once_and_told_when_it_is_read()
    {
        await using var lab = await SpeechLab.StartAsync();
        lab.StandIn.Faults.Next(SpeechFault.EmptyAudio);

        var raw = await lab.Speech.SpeakAsync(Beats.Segment(Text), CancellationToken.None);

        Assert.Equal("speech-answer-unusable", Assert.Throws<SpeechException>(() => SpeechAnswer.Read(raw, Text)).Code);
        Assert.Single(lab.StandIn.Bills);
    }

    [Fact]
    public async Task A_null_alignment_is_an_answer_like_any_other()
    {
        await using var lab = await SpeechLab.StartAsync();
        lab.StandIn.Faults.Next(SpeechFault.NullAlignment);

        var spoken = SpeechAnswer.Read(await lab.Speech.SpeakAsync(Beats.Segment(Text), CancellationToken.None), Text);

        Assert.Null(spoken.Alignment);
        Assert.True(spoken.Audio.Length > 1000);
    }

    private static void AssertSpoken(RawSpeech raw)
    {
        var spoken = SpeechAnswer.Read(raw, Text);
        Assert.True(spoken.Audio.Length > 1000);
        Assert.Equal(Text.Length, spoken.Alignment!.StartSeconds.Count);
    }
}
