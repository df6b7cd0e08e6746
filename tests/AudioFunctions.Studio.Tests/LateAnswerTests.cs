using System.Collections.Concurrent;
using AudioFunctions.Testing.Running;
using Microsoft.Playwright;
using static AudioFunctions.Studio.Tests.StudioWindow;

namespace AudioFunctions.Studio.Tests;

/// <summary>Answers that come when a person is already elsewhere.</summary>
[Collection(StudioTests.Name)]
public sealed class LateAnswerTests(StudioApp app)
{
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task A_double_click_on_Select_selects_once_and_is_no_quarrel()
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
    public async Task Details_that_were_overtaken_do_not_make_the_next_selection_a_quarrel()
    {
        var sessionId = await ProduceTwoTakesAsync("Overtaken");
        await using var window = await app.OpenAsync("/voices");
        var fetched = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await window.Page.RouteAsync("**/beats/01_only", HoldOldAsync, new PageRouteOptions { Times = 1 });
        try
        {
            await window.GoAsync($"#/sessions/{sessionId}");
            await fetched.Task.WaitAsync(TimeSpan.FromMilliseconds(PatienceMs));
            await SelectLastAsync(sessionId);
            await window.Page.EvaluateAsync("() => document.dispatchEvent(new Event('visibilitychange'))");
            var beat = window.Beat("01_only");
            await Expect(beat.Locator(".line-text")).ToBeVisibleAsync();
            await Expect(beat.Locator(".take").Nth(1)).ToHaveClassAsync("take selected");

            await window.Page.RunAndWaitForResponseAsync(
                () => Task.FromResult(_release.TrySetResult()), response => response.Url.EndsWith("/beats/01_only", StringComparison.Ordinal));
            await window.Button("Select take 1", beat).ClickAsync();
            await Expect(beat.Locator(".take").First).ToHaveClassAsync("take selected");
            window.AssertQuiet();
        }
        finally
        {
            _release.TrySetResult();
        }

        async Task HoldOldAsync(IRoute route)
        {
            var answer = await route.FetchAsync();
            fetched.SetResult();
            await _release.Task;
            await route.FulfillAsync(new RouteFulfillOptions { Response = answer });
        }
    }

