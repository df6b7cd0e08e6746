using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Speech;
using Microsoft.Playwright;
using static AudioFunctions.Studio.Tests.StudioWindow;

namespace AudioFunctions.Studio.Tests;

/// <summary>Stopping a production while it speaks, and continuing it later.</summary>
[Collection(SpokenStudioTests.Name)]
public sealed class StopTests(SpeakingApp app)
{
    private const string Script = """
        [META]
        video_title: Stopped
        project: studio-tests
        [BEAT: 01_first]
        name: First
        ---
        Me speak while they press stop.
        [END_BEAT]
        [BEAT: 02_second]
        name: Second
        ---
        Me speak only when they continue.
        [END_BEAT]
        """;

    [Fact]
    public async Task Stopped_production_speaks_a_corrected_beat_alone_and_the_missing_one_later()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        app.Speech.Faults.When("press stop", SpeechFault.HeldUntil(release.Task), times: 1);
        var started = await app.Process.Client.StartSessionAsync(Script);
        await app.Speech.ReceivesAsync("press stop");
        await using var window = (await app.OpenAsync($"/sessions/{started["session_id"]}")).Expecting("/review");
        await Expect(window.Button("Stop")).ToBeVisibleAsync();
        await window.Page.RouteAsync("**/review", route => route.FulfillAsync(new RouteFulfillOptions { Status = 503, Body = "The server is busy." }));
        await Expect(window.Page.Locator("#connection")).ToContainTextAsync("The service answered 503");
        await window.Page.UnrouteAsync("**/review");
        await Expect(window.Page.Locator("#connection")).ToBeHiddenAsync();
        await window.Button("Stop").ClickAsync();
        await Expect(window.Page.Locator(".progress")).ToContainTextAsync("Stopping after the current request");
        await window.ShootAsync("15-stopping");
        release.TrySetResult();

        await Expect(window.Page.Locator(".progress")).ToBeHiddenAsync();
        await Expect(window.Beat("01_first").Locator(".take.selected")).ToHaveCountAsync(1);
        await Expect(window.Beat("02_second").Locator(".problem code")).ToHaveTextAsync("cancelled");
        await window.ShootAsync("16-stopped");
        var first = window.Beat("01_first");
        await window.Button("Edit", first).ClickAsync();
        await first.GetByRole(AriaRole.Textbox).FillAsync("name: First\n---\nMe speak while they press pause.");
        await Expect(first.Locator(".change.costs")).ToHaveTextAsync(
            AboutCredits("Speaks this beat: 32 characters, about 16 credits. 1 other beat waits to be spoken."));
        await window.Button("Apply", first).ClickAsync();
        await Expect(first.Locator(".line-text").First).ToContainTextAsync("press pause");
        await Expect(first.Locator(".take.selected")).ToHaveCountAsync(1);
        await Expect(window.Button("Undo")).ToBeVisibleAsync();
        Assert.Equal((1, 0), (app.BillsOf("press pause"), app.BillsOf("they continue")));

        await window.Button("Speak the missing beat").ClickAsync();
        await window.Button("Continue", window.Dialog).ClickAsync();
        // Its button has gone.
        await Expect(window.Page.Locator("h1")).ToBeFocusedAsync();

        await Expect(window.Beat("02_second").Locator(".take.selected")).ToHaveCountAsync(1);
        await Expect(window.Button("Speak the missing beat")).ToBeHiddenAsync();
        await Expect(window.Page.Locator(".progress")).ToBeHiddenAsync();
        Assert.Equal(1, app.Speech.Bills.Count(bill => bill.Text.Contains("press stop", StringComparison.Ordinal)));
        Assert.Equal(1, app.Speech.Bills.Count(bill => bill.Text.Contains("they continue", StringComparison.Ordinal)));
        window.AssertQuiet();
    }
}
