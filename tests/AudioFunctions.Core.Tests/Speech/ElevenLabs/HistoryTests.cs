using AudioFunctions.Speech;
using AudioFunctions.Testing.Speech;

namespace AudioFunctions.Core.Tests.Speech.ElevenLabs;

/// <summary>Which history requests are sent, what counts as the response to a request, and what happens if the history can't be read.</summary>
public sealed class HistoryTests
{
    private const string Text = "Bag not same.";

    [Fact]
    public async Task After_a_crash_too_the_client_waits_for_a_service_that_is_still_speaking()
    {
        await using var lab = await SpeechLab.StartAsync();
        lab.StandIn.Faults.Next(SpeechFault.Slow(TimeSpan.FromMilliseconds(300)));
        var journal = new MemoryJournal();
        var crashed = lab.Speech.SpeakAsync(Beats.Segment(Text), journal, CancellationToken.None);
        while (lab.StandIn.Requests.Count == 0)
        {
            await Task.Delay(2);
        }

        SpokenResponse.AssertIs(Text, await lab.AnotherProcess(lostAnswerSeconds: 60).SpeakAsync(Beats.Segment(Text), journal, CancellationToken.None));

        await crashed;
        Assert.Single(lab.StandIn.Requests);
        Assert.Single(lab.StandIn.Bills);
    }

    [Fact]
    public async Task Nothing_is_sent_while_the_history_cannot_be_read()
    {
        await using var lab = await SpeechLab.StartAsync();
        lab.StandIn.Faults.Next(SpeechFault.CutAfterBilling);
        lab.StandIn.Faults.NextHistory(SpeechFault.Error(500), SpeechFault.HtmlPage, SpeechFault.CutBeforeBilling);

        SpokenResponse.AssertIs(Text, await lab.Speech.SpeakAsync(Beats.Segment(Text), CancellationToken.None));

        Assert.Single(lab.StandIn.Requests);
        Assert.Single(lab.StandIn.Bills);
    }

    [Fact]
    public async Task A_history_that_stays_unreadable_is_a_retryable_failure()
    {
        await using var lab = await SpeechLab.StartAsync();
        lab.StandIn.Faults.Next(SpeechFault.CutAfterBilling);
        lab.StandIn.Faults.NextHistory([.. Enumerable.Repeat(SpeechFault.Error(503), 4)]);

        var failure = await lab.FailsAsync(Beats.Segment(Text));

        Assert.Equal(("speech-answer-lost", true), (failure.Code, failure.IsRetryable));
        Assert.Single(lab.StandIn.Requests);
    }

    [Fact]
    public async Task With_a_key_that_may_not_read_the_history_nothing_is_resent()
    {
        await using var lab = await SpeechLab.StartAsync();
        lab.StandIn.Faults.Next(SpeechFault.CutAfterBilling);
        lab.StandIn.Faults.NextHistory(SpeechFault.Error(401, "missing_permissions"));

        var failure = await lab.FailsAsync(Beats.Segment(Text));

        Assert.Equal(("speech-answer-lost", false), (failure.Code, failure.IsRetryable));
        Assert.StartsWith(
            "A response may be lost, and the history that would show whether it was billed can't be read: "
            + "The ElevenLabs API key lacks a permission",
            failure.Message,
            StringComparison.Ordinal);
        Assert.Single(lab.StandIn.Requests);
    }

    [Fact]
    public async Task An_item_whose_audio_cannot_be_fetched_at_once_is_fetched_later()
    {
        // First an error, then an HTML page instead of the audio.
        await using var lab = await SpeechLab.StartAsync();
        lab.StandIn.Faults.Next(SpeechFault.CutAfterBilling);
        lab.StandIn.Faults.NextHistory(SpeechFault.None, SpeechFault.Error(502), SpeechFault.None, SpeechFault.HtmlPage);

        SpokenResponse.AssertIs(Text, await lab.Speech.SpeakAsync(Beats.Segment(Text), CancellationToken.None));
        Assert.Single(lab.StandIn.Bills);
    }

    [Fact]
    public async Task An_item_whose_audio_was_deleted_is_requested_again_and_logged()
    {
        await using var lab = await SpeechLab.StartAsync();
        lab.StandIn.Faults.Next(SpeechFault.CutAfterBilling);
        lab.StandIn.Faults.NextHistory(SpeechFault.None, SpeechFault.Error(404, "history_item_not_found"));

        SpokenResponse.AssertIs(Text, await lab.Speech.SpeakAsync(Beats.Segment(Text), CancellationToken.None));

        Assert.Equal(2, lab.StandIn.Bills.Count);
        Assert.Contains(lab.Logs, l => l.Contains("its audio was deleted", StringComparison.Ordinal));
    }