    [Fact]
    public async Task Revise_pressed_twice_opens_once_and_without_its_settings_not_at_all()
    {
        var output = await app.Client.ProduceAsync(Scripts.OneBeat("Impatient", "Me press twice."));
        await using var window = (await OpenSessionAsync($"{output["session_id"]}")).Expecting("/beats/01_only");
        var beat = window.Beat("01_only");
        var revise = window.Button("Revise", beat);
        var refused = new RouteFulfillOptions { Status = 503, ContentType = "text/plain", Body = "The server is busy." };
        await window.Page.RouteAsync("**/beats/01_only", route => route.FulfillAsync(refused), new PageRouteOptions { Times = 1 });
        // The settings were there once; who leaves and comes back has none.
        await window.GoAsync("#/voices");
        await Expect(window.Page.Locator(".voice").First).ToBeVisibleAsync();
        await window.GoAsync($"#/sessions/{output["session_id"]}");
        await Expect(window.Page.Locator(".toast.bad")).ToHaveCountAsync(1);
        await window.Button("Close notice").ClickAsync();
        await window.Page.RouteAsync("**/beats/01_only", route => route.FulfillAsync(refused), new PageRouteOptions { Times = 1 });
        await revise.ClickAsync();
        await Expect(window.Page.Locator(".toast.bad")).ToHaveCountAsync(1);
        await Expect(beat.Locator(".revise")).ToHaveCountAsync(0);

        var second = 0;
        await window.Page.RouteAsync("**/beats/01_only", async route =>
        {
            if (Interlocked.Increment(ref second) == 2)
                await _release.Task;
            await route.ContinueAsync();
        });
        try
        {
            await revise.DblClickAsync();
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
    }

    [Fact]
    public async Task A_recording_that_loads_slowly_does_not_play_over_the_one_that_is_heard_by_then()
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
            await window.Page.EvaluateAsync("() => document.querySelectorAll('audio').forEach(audio => { audio.loop = true; })");
            await window.Button("Play take 1", beat).ClickAsync();
            await window.Button("Play take 2", beat).ClickAsync();
            var (slow, heard) = (beat.Locator("audio").First, beat.Locator("audio").Last);
            await window.UntilAsync(heard, "audio => !audio.paused && audio.currentTime > 0");

            _release.SetResult();
            // A click on the waveform waits for the recording, too, and later than the play button.
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
    public async Task An_export_whose_dialog_is_closed_is_followed_to_its_end()
    {
        var output = await app.Client.ProduceAsync(Scripts.OneBeat("Exported", "Me go on without the dialog."));
        await using var window = await OpenSessionAsync($"{output["session_id"]}");
        await window.Page.RouteAsync("**/runtime/webhooks/durabletask/instances/*", HoldAsync);
        try
        {
            await window.Button("Export", window.Main).ClickAsync();
            await window.Button("Export", window.Dialog).ClickAsync();
            await Expect(window.Dialog.Locator(".job")).ToHaveTextAsync("Exporting…");
            await window.Button("Close", window.Dialog).ClickAsync();
            await Expect(window.Dialog).ToHaveCountAsync(0);
            _release.SetResult();

            await Expect(window.Page.Locator(".toast")).ToContainTextAsync("The export is ready.");
            await Expect(window.Page.Locator("h1 .pill")).ToHaveTextAsync("Exported");
            window.AssertQuiet();
        }
        finally
        {
            _release.TrySetResult();
        }
    }

    [Fact]
    public async Task A_voice_opens_once_after_a_double_click_and_not_in_the_next_view()
    {
        await using var window = await app.OpenAsync("/voices");
        await window.Page.RouteAsync("**/api/voices/wojak", HoldAsync);
        try
        {
            await window.Button("Edit Wojak").ClickAsync();
            await window.GoAsync("#/new");
            await Expect(window.Page.Locator("h1")).ToHaveTextAsync("New session");
            await Expect(window.Dialog).ToHaveCountAsync(0);

            await window.GoAsync("#/voices");
            await window.Button("Edit Wojak").DblClickAsync();
            _release.SetResult();
            await Expect(window.Dialog.First.GetByLabel("Name")).ToHaveValueAsync("Wojak");
            await window.Button("Cancel", window.Dialog.Last).ClickAsync();
            await Expect(window.Dialog).ToHaveCountAsync(0);
            window.AssertQuiet();
        }
        finally
        {
            _release.TrySetResult();
        }
    }

    [Fact]
    public async Task What_is_typed_while_a_start_is_under_way_is_there_for_the_next_session()
    {
        await using var window = await app.OpenAsync("/new");
        await window.Page.RouteAsync("**/api/sessions", HoldAsync, new PageRouteOptions { Times = 1 });
        var editor = window.Page.Locator("#script");
        try
        {
            await editor.FillAsync(Scripts.OneBeat("First", "Me go first."));
            await window.Button("Start production").ClickAsync();
            await Expect(window.Main).ToContainTextAsync("Starting…");
            await editor.FillAsync(Scripts.OneBeat("Next", "Me come next."));
            _release.SetResult();

            await Expect(window.Page.Locator("h1")).ToContainTextAsync("First");
            await window.GoAsync("#/new");
            await Expect(editor).ToHaveValueAsync(Scripts.OneBeat("Next", "Me come next."));
            window.AssertQuiet();
        }
        finally
        {
            _release.TrySetResult();
        }
    }

    [Fact]
    public async Task An_earlier_script_does_not_take_the_place_of_what_was_typed_before_it_came()
    {
        var output = await app.Client.ProduceAsync(Scripts.OneBeat("Earlier", "Me was earlier."));
        await using var window = await app.OpenAsync("/voices");
        await window.Page.RouteAsync("**/script", HoldAsync);
        try
        {
            await window.GoAsync($"#/new/{output["session_id"]}");
            await window.Page.Locator("#script").FillAsync(Scripts.OneBeat("Typed", "Me was typed."));
            await window.Page.RunAndWaitForResponseAsync(
                () => Task.FromResult(_release.TrySetResult()), response => response.Url.EndsWith("/script", StringComparison.Ordinal));

            await Expect(window.Page.Locator(".verdict")).ToHaveTextAsync("Ready to produce");
            await Expect(window.Page.Locator("#script")).ToHaveValueAsync(Scripts.OneBeat("Typed", "Me was typed."));
            window.AssertQuiet();
        }
        finally
        {
            _release.TrySetResult();
        }
    }

    [Fact]
    public async Task A_reading_is_followed_past_refusals_that_pass_until_its_take_is_shown()
    {
        var sessionId = $"{(await app.Client.ProduceAsync(Scripts.OneBeat("Refused", "Me am shown at last.")))["session_id"]}";
        await using var window = (await OpenSessionAsync(sessionId)).Expecting("/webhooks/").Expecting("/api/sessions/");
        await RefuseOnceAsync(window, "**/runtime/webhooks/durabletask/instances/*", 429);
        await RefuseOnceAsync(window, $"**/api/sessions/{sessionId}", 503);
        await window.Button("Revise", window.Beat("01_only")).ClickAsync();
        await window.Button("Make a new take", window.Beat("01_only")).ClickAsync();

        await Expect(window.Page.Locator(".toast")).ToContainTextAsync("A new take of Only is ready");
        await Expect(window.Beat("01_only").Locator(".take")).ToHaveCountAsync(2);
        await Expect(window.Page.Locator(".toast.bad, .problem")).ToHaveCountAsync(0);
        window.AssertQuiet();

        static Task RefuseOnceAsync(StudioWindow window, string addresses, int status) => window.Page.RouteAsync(
            addresses,
            route => route.FulfillAsync(new RouteFulfillOptions { Status = status, ContentType = "text/plain", Body = "Not now." }),
            new PageRouteOptions { Times = 1 });
    }

    private async Task HoldAsync(IRoute route)
    {
        await _release.Task;
        await route.ContinueAsync();
    }

    /// <summary>A session's window, when its beat is shown with its details.</summary>
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
