using AudioFunctions.Testing.Speech;

namespace AudioFunctions.Core.Tests.Speech.ElevenLabs;

public sealed class RetryTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task After_a_429_the_client_waits_as_long_as_the_service_asks()
    {
        await using var lab = await SpeechLab.StartAsync(time: _time);
        var in20Seconds = _time.GetUtcNow().AddSeconds(20).ToString("R");
        lab.StandIn.Faults.Next(SpeechFault.TooManyRequests("7"), SpeechFault.TooManyRequests(in20Seconds));

        var speaking = lab.Speech.SpeakAsync(Beats.Segment("Me."), CancellationToken.None);
        Assert.Equal(TimeSpan.FromSeconds(7), await WaitAsync());
        Assert.Equal(TimeSpan.FromSeconds(13), await WaitAsync());

        Assert.NotNull((await speaking).RequestId);
        Assert.Equal(3, lab.StandIn.Requests.Count);
        Assert.Single(lab.StandIn.Bills);
    }

    [Theory]
    [InlineData(429, "system_busy")]
    [InlineData(429, null)]
    [InlineData(500, "internal_error")]
    [InlineData(503, null)]
    public async Task Without_Retry_After_the_wait_doubles_and_half_of_it_is_random(int status, string? code)
    {
        await using var lab = await SpeechLab.StartAsync(time: _time);
        lab.StandIn.Faults.Next([.. Enumerable.Repeat(SpeechFault.Error(status, code), 4)]);

        var speaking = lab.Speech.SpeakAsync(Beats.Segment("Me."), CancellationToken.None);
        Assert.InRange((await WaitAsync()).TotalSeconds, 0.5, 1);
        Assert.InRange((await WaitAsync()).TotalSeconds, 1, 2);
        Assert.InRange((await WaitAsync()).TotalSeconds, 2, 4);
        Assert.InRange((await WaitAsync()).TotalSeconds, 4, 8);

        Assert.NotNull((await speaking).RequestId);
        Assert.Single(lab.StandIn.Bills);
    }

    [Theory]
    [InlineData(429, "speech-rate-limited", "ElevenLabs is rate limiting (HTTP 429")]
    [InlineData(500, "speech-unavailable", "ElevenLabs failed (HTTP 500")]
    public async Task Attempts_are_limited_and_the_failure_has_their_number(int status, string code, string message)
    {
        await using var lab = await SpeechLab.StartAsync(settings: ("Speech:MaxAttempts", "3"));
        lab.StandIn.Faults.When("Me", SpeechFault.Error(status));

        var failure = await lab.FailsAsync(Beats.Segment("Me."));

        Assert.Equal((code, true), (failure.Code, failure.IsRetryable));
        Assert.StartsWith(message, failure.Message, StringComparison.Ordinal);
        Assert.Contains("Tried 3 times, waiting 0", failure.Message, StringComparison.Ordinal);
        Assert.Equal(3, lab.StandIn.Requests.Count);
    }

    [Fact]
    public async Task A_request_is_not_retried_if_the_wait_exceeds_the_remaining_time()
    {
        await using var lab = await SpeechLab.StartAsync(time: _time, settings: ("Speech:MaxWaitSeconds", "10"));
        lab.StandIn.Faults.When("Me", SpeechFault.TooManyRequests("6"));

        var failing = lab.FailsAsync(Beats.Segment("Me."));
        Assert.Equal(TimeSpan.FromSeconds(6), await WaitAsync());

        Assert.EndsWith("Tried 2 times, waiting 6 s in between.", (await failing).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_one_attempt_nothing_is_retried()
    {
        await using var lab = await SpeechLab.StartAsync(settings: ("Speech:MaxAttempts", "1"));
        lab.StandIn.Faults.Next(SpeechFault.TooManyRequests());

        Assert.Equal("speech-rate-limited", (await lab.FailsAsync(Beats.Segment("Me."))).Code);
        Assert.Single(lab.StandIn.Requests);
    }

    [Fact]
    public async Task An_unreachable_service_is_retried_and_then_reported()
    {
        await using var lab = await SpeechLab.StartAsync(
            settings: [("ElevenLabs:BaseUrl", "http://127.0.0.1:1"), ("Speech:MaxAttempts", "2")]);

        var failure = await lab.FailsAsync(Beats.Segment("Me."));

        Assert.Equal(("speech-unavailable", true), (failure.Code, failure.IsRetryable));
        Assert.StartsWith("ElevenLabs cannot be reached (ConnectionError): check the network, the proxy and ElevenLabs__BaseUrl. Tried 2 times", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_ends_the_wait()
    {
        await using var lab = await SpeechLab.StartAsync(time: _time);
        using var cancelling = new CancellationTokenSource();
        lab.StandIn.Faults.Next(SpeechFault.TooManyRequests("60"));

        var speaking = lab.Speech.SpeakAsync(Beats.Segment("Me."), cancelling.Token);
        Assert.Equal(TimeSpan.FromSeconds(60), await _time.NextWaitAsync(ignoring: SpeechLab.RequestTimeout));
        await cancelling.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => speaking);
        Assert.Single(lab.StandIn.Requests);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("Mon, 01 Jan 2024 00:00:00 GMT")]
    public async Task A_Retry_After_of_zero_or_in_the_past_leaves_the_wait_to_the_backoff(string retryAfter)
    {
        await using var lab = await SpeechLab.StartAsync(time: _time);
        lab.StandIn.Faults.Next(SpeechFault.TooManyRequests(retryAfter));

        var speaking = lab.Speech.SpeakAsync(Beats.Segment("Me."), CancellationToken.None);
        var wait = await _time.NextWaitAsync(ignoring: SpeechLab.RequestTimeout);
        Assert.InRange(wait, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1));
        _time.Advance(wait);

        Assert.NotNull((await speaking).RequestId);
    }

    [Fact]
    public async Task Every_failed_attempt_is_logged_with_its_reason()
    {
        await using var lab = await SpeechLab.StartAsync(settings: ("Speech:BackoffSeconds", "0.012"));
        lab.StandIn.Faults.Next(SpeechFault.TooManyRequests());

        await lab.Speech.SpeakAsync(Beats.Segment("Me."), CancellationToken.None);

        var entry = Assert.Single(lab.Logs, l => l.StartsWith("Warning", StringComparison.Ordinal));
        Assert.Contains(
            "Speech attempt 1 of 5 failed and will be retried (speech-rate-limited): ElevenLabs is rate limiting (HTTP 429",
            entry,
            StringComparison.Ordinal);
        Assert.Single(lab.Logs, l => l.Contains("The next speech attempt is in 0.01 s.", StringComparison.Ordinal));
    }

    private async Task<TimeSpan> WaitAsync()
    {
        var wait = await _time.NextWaitAsync(ignoring: SpeechLab.RequestTimeout);
        _time.Advance(wait);
        return wait;
    }
}
