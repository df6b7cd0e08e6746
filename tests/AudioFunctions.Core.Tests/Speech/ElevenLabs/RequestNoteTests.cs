using AudioFunctions.Speech;
using AudioFunctions.Testing.Speech;

namespace AudioFunctions.Core.Tests.Speech.ElevenLabs;

/// <summary>The note about each request, and when it is removed.</summary>
public sealed class RequestNoteTests
{
    private readonly ManualTime _time = new();
    private readonly MemoryJournal _journal = new();

    [Fact]
    public async Task A_request_is_noted_before_it_is_sent()
    {
        await using var lab = await SpeechLab.StartAsync(time: _time);
        var release = new TaskCompletionSource();
        lab.StandIn.Faults.Next(SpeechFault.HeldUntil(release.Task));

        var speaking = lab.Speech.SpeakAsync(Beats.Segment("Me."), _journal, CancellationToken.None);
        await SentAsync(lab, 1);

        var note = Assert.Single(_journal.Notes);
        Assert.Equal(new RequestNote("elevenlabs", "eleven_turbo_v2_5", _time.GetUtcNow(), _time.GetUtcNow()), note);
        release.SetResult();
        await speaking;
        Assert.Single(_journal.Notes);
    }

    [Theory]
    [InlineData(401, "quota_exceeded")]
    [InlineData(429, "rate_limit_exceeded")]
    [InlineData(422, null)]
    public async Task The_note_of_a_refused_request_is_removed(int status, string? code)
    {
        await using var lab = await SpeechLab.StartAsync(settings: ("Speech:MaxAttempts", "2"));
        lab.StandIn.Faults.When("Me", SpeechFault.Error(status, code));

        await Assert.ThrowsAsync<SpeechException>(() => lab.Speech.SpeakAsync(Beats.Segment("Me."), _journal, CancellationToken.None));

        Assert.NotNull(_journal.Notes[0]);
        Assert.Null(_journal.Notes[^1]);
    }

    [Fact]
    public async Task The_note_of_a_request_that_may_have_been_billed_is_kept()
    {
        await using var lab = await SpeechLab.StartAsync(time: _time, settings: ("Speech:MaxAttempts", "1"));
        lab.StandIn.Faults.Next(SpeechFault.CutBeforeBilling);

        await Assert.ThrowsAsync<SpeechException>(() => lab.Speech.SpeakAsync(Beats.Segment("Me."), _journal, CancellationToken.None));

        Assert.Equal(_time.GetUtcNow(), Assert.Single(_journal.Notes)!.LastSentAt);
    }

    [Fact]
    public async Task The_wait_for_an_open_request_of_an_earlier_run_is_as_long_as_a_response_can_take()
    {
        await using var lab = await SpeechLab.StartAsync(time: _time, settings: ("Speech:LostAnswerSeconds", "3"));
        var journal = MemoryJournal.Open(_time.GetUtcNow().AddSeconds(-70));

        var speaking = lab.Speech.SpeakAsync(Beats.Segment("Me."), journal, CancellationToken.None);
        // The timeout of 77 s plus 3 s, of which 70 s have passed.
        for (var waited = TimeSpan.Zero; waited < TimeSpan.FromSeconds(10);)
        {
            Assert.Empty(lab.StandIn.Requests);
            var wait = await _time.NextWaitAsync(ignoring: SpeechLab.RequestTimeout);
            _time.Advance(wait);
            waited += wait;
        }

        await speaking;
        Assert.Single(lab.StandIn.Requests);
        Assert.Equal(_time.GetUtcNow().AddSeconds(-80), journal.Notes[^1]!.SentSince);
        Assert.Equal(_time.GetUtcNow(), journal.Notes[^1]!.LastSentAt);
    }

    [Fact]
    public async Task When_the_host_stops_the_running_request_is_completed()
    {
        await using var lab = await SpeechLab.StartAsync();
        var release = new TaskCompletionSource();
        lab.StandIn.Faults.Next(SpeechFault.HeldUntil(release.Task));
        using var stop = new CancellationTokenSource();
        var speaking = lab.Speech.SpeakAsync(Beats.Segment("Me."), _journal, stop.Token);
        await SentAsync(lab, 1);

        await stop.CancelAsync();
        release.SetResult();

        Assert.NotNull((await speaking).RequestId);
    }

    [Fact]
    public async Task After_the_grace_period_the_request_is_abandoned_and_its_note_is_kept()
    {
        await using var lab = await SpeechLab.StartAsync(time: _time);
        lab.StandIn.Faults.Next(SpeechFault.HeldUntil(new TaskCompletionSource().Task));
        using var stop = new CancellationTokenSource();
        var speaking = lab.Speech.SpeakAsync(Beats.Segment("Me."), _journal, stop.Token);
        await SentAsync(lab, 1);

        await stop.CancelAsync();
        await _time.WaitOfAsync(TimeSpan.FromSeconds(9));
        Assert.False(speaking.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(9));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => speaking);
        Assert.NotNull(Assert.Single(_journal.Notes));
    }

    [Fact]
    public async Task When_the_host_stops_nothing_is_resent()
    {
        await using var lab = await SpeechLab.StartAsync();
        var release = new TaskCompletionSource();
        lab.StandIn.Faults.Next(SpeechFault.Error(503).When(release.Task));
        using var stop = new CancellationTokenSource();
        var speaking = lab.Speech.SpeakAsync(Beats.Segment("Me."), _journal, stop.Token);
        await SentAsync(lab, 1);

        await stop.CancelAsync();
        release.SetResult();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => speaking);
        Assert.Single(lab.StandIn.Requests);
        Assert.NotNull(_journal.Notes[^1]);
    }

    private static async Task SentAsync(SpeechLab lab, int requests)
    {
        using var maxWait = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (lab.StandIn.Requests.Count < requests)
            await Task.Delay(2, maxWait.Token);
    }
}
