using System.Collections.Concurrent;
using AudioFunctions.Testing.Running;
using Microsoft.Playwright;
using static AudioFunctions.Studio.Tests.StudioWindow;

namespace AudioFunctions.Studio.Tests;

/// <summary>A beat whose responses are late, duplicate or missing.</summary>
[Collection(TakeStudioTests.Name)]
public sealed class LateBeatTests(StudioApp app)
{
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task Double_click_on_Select_selects_once_without_a_conflict()
    {
        var sessionId = await ProduceTwoTakesAsync("Twice clicked");
        await using var window = await OpenSessionAsync(sessionId);
        var beat = window.Beat("01_only");
        var posted = new ConcurrentQueue<string>();
        await window.Page.RouteAsync("**/select", async route =>
        {
            posted.Enqueue(route.Request.PostData!);
            await _release.Task;
            await route.ContinueAsync();
        });
        try
        {
            await window.Button("Select take 2", beat).DblClickAsync();
            _release.SetResult();

            await Expect(beat.Locator(".take").Nth(1)).ToHaveClassAsync("take selected");
            await window.Button("Select take 1", beat).ClickAsync();
            await Expect(beat.Locator(".take").First).ToHaveClassAsync("take selected");
            Assert.Equal(2, posted.Count);
            await Expect(window.Page.Locator(".toast.bad")).ToHaveCountAsync(0);
            window.AssertQuiet();
        }
        finally
        {
            _release.TrySetResult();
        }
    }

    [Fact]
    public async Task Outdated_session_response_does_not_make_the_next_selection_conflict()
    {
        var sessionId = await ProduceTwoTakesAsync("Overtaken");
        await using var window = await OpenSessionAsync(sessionId);
        var old = await HeldResponse.ToTheNextAsync(window, "GET", "**/review");
        await app.Client.SendJsonAsync(HttpMethod.Patch, $"sessions/{sessionId}/beats/01_only", ApiCalls.Json("""{"note":"Changed."}"""));
        await window.Page.EvaluateAsync("() => document.dispatchEvent(new Event('visibilitychange'))");
        await old.GivenAsync();
        await SelectLastAsync(sessionId);
        await window.Page.EvaluateAsync("() => document.dispatchEvent(new Event('visibilitychange'))");
        var beat = window.Beat("01_only");
        await Expect(beat.Locator(".line-text")).ToBeVisibleAsync();
        await Expect(beat.Locator(".take").Nth(1)).ToHaveClassAsync("take selected");

        await old.ReleaseAsync();
        await window.Button("Select take 1", beat).ClickAsync();
        await Expect(beat.Locator(".take").First).ToHaveClassAsync("take selected");
        window.AssertQuiet();
    }

    [Fact]
    public async Task Revise_does_not_open_without_its_settings()
    {
        var output = await app.Client.ProduceAsync(Scripts.OneBeat("Refused", "Me have no settings."));
        await using var window = (await OpenSessionAsync($"{output["session_id"]}")).Expecting("/beats/01_only");
        await RefuseAsync(window, "**/beats/01_only", 503, times: 1);
        var beat = window.Beat("01_only");
        await window.Button("Revise", beat).ClickAsync();
        await Expect(window.Page.Locator(".toast.bad")).ToHaveCountAsync(1);
        await Expect(beat.Locator(".revise")).ToHaveCountAsync(0);
        await window.Button("Revise", beat).ClickAsync();
        await Expect(beat.Locator(".revise")).ToHaveCountAsync(1);
        window.AssertQuiet();
    }

    [Fact]
    public async Task Revise_pressed_twice_opens_once_and_keeps_the_typed_text()
    {
        var output = await app.Client.ProduceAsync(Scripts.OneBeat("Impatient", "Me press twice."));
        await using var window = await OpenSessionAsync($"{output["session_id"]}");
        var both = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var asked = 0;
        await window.Page.RouteAsync("**/beats/01_only", HoldSecondAsync);
        try
        {
            var beat = window.Beat("01_only");
            await window.Button("Revise", beat).DblClickAsync();
            await beat.GetByLabel("Direction").FillAsync("Typed");
            await window.Page.RunAndWaitForResponseAsync(
                () => Task.FromResult(_release.TrySetResult()), response => response.Url.EndsWith("/beats/01_only", StringComparison.Ordinal));

            await window.Button("Reset", beat).FocusAsync();
            await Expect(beat.GetByLabel("Direction")).ToHaveValueAsync("Typed");
            window.AssertQuiet();
        }
        finally
        {
            _release.TrySetResult();
        }

        // Hold the first response until the second request; otherwise the panel would be open at the second click, which would close it.
        async Task HoldSecondAsync(IRoute route)
        {
            var isFirst = Interlocked.Increment(ref asked) == 1;
            if (!isFirst)
                both.SetResult();
            await (isFirst ? both.Task : _release.Task);
            await route.ContinueAsync();
        }
    }

