using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Speech;
using Microsoft.Playwright;
using static AudioFunctions.Studio.Tests.StudioWindow;

namespace AudioFunctions.Studio.Tests;

/// <summary>A requested take or session is made and paid for once, whatever fails between request and response.</summary>
[Collection(SpokenStudioTests.Name)]
public sealed class PaidOnceTests(SpeakingApp app)
{
    private const string Orders = "**/beats/01_only/regenerate";

    [Fact]
    public async Task Beat_being_retried_cannot_be_retried_again_after_a_refresh_or_reload()
    {
        const string words = "Me pay for a second try.";
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        app.Speech.Faults.When(words, SpeechFault.QuotaExceeded, times: 1);
        app.Speech.Faults.When(words, SpeechFault.HeldUntil(release.Task), times: 1);
        try
        {
            var output = await app.Process.Client.ProduceAsync(
                Scripts.OneBeat("Tried", words) + "\n[BEAT: 02_other]\nname: Other\n---\nMe am spoken at once.\n[END_BEAT]\n");
            await using var window = await app.OpenAsync($"/sessions/{output["session_id"]}");
            var beat = window.Beat("01_only");
            var again = window.Button("Try again", beat);
            await again.ClickAsync();
            await Expect(again).ToBeDisabledAsync();
            await again.EvaluateAsync("button => { button.dataset.pressed = 'yes'; }");

            await window.Page.RouteAsync($"**/api/sessions/{output["session_id"]}/review", RefreshAsync);
            await window.Page.EvaluateAsync("() => document.dispatchEvent(new Event('visibilitychange'))");
            await Expect(window.Page.Locator("h1")).ToContainTextAsync("Refreshed");
            await Expect(again).ToBeDisabledAsync();
            await Expect(again).ToHaveAttributeAsync("data-pressed", "yes");

            await window.Page.ReloadAsync();
            await Expect(beat.Locator(".job")).ToBeVisibleAsync();
            await Expect(again).ToBeDisabledAsync();
            release.SetResult();

            await Expect(beat.Locator(".take.selected")).ToHaveCountAsync(1);
            await Expect(beat.Locator(".job")).ToHaveCountAsync(0);
            Assert.Equal(1, app.BillsOf(words));
            window.AssertQuiet();
        }
        finally
        {
            release.TrySetResult();
        }

        static async Task RefreshAsync(IRoute route)
        {
            // A full refresh: nothing has changed in the service, so a conditional request would return no body.
            var headers = route.Request.Headers.Where(header => header.Key != "if-none-match");
            var answer = await route.FetchAsync(new RouteFetchOptions { Headers = headers });
            var body = (await answer.TextAsync()).Replace("Tried", "Refreshed", StringComparison.Ordinal);
            await route.FulfillAsync(new RouteFulfillOptions { Response = answer, Body = body });
        }
    }

    [Fact]
    public async Task Regeneration_without_a_response_before_a_reload_is_found_again_and_made_once()
    {
        const string words = "Me pay for one more.";
        var output = await app.Process.Client.ProduceAsync(Scripts.OneBeat("Ordered", words));
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        app.Speech.Faults.When(words, SpeechFault.HeldUntil(release.Task), times: 1);
        try
        {
            await using var window = await app.OpenAsync($"/sessions/{output["session_id"]}");
            var beat = window.Beat("01_only");
            var ordered = await LoseResponseAsync(window, Orders);
            await window.Button("Revise", beat).ClickAsync();
            await window.Button("Make a new take", beat).ClickAsync();
            await ordered;

            await window.Page.ReloadAsync();
            await Expect(beat.Locator(".job")).ToHaveTextAsync("Making a new take…");
            release.SetResult();
            await Expect(beat.Locator(".take")).ToHaveCountAsync(2);
            await Expect(beat.Locator(".job")).ToHaveCountAsync(0);

            Assert.Equal(2, app.BillsOf(words));
            Assert.Equal("[]", await window.Page.EvaluateAsync<string>("() => sessionStorage.getItem('audiofunctions-regenerations')"));
            window.AssertQuiet();
        }
        finally
        {
            release.TrySetResult();
        }
    }

    /// <summary>A gateway times out although the service is still working.</summary>
    [Fact]
    public async Task Regeneration_that_a_gateway_timed_out_is_the_same_one_when_repeated()
    {
        const string words = "Me pay past a gateway.";
        var output = await app.Process.Client.ProduceAsync(Scripts.OneBeat("Gateway", words));
        await using var window = (await app.OpenAsync($"/sessions/{output["session_id"]}")).Expecting("/regenerate");
        var beat = window.Beat("01_only");
        await window.Page.RouteAsync(Orders, TimeOutAsync, new PageRouteOptions { Times = 1 });
        await window.Button("Revise", beat).ClickAsync();
        await window.Button("Make a new take", beat).ClickAsync();
        await Expect(beat.Locator(".problem")).ToContainTextAsync("The service answered 504");

        await window.Page.ReloadAsync();
        await window.Button("Revise", beat).ClickAsync();
        await window.Button("Make a new take", beat).ClickAsync();
        await Expect(window.Page.Locator(".toast")).ToContainTextAsync("A new take of Only is ready");

        await Expect(beat.Locator(".take")).ToHaveCountAsync(2);
        Assert.Equal(2, app.BillsOf(words));
        window.AssertQuiet();

        static async Task TimeOutAsync(IRoute route)
        {
            await route.FetchAsync();
            await route.FulfillAsync(new RouteFulfillOptions { Status = 504, ContentType = "text/plain", Body = "The gateway waited for long enough." });
        }
    }

    [Fact]
    public async Task Start_without_a_response_before_a_reload_makes_one_session_when_repeated()
    {
        const string words = "Me pay for one session.";
        await using var window = await app.OpenAsync("/new");
        var started = await LoseResponseAsync(window, "**/api/sessions");
        var script = Scripts.OneBeat("Started", words).Replace("studio-tests", "studio-started-once", StringComparison.Ordinal);
        await window.Page.Locator("#script").FillAsync(script);
        await window.Button("Start production").ClickAsync();
        await started;

        await window.Page.ReloadAsync();
        await Expect(window.Page.Locator("#script")).ToHaveValueAsync(script);
        await window.Button("Start production").ClickAsync();
        await Expect(window.Page.Locator(".take.selected")).ToHaveCountAsync(1);

        var (_, sessions, _) = await app.Process.Client.SendJsonAsync(HttpMethod.Get, "sessions?project=studio-started-once");
        Assert.Single(sessions!["sessions"]!.AsArray());
        Assert.Equal(1, app.BillsOf(words));
        await window.GoAsync("#/new");
        await Expect(window.Page.Locator("#script")).ToHaveValueAsync("");
        window.AssertQuiet();
    }

    /// <summary>The service processes the next such request, but the page never gets the response.</summary>
    /// <returns>Completes when the service has responded.</returns>
    private static async Task<Task> LoseResponseAsync(StudioWindow window, string addresses)
    {
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await window.Page.RouteAsync(addresses, LoseAsync, new PageRouteOptions { Times = 1 });
        return answered.Task.WaitAsync(TimeSpan.FromMilliseconds(TimeoutMs));

        async Task LoseAsync(IRoute route)
        {
            await route.FetchAsync();
            answered.SetResult();
        }
    }
}
