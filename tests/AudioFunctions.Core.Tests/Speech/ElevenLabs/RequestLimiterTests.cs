using AudioFunctions.Speech;
using AudioFunctions.Speech.ElevenLabs;
using AudioFunctions.Testing.Speech;

namespace AudioFunctions.Core.Tests.Speech.ElevenLabs;

public sealed class RequestLimiterTests
{
    [Fact]
    public async Task No_more_pass_than_there_are_places()
    {
        using var gate = new RequestLimiter(2);
        var first = await gate.EnterAsync(CancellationToken.None);
        using var second = await gate.EnterAsync(CancellationToken.None);

        var third = gate.EnterAsync(CancellationToken.None);
        Assert.False(third.IsCompleted);
        first.Dispose();

        using var entered = await third;
    }

    [Fact]
    public async Task A_plan_with_fewer_places_is_kept_to_and_one_with_more_again_too()
    {
        using var gate = new RequestLimiter(4);

        gate.Observe(1);
        using (await gate.EnterAsync(CancellationToken.None))
        {
            var second = gate.EnterAsync(CancellationToken.None);
            Assert.False(second.IsCompleted);
            gate.Observe(3);
            (await second).Dispose();
        }

        gate.Observe(100);
        var four = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => gate.EnterAsync(CancellationToken.None)));
        var fifth = gate.EnterAsync(CancellationToken.None);
        Assert.False(fifth.IsCompleted);
        Array.ForEach(four, place => place.Dispose());
        (await fifth).Dispose();
    }

    [Fact]
    public async Task A_plan_that_shrinks_below_what_is_under_way_takes_effect_as_requests_end()
    {
        using var gate = new RequestLimiter(2);
        var first = await gate.EnterAsync(CancellationToken.None);
        var second = await gate.EnterAsync(CancellationToken.None);

        var third = gate.EnterAsync(CancellationToken.None);
        gate.Observe(1);
        first.Dispose();
        Assert.False(third.IsCompleted);
        second.Dispose();

        using var entered = await third;
    }

    [Fact]
    public async Task Room_is_made_by_a_request_that_was_answered_and_not_by_one_that_was_refused()
    {
        using var gate = new RequestLimiter(3);
        var answered = await gate.EnterAsync(CancellationToken.None);
        var refused = await gate.EnterAsync(CancellationToken.None);

        var room = gate.WaitForRoomAsync(refused.Answered, CancellationToken.None);
        refused.RefusedForRoom = true;
        refused.Dispose();
        Assert.False(room.IsCompleted);
        answered.Dispose();

        Assert.True(await room);
    }

    [Fact]
    public async Task Where_nothing_of_ours_is_under_way_nothing_of_ours_will_make_room()
    {
        using var gate = new RequestLimiter(3);
        var refused = await gate.EnterAsync(CancellationToken.None);
        var room = gate.WaitForRoomAsync(refused.Answered, CancellationToken.None);
        refused.RefusedForRoom = true;
        refused.Dispose();

        Assert.False(await room);
        Assert.False(await gate.WaitForRoomAsync(refused.Answered, CancellationToken.None));
    }

    [Fact]
    public async Task Room_made_while_a_request_was_being_refused_counts()
    {
        using var gate = new RequestLimiter(3);
        var answered = await gate.EnterAsync(CancellationToken.None);
        var refused = await gate.EnterAsync(CancellationToken.None);

        answered.Dispose();
        refused.RefusedForRoom = true;
        refused.Dispose();

        Assert.True(await gate.WaitForRoomAsync(refused.Answered, CancellationToken.None));
    }

    [Fact]
    public async Task Sessions_at_once_never_have_more_under_way_than_configured()
    {
        await using var lab = await SpeechLab.StartAsync(settings: ("ElevenLabs:MaxConcurrentRequests", "3"));
        var release = new TaskCompletionSource();
        lab.StandIn.Faults.When("Me", SpeechFault.HeldUntil(release.Task));

        var segments = Enumerable.Range(0, 20).Select(i => Beats.Segment($"Me {i % 3}."));
        var speaking = Task.WhenAll(segments.Select(segment => lab.Speech.SpeakAsync(segment, CancellationToken.None)));
        await ArrivedAsync(lab, 3);
        release.SetResult();
        await speaking;

        Assert.Equal(3, lab.StandIn.MostUnderWay);
        Assert.Equal(20, lab.StandIn.Bills.Count);
    }

    [Fact]
    public async Task The_plans_limit_is_learned_from_the_first_answer()
    {
        await using var lab = await SpeechLab.StartAsync(
            new StandInOptions { MaximumConcurrentRequests = 1, AnswerAfter = TimeSpan.FromMilliseconds(15) },
            settings: ("ElevenLabs:MaxConcurrentRequests", "4"));

        await lab.Speech.SpeakAsync(Beats.Segment("First."), CancellationToken.None);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => lab.Speech.SpeakAsync(Beats.Segment("Me."), CancellationToken.None)));

        Assert.Equal(1, lab.StandIn.MostUnderWay);
        Assert.Equal(7, lab.StandIn.Requests.Count);
    }

    [Fact]
    public async Task A_full_account_is_tried_again_when_a_request_under_way_ends_and_not_after_a_fixed_time()
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

        // The clock stands still: a wait of fixed length would never end.
        await Task.WhenAll(slow, refused);
        Assert.Equal(["Slow.", "Refused.", "Refused."], lab.StandIn.Requests.Select(r => r.Text));
    }

    [Fact]
    public async Task An_account_that_others_keep_full_costs_no_attempt()
    {
        await using var lab = await SpeechLab.StartAsync(settings: ("Speech:MaxAttempts", "1"));
        lab.StandIn.Faults.Next([.. Enumerable.Repeat(SpeechFault.TooManyRequests("0", "concurrent_limit_exceeded"), 4)]);

        await lab.Speech.SpeakAsync(Beats.Segment("Me."), CancellationToken.None);

        Assert.Equal(5, lab.StandIn.Requests.Count);
        Assert.Single(lab.StandIn.Bills);
    }

    [Fact]
    public async Task An_account_that_stays_full_is_not_waited_for_for_ever()
    {
        await using var lab = await SpeechLab.StartAsync(settings: ("Speech:MaxRoomWaitSeconds", "0.1"));
        lab.StandIn.Faults.When("Me", SpeechFault.TooManyRequests("0", "concurrent_limit_exceeded"));

        var failure = await lab.FailsAsync(Beats.Segment("Me."));

        Assert.Equal(("speech-rate-limited", true), (failure.Code, failure.IsRetryable));
    }

    [Fact]
    public async Task Processes_that_are_each_set_to_the_plans_limit_share_it_and_none_fails()
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