    [Fact]
    public async Task Slow_recording_does_not_play_over_a_later_one()
    {
        var sessionId = await ProduceTwoTakesAsync("Slow to load");
        var first = (await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{sessionId}/beats/01_only")).Body!["takes"]![0]!["take_id"];
        await using var window = await app.OpenAsync("/voices");
        await window.Page.RouteAsync($"**/takes/{first}/audio", HoldAsync);
        try
        {
            await window.GoAsync($"#/sessions/{sessionId}");
            var beat = window.Beat("01_only");
            await Expect(beat.Locator(".take")).ToHaveCountAsync(2);
            await window.LoopAudioAsync();
            await window.Button("Play take 1", beat).ClickAsync();
            await window.Button("Play take 2", beat).ClickAsync();
            var (slow, heard) = (beat.Locator("audio").First, beat.Locator("audio").Last);
            await window.UntilAsync(heard, "audio => !audio.paused && audio.currentTime > 0");

            _release.SetResult();
            // A click on the waveform waits for the recording, too, and starts waiting after the play button.
            await beat.Locator(".waveform").First.ClickAsync();
            await window.UntilAsync(slow, "audio => audio.currentTime > 0");
            Assert.True(await slow.EvaluateAsync<bool>("audio => audio.paused"));
            Assert.False(await heard.EvaluateAsync<bool>("audio => audio.paused"));
            window.AssertQuiet();
        }
        finally
        {
            _release.TrySetResult();
        }
    }

    [Fact]
    public async Task Regeneration_is_followed_through_transient_refusals_until_its_take_is_shown()
    {
        var sessionId = $"{(await app.Client.ProduceAsync(Scripts.OneBeat("Refused", "Me am shown at last.")))["session_id"]}";
        await using var window = (await OpenSessionAsync(sessionId)).Expecting("/webhooks/").Expecting("/api/sessions/");
        await RefuseAsync(window, "**/runtime/webhooks/durabletask/instances/*", 429, times: 1);
        await RefuseAsync(window, $"**/api/sessions/{sessionId}/review", 503, times: 1);
        await window.Button("Revise", window.Beat("01_only")).ClickAsync();
        await window.Button("Make a new take", window.Beat("01_only")).ClickAsync();

        await Expect(window.Page.Locator(".toast")).ToContainTextAsync("A new take of Only is ready");
        await Expect(window.Beat("01_only").Locator(".take")).ToHaveCountAsync(2);
        await Expect(window.Page.Locator(".toast.bad, .problem")).ToHaveCountAsync(0);
        window.AssertQuiet();
    }

    private static async Task RefuseAsync(StudioWindow window, string addresses, int status, int times) => await window.Page.RouteAsync(
        addresses,
        route => route.FulfillAsync(new RouteFulfillOptions { Status = status, ContentType = "text/plain", Body = "Not now." }),
        new PageRouteOptions { Times = times });

    private async Task HoldAsync(IRoute route)
    {
        await _release.Task;
        await route.ContinueAsync();
    }

    /// <summary>Opens a session, and waits until its beat is shown with details.</summary>
    private async Task<StudioWindow> OpenSessionAsync(string sessionId)
    {
        var window = await app.OpenAsync($"/sessions/{sessionId}");
        await Expect(window.Beat("01_only").Locator(".line-text")).ToBeVisibleAsync();
        return window;
    }

    private async Task<string> ProduceTwoTakesAsync(string title)
    {
        var sessionId = (await app.Client.ProduceAsync(Scripts.OneBeat(title, "Me have two takes.")))["session_id"]!.GetValue<string>();
        var (_, started, _) = await app.Client.SendJsonAsync(HttpMethod.Post, $"sessions/{sessionId}/beats/01_only/regenerate");
        var ended = await ApiCalls.EndOfAsync(started!["statusQueryGetUri"]!.GetValue<string>());
        Assert.Equal("Completed", ended["runtimeStatus"]!.GetValue<string>());
        return sessionId;
    }

    private async Task SelectLastAsync(string sessionId)
    {
        var (_, beat, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{sessionId}/beats/01_only");
        var take = beat!["takes"]!.AsArray()[^1]!["take_id"]!.GetValue<string>();
        var (status, _, _) = await app.Client.SendJsonAsync(
            HttpMethod.Post, $"sessions/{sessionId}/beats/01_only/select", ApiCalls.Json($$"""{"take_id":"{{take}}"}"""));
        Assert.Equal(System.Net.HttpStatusCode.OK, status);
    }
}
