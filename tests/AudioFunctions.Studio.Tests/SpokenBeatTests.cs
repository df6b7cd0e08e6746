using System.Collections.Concurrent;
using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Speech;
using Microsoft.Playwright;
using static AudioFunctions.Studio.Tests.StudioWindow;

namespace AudioFunctions.Studio.Tests;

/// <summary>Beats that the speech service refuses or delays.</summary>
[Collection(SpokenStudioTests.Name)]
public sealed class SpokenBeatTests(SpeakingApp app)
{
    private const string Statuses = "**/runtime/webhooks/durabletask/instances/*";

    [Fact]
    public async Task Production_shows_its_progress_and_controls_work_meanwhile()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        app.Speech.Faults.When("Me take long", SpeechFault.HeldUntil(release.Task), times: 1);
        var started = await app.Process.Client.StartSessionAsync(Scripts.OneBeat("Long", "Me take long."));
        // The script can't be replaced during a production.
        await using var window = (await app.OpenAsync($"/sessions/{started["session_id"]}")).Expecting("/script");
        try
        {
            await Expect(window.Page.Locator(".progress")).ToContainTextAsync("Speaking beat 1 of 1");
            await AssertFollowedByOneRequestAsync(window);
            await window.ShootAsync("3-generating");
            await PressWhileItIsDrawnAgainAsync(window);
            await window.Page.GoBackAsync();
        }
        finally
        {
            release.TrySetResult();
        }