    [Fact]
    public async Task After_a_crash_another_process_finds_the_response()
    {
        await using var lab = await SpeechLab.StartAsync();
        var journal = new MemoryJournal();
        var first = await lab.Speech.SpeakAsync(Beats.Segment(Text), journal, CancellationToken.None);

        var found = await lab.AnotherProcess().SpeakAsync(Beats.Segment(Text), journal, CancellationToken.None);

        SpokenResponse.AssertIs(Text, found);
        Assert.Equal((first.RequestId, first.HistoryItemId), (found.RequestId, found.HistoryItemId));
        Assert.Single(lab.StandIn.Bills);
    }

    [Fact]
    public async Task A_response_of_a_stored_take_is_not_used_again()
    {
        await using var lab = await SpeechLab.StartAsync();
        var before = DateTimeOffset.UtcNow.AddMinutes(-9);
        var stored = await lab.Speech.SpeakAsync(Beats.Segment(Text), CancellationToken.None);
        var journal = MemoryJournal.Open(before);
        journal.Taken.UnionWith(stored.Ids);

        var spoken = await lab.AnotherProcess().SpeakAsync(Beats.Segment(Text), journal, CancellationToken.None);

        Assert.NotEqual(stored.RequestId, spoken.RequestId);
        Assert.Equal(2, lab.StandIn.Bills.Count);
    }

    [Fact]
    public async Task A_response_that_could_not_be_stored_is_found_by_the_same_process()
    {
        await using var lab = await SpeechLab.StartAsync();
        var journal = new MemoryJournal();
        var lost = await lab.Speech.SpeakAsync(Beats.Segment(Text), journal, CancellationToken.None);

        var found = await lab.Speech.SpeakAsync(Beats.Segment(Text), journal, CancellationToken.None);

        Assert.Equal(lost.RequestId, found.RequestId);
        Assert.Single(lab.StandIn.Bills);
    }

    [Fact]
    public async Task Only_the_response_to_exactly_the_same_request_counts()
    {
        await using var lab = await SpeechLab.StartAsync();
        var segment = Beats.Segment(Text);
        var before = DateTimeOffset.UtcNow.AddMinutes(-9);
        await lab.Speech.SpeakAsync(segment, CancellationToken.None);

        SpeechSegment[] others =
        [
            segment with { Text = "Bag NOT same." },
            segment with { VoiceId = "21m00Tcm4TlvDq8ikWAM" },
            segment with { Settings = segment.Settings with { Stability = 1 } },
            segment with { Settings = segment.Settings with { Speed = 0.7 } },
        ];
        for (var i = 0; i < others.Length; i++)
        {
            await lab.AnotherProcess().SpeakAsync(others[i], MemoryJournal.Open(before), CancellationToken.None);
            Assert.Equal(i + 2, lab.StandIn.Bills.Count);
        }
    }

    [Fact]
    public async Task A_response_from_before_the_request_does_not_count()
    {
        var time = new ManualTime();
        await using var lab = await SpeechLab.StartAsync(time: time);
        await lab.Speech.SpeakAsync(Beats.Segment(Text), CancellationToken.None);
        time.Advance(TimeSpan.FromMinutes(20));

        // So long ago that its response can't come any more.
        await lab.AnotherProcess(time: time).SpeakAsync(Beats.Segment(Text), MemoryJournal.Open(time.GetUtcNow().AddMinutes(-9)), CancellationToken.None);

        Assert.Equal(2, lab.StandIn.Bills.Count);
    }

    [Theory]
    [InlineData(180)]
    [InlineData(-180)]
    public async Task The_history_is_searched_by_the_clock_of_the_service(int seconds)
    {
        // The process that sent the request died before it learned the service's clock.
        var theirs = new ManualTime();
        theirs.Advance(TimeSpan.FromSeconds(200 + seconds));
        var ours = new ManualTime();
        ours.Advance(TimeSpan.FromSeconds(200));
        await using var lab = await SpeechLab.StartAsync(time: theirs);
        await lab.Speech.SpeakAsync(Beats.Segment(Text), CancellationToken.None);

        var journal = MemoryJournal.Open(ours.GetUtcNow());
        SpokenResponse.AssertIs(Text, await lab.AnotherProcess(time: ours).SpeakAsync(Beats.Segment(Text), journal, CancellationToken.None));

        Assert.Single(lab.StandIn.Bills);
    }

    [Fact]
    public async Task The_history_is_read_page_by_page()
    {
        await using var lab = await SpeechLab.StartAsync();
        var before = DateTimeOffset.UtcNow.AddMinutes(-9);
        await lab.Speech.SpeakAsync(Beats.Segment(Text), CancellationToken.None);
        for (var other = 0; other < 230; other++)
        {
            await lab.Speech.SpeakAsync(Beats.Segment("Other."), CancellationToken.None);
        }

        SpokenResponse.AssertIs(Text, await lab.AnotherProcess().SpeakAsync(Beats.Segment(Text), MemoryJournal.Open(before), CancellationToken.None));
        Assert.Single(lab.StandIn.Bills, bill => bill.Text == Text);
    }
}
