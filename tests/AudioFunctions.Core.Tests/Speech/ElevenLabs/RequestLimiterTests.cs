using AudioFunctions.Speech;
using AudioFunctions.Speech.ElevenLabs;
using AudioFunctions.Testing.Speech;

namespace AudioFunctions.Core.Tests.Speech.ElevenLabs;

public sealed class RequestLimiterTests
{
    [Fact]
    public async Task The_number_of_concurrent_requests_is_limited()
    {
        using var limiter = new RequestLimiter(2);
        var first = await limiter.EnterAsync(CancellationToken.None);
        using var second = await limiter.EnterAsync(CancellationToken.None);

        var third = limiter.EnterAsync(CancellationToken.None);
        Assert.False(third.IsCompleted);
        first.Dispose();

        using var entered = await third;
    }

    [Fact]
    public async Task The_limiter_follows_the_limit_of_the_plan_down_and_up()
    {
        using var limiter = new RequestLimiter(4);

        limiter.Observe(1);
        using (await limiter.EnterAsync(CancellationToken.None))
        {
            var second = limiter.EnterAsync(CancellationToken.None);
            Assert.False(second.IsCompleted);
            limiter.Observe(3);
            (await second).Dispose();
        }

        limiter.Observe(100);
        var four = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => limiter.EnterAsync(CancellationToken.None)));
        var fifth = limiter.EnterAsync(CancellationToken.None);
        Assert.False(fifth.IsCompleted);
        Array.ForEach(four, place => place.Dispose());
        (await fifth).Dispose();
    }

    [Fact]
    public async Task A_limit_below_the_number_of_running_requests_takes_effect_as_they_end()
    {
        using var limiter = new RequestLimiter(2);
        var first = await limiter.EnterAsync(CancellationToken.None);
        var second = await limiter.EnterAsync(CancellationToken.None);

        var third = limiter.EnterAsync(CancellationToken.None);
        limiter.Observe(1);
        first.Dispose();
        Assert.False(third.IsCompleted);
        second.Dispose();

        using var entered = await third;
    }

    [Fact]
    public async Task A_completed_request_frees_a_slot_and_a_refused_one_does_not()
    {
        using var limiter = new RequestLimiter(3);
        var answered = await limiter.EnterAsync(CancellationToken.None);
        var refused = await limiter.EnterAsync(CancellationToken.None);

        var slot = limiter.WaitForSlotAsync(refused.Answered, CancellationToken.None);
        refused.WasRefused = true;
        refused.Dispose();
        Assert.False(slot.IsCompleted);
        answered.Dispose();

        Assert.True(await slot);
    }

    [Fact]
    public async Task Without_running_requests_there_is_no_slot_to_wait_for()
    {
        using var limiter = new RequestLimiter(3);
        var refused = await limiter.EnterAsync(CancellationToken.None);
        var slot = limiter.WaitForSlotAsync(refused.Answered, CancellationToken.None);
        refused.WasRefused = true;
        refused.Dispose();

        Assert.False(await slot);
        Assert.False(await limiter.WaitForSlotAsync(refused.Answered, CancellationToken.None));
    }

    [Fact]
    public async Task A_slot_freed_while_a_request_was_being_refused_counts()
    {
        using var limiter = new RequestLimiter(3);
        var answered = await limiter.EnterAsync(CancellationToken.None);
        var refused = await limiter.EnterAsync(CancellationToken.None);

        answered.Dispose();
        refused.WasRefused = true;
        refused.Dispose();

        Assert.True(await limiter.WaitForSlotAsync(refused.Answered, CancellationToken.None));
    }

    [Fact]
    public async Task Concurrent_sessions_never_exceed_the_configured_limit()
    {
        await using var lab = await SpeechLab.StartAsync(settings: ("ElevenLabs:MaxConcurrentRequests", "3"));
        var release = new TaskCompletionSource();
        lab.StandIn.Faults.When("Me", SpeechFault.HeldUntil(release.Task));

        var segments = Enumerable.Range(0, 20).Select(i => Beats.Segment($"Me {i % 3}."));
        var speaking = Task.WhenAll(segments.Select(segment => lab.Speech.SpeakAsync(segment, CancellationToken.None)));
        await ArrivedAsync(lab, 3);
        release.SetResult();
        await speaking;

        Assert.Equal(3, lab.StandIn.MaxUnderWay);
        Assert.Equal(20, lab.StandIn.Bills.Count);
    }

    [Fact]
    public async Task The_limit_of_the_plan_is_read_from_the_first_response()
    {
        await using var lab = await SpeechLab.StartAsync(
            new StandInOptions { MaximumConcurrentRequests = 1, AnswerAfter = TimeSpan.FromMilliseconds(15) },
            settings: ("ElevenLabs:MaxConcurrentRequests", "4"));

        await lab.Speech.SpeakAsync(Beats.Segment("First."), CancellationToken.None);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => lab.Speech.SpeakAsync(Beats.Segment("Me."), CancellationToken.None)));

        Assert.Equal(1, lab.StandIn.MaxUnderWay);
        Assert.Equal(7, lab.StandIn.Requests.Count);
    }

    [Fact]
    public async Task A_request_refused_by_a_full_account_is_retried_when_a_running_request_ends()
    {
        var time = new ManualTime();
        await using var lab = await SpeechLab.StartAsync(time: time);
        var release = new TaskCompletionSource();
        lab.StandIn.Faults.When("Slow", SpeechFault.HeldUntil(release.Task));
        lab.StandIn.Faults.When("Refused", SpeechFault.TooManyRequests("50", "concurrent_limit_exceeded"), times: 1);

        var slow = lab.Speech.SpeakAsync(Beats.Segment("Slow."), CancellationToken.None);
        await ArrivedAsync(lab, 1);
        var refused = lab.Speech.SpeakAsync(Beats.Segment("Refused."), CancellationToken.None);
        await ArrivedAsync(lab, 2);
        release.SetResult();

        // The clock stands still, so a wait of fixed length would never end.
        await Task.WhenAll(slow, refused);
        Assert.Equal(["Slow.", "Refused.", "Refused."], lab.StandIn.Requests.Select(r => r.Text));
    }

    [Fact]
    public async Task Waiting_for_an_account_that_others_keep_full_uses_no_attempt()
    {
        await using var lab = await SpeechLab.StartAsync(settings: ("Speech:MaxAttempts", "1"));
        lab.StandIn.Faults.Next([.. Enumerable.Repeat(SpeechFault.TooManyRequests("0", "concurrent_limit_exceeded"), 4)]);

        await lab.Speech.SpeakAsync(Beats.Segment("Me."), CancellationToken.None);

        Assert.Equal(5, lab.StandIn.Requests.Count);
        Assert.Single(lab.StandIn.Bills);
    }

    [Fact]
    public async Task The_wait_for_a_full_account_is_limited()
    {
        await using var lab = await SpeechLab.StartAsync(settings: ("Speech:MaxRoomWaitSeconds", "0.1"));
        lab.StandIn.Faults.When("Me", SpeechFault.TooManyRequests("0", "concurrent_limit_exceeded"));

        var failure = await lab.FailsAsync(Beats.Segment("Me."));

        Assert.Equal(("speech-rate-limited", true), (failure.Code, failure.IsRetryable));
    }

    [Fact]
    public async Task Processes_that_share_an_account_share_its_limit_and_none_fails()
    {
        const int processes = 3;
        const int chains = 4;
        const int segments = 3;
        await using var lab = await SpeechLab.StartAsync(
            new StandInOptions { MaximumConcurrentRequests = 4, AnswerAfter = TimeSpan.FromMilliseconds(60) });
        var services = Enumerable.Range(0, processes).Select(_ => lab.AnotherProcess()).ToList();

        await Task.WhenAll(
            from process in Enumerable.Range(0, processes)
            from chain in Enumerable.Range(0, chains)
            select SpeakInTurnAsync(services[process], $"Process {process}, chain {chain}"));

        Assert.Equal(processes * chains * segments, lab.StandIn.Bills.Select(bill => bill.Text).Distinct().Count());
        Assert.Equal(processes * chains * segments, lab.StandIn.Bills.Count);

        static async Task SpeakInTurnAsync(ISpeechService service, string name)
        {
            for (var segment = 0; segment < segments; segment++)
                await service.SpeakAsync(Beats.Segment($"{name}, segment {segment}."), CancellationToken.None);
        }
    }

    private static async Task ArrivedAsync(SpeechLab lab, int requests)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (lab.StandIn.Requests.Count < requests)
        {
            await Task.Delay(2, timeout.Token);
        }
    }
}