        await Expect(window.Page.Locator(".take.selected")).ToHaveCountAsync(1);
        await Expect(window.Page.Locator(".progress")).ToBeHiddenAsync();
        window.AssertQuiet();
    }

    /// <summary>The parts that a production changes: progress, beats, takes.</summary>
    private static async Task AssertFollowedByOneRequestAsync(StudioWindow window)
    {
        var asked = new ConcurrentQueue<string>();
        window.Page.Request += Note;
        for (var look = 0; look < 3; look++)
            await window.Page.WaitForRequestAsync("**/api/sessions/*/review");
        window.Page.Request -= Note;
        Assert.Single(asked.Distinct());

        void Note(object? sender, IRequest request) => asked.Enqueue(request.Url);
    }

    private static async Task PressWhileItIsDrawnAgainAsync(StudioWindow window)
    {
        await window.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Edit script" }).HoverAsync();
        await window.Page.Mouse.DownAsync();
        // The second poll comes after the first one's result was drawn.
        await window.Page.WaitForRequestAsync("**/api/sessions/*/review");
        await window.Page.WaitForRequestAsync("**/api/sessions/*/review");
        await window.Page.Mouse.UpAsync();
        await Expect(window.Page.Locator("h1")).ToHaveTextAsync("Edit script");
    }

    [Fact]
    public async Task Failed_beat_says_why_and_is_made_by_a_retry()
    {
        app.Speech.Faults.When("Me not so sure", SpeechFault.QuotaExceeded, times: 1);
        var output = await app.Process.Client.ProduceAsync(Scripts.Story);

        await using var window = await app.OpenAsync($"/sessions/{output["session_id"]}");
        var reply = window.Beat("02_reply");
        await Expect(reply.Locator(".problem code")).ToHaveTextAsync("quota-exceeded");
        await Expect(reply.Locator(".problem p")).ToHaveTextAsync(output["beats"]![1]!["error"]!["message"]!.GetValue<string>());
        await Expect(window.Page.Locator(".session-head .pill.bad")).ToHaveTextAsync("1 beat failed");
        await window.ShootAsync("12-failed-beat");
        await window.Button("Try again", reply).ClickAsync();

        await Expect(reply.Locator(".take.selected")).ToHaveCountAsync(1);
        await Expect(reply.Locator(".problem")).ToHaveCountAsync(0);
        await Expect(window.Button("Play take 1", reply)).ToBeFocusedAsync();
        await Expect(window.Page.Locator(".session-head .pill.bad")).ToHaveCountAsync(0);
        await Expect(reply.Locator(".facts")).ToContainTextAsync("characters billed");
        await Expect(reply.Locator(".facts")).ToContainTextAsync("LUFS");
        window.AssertQuiet();
    }

    [Fact]
    public async Task List_shows_the_failed_beat_of_an_exported_session_until_it_is_made()
    {
        const string project = "studio-list-failed";
        app.Speech.Faults.When("Me was not so sure", SpeechFault.QuotaExceeded, times: 1);
        var script = Scripts.Story.Replace("studio-story", project, StringComparison.Ordinal).Replace("Me not so", "Me was not so", StringComparison.Ordinal);
        var sessionId = (await app.Process.Client.ProduceAsync(script))["session_id"]!.GetValue<string>();
        await app.Process.Client.ExportAsync(sessionId);

        await using var window = await app.OpenAsync("/");
        await window.Page.GetByLabel("Project").FillAsync(project);
        var row = window.Page.Locator(".session-row");
        await Expect(row).ToHaveCountAsync(1);
        await Expect(row.Locator(".pill")).ToHaveTextAsync(["1 beat failed", "Exported"]);
        await window.ShootAsync("17-failed-in-the-list");

        var (_, regeneration, _) = await app.Process.Client.SendJsonAsync(HttpMethod.Post, $"sessions/{sessionId}/beats/02_reply/regenerate");
        await ApiCalls.EndOfAsync(regeneration!["statusQueryGetUri"]!.GetValue<string>());
        await window.Page.GetByLabel("Status").SelectOptionAsync("exported");
        await Expect(row.Locator(".pill")).ToHaveTextAsync(["Exported"]);
        window.AssertQuiet();
    }

    [Fact]
    public async Task Running_regeneration_is_found_again_after_a_reload_and_after_other_views()
    {
        var output = await app.Process.Client.ProduceAsync(Scripts.OneBeat("Patient", "Me wait for it."));
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        app.Speech.Faults.When("Me wait for it", SpeechFault.HeldUntil(release.Task), times: 1);
        await using var window = await app.OpenAsync($"/sessions/{output["session_id"]}");
        var beat = window.Beat("01_only");
        try
        {
            await LeaveWhileItIsMadeAsync(window, $"#/sessions/{output["session_id"]}");
        }
        finally
        {
            release.TrySetResult();
        }

        await Expect(window.Page.Locator(".toast")).ToContainTextAsync("A new take of Only is ready");
        await Expect(beat.Locator(".take")).ToHaveCountAsync(2);
        await Expect(beat.Locator(".job")).ToHaveCountAsync(0);
        Assert.Equal("[]", await window.Page.EvaluateAsync<string>("() => sessionStorage.getItem('audiofunctions-regenerations')"));
        window.AssertQuiet();
    }

    private static async Task LeaveWhileItIsMadeAsync(StudioWindow window, string view)
    {
        var beat = window.Beat("01_only");
        await window.Button("Revise", beat).ClickAsync();
        await window.Button("Make a new take", beat).ClickAsync();
        await Expect(beat.Locator(".job")).ToHaveTextAsync("Making a new take…");
        await window.UntilRememberedAsync("audiofunctions-regenerations");

        // The reload interrupts a status request.
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await window.Page.RouteAsync(Statuses, _ => asked.TrySetResult(), new PageRouteOptions { Times = 1 });
        await asked.Task.WaitAsync(TimeSpan.FromMilliseconds(TimeoutMs));
        await window.Page.ReloadAsync();
        await Expect(beat.Locator(".job")).ToHaveTextAsync("Making a new take…");
        await window.GoAsync("#/voices");
        await Expect(window.Page.Locator("h1")).ToHaveTextAsync("Voices");
        await window.GoAsync(view);
        await Expect(beat.Locator(".job")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Production_that_ended_early_says_why_until_its_beats_are_made()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        app.Speech.Faults.When("Me never end it", SpeechFault.HeldUntil(release.Task), times: 1);
        try
        {
            var started = await app.Process.Client.StartSessionAsync(Scripts.OneBeat("Early", "Me never end it."));
            await using var window = await app.OpenAsync($"/sessions/{started["session_id"]}");
            var reason = window.Page.Locator("main > div > .problem");
            await Expect(window.Page.Locator(".progress")).ToBeVisibleAsync();
            await Expect(reason).ToHaveCountAsync(0);
            await app.Speech.ReceivesAsync("Me never end it");
            var terminate = started["terminatePostUri"]!.GetValue<string>().Replace("{text}", "enough", StringComparison.Ordinal);
            using var answer = await ApiCalls.Durable.PostAsync(new Uri(terminate), null);

            await Expect(reason.Locator("code")).ToHaveTextAsync("production-terminated");
            await Expect(reason.Locator("p")).ToContainTextAsync("regenerate the beats that have none");

            await window.Button("Revise", window.Beat("01_only")).ClickAsync();
            await window.Button("Make a new take", window.Beat("01_only")).ClickAsync();
            await Expect(window.Beat("01_only").Locator(".job")).ToHaveTextAsync("Making a new take…");
            // The terminated production's request is paid for: the new take waits for its response and uses it.
            release.SetResult();
            await Expect(window.Beat("01_only").Locator(".take")).ToHaveCountAsync(1);
            Assert.Equal(1, app.Speech.RequestsFor("Me never end it"));
            await Expect(reason).ToHaveCountAsync(0);
            window.AssertQuiet();
        }
        finally
        {
            release.TrySetResult();
        }
    }

    [Fact]
    public async Task Regeneration_is_followed_through_a_short_outage()
    {
        var output = await app.Process.Client.ProduceAsync(Scripts.OneBeat("Patient", "Me hope for it."));
        await using var window = (await app.OpenAsync($"/sessions/{output["session_id"]}")).Expecting("/webhooks/");
        var refused = new RouteFulfillOptions { Status = 503, ContentType = "text/plain", Body = "The server is busy." };
        await window.Page.RouteAsync(Statuses, route => route.FulfillAsync(refused), new PageRouteOptions { Times = 1 });
        await window.Button("Revise", window.Beat("01_only")).ClickAsync();
        await window.Button("Make a new take", window.Beat("01_only")).ClickAsync();

        await Expect(window.Page.Locator(".toast")).ToContainTextAsync("A new take of Only is ready");
        await Expect(window.Beat("01_only").Locator(".take")).ToHaveCountAsync(2);
        window.AssertQuiet();
    }
}
