using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Speech;
using Microsoft.Playwright;
using static AudioFunctions.Studio.Tests.StudioWindow;

namespace AudioFunctions.Studio.Tests;

/// <summary>What is spent while it is spent, and the button that stops it.</summary>
[Collection(SpokenStudioTests.Name)]
public sealed class StoppedRegenerationTests(SpeakingApp app)
{
    [Fact]
    public async Task Stopped_regeneration_makes_no_take_and_the_next_one_uses_what_was_paid()
    {
        var sessionId = await app.ProduceAsync(Scripts.OneBeat("Halted", "Me halt the cart.\n[CHARACTER: boomer]\nMe halt the horse."));
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        app.Speech.Faults.When("halt the cart", SpeechFault.HeldUntil(release.Task), times: 1);
        await using var window = await app.OpenAsync($"/sessions/{sessionId}");
        var beat = window.Beat("01_only");
        await window.Button("Revise", beat).ClickAsync();
        await beat.GetByLabel("Direction").FillAsync("Slowly");
        var seen = app.Speech.RequestsFor("halt the cart");
        await window.Button("Make a new take", beat).ClickAsync();
        await app.Speech.ReceivesAsync("halt the cart", seen + 1);
        await Expect(window.Button("Stop", beat)).ToBeVisibleAsync();
        await window.ShootAsync("50-regenerating");
        await window.AssertAccessibleAsync("regenerating");

        await StopAsync(window, beat);
        release.SetResult();

        await Expect(window.Page.Locator(".toast")).ToContainTextAsync("No new take of Only was made. One with the same settings reuses what was paid for.");
        await Expect(beat.Locator(".job")).ToHaveCountAsync(0);
        await Expect(beat.Locator(".take")).ToHaveCountAsync(1);
        // What was typed is kept for the next try.
        await Expect(beat.GetByLabel("Direction")).ToHaveValueAsync("Slowly");
        await window.Button("Make a new take", beat).ClickAsync();
        await Expect(beat.Locator(".take")).ToHaveCountAsync(2);
        Assert.Equal((2, 2), (app.BillsOf("halt the cart"), app.BillsOf("halt the horse")));
        window.AssertQuiet();
    }

    [Fact]
    public async Task Stop_is_there_after_a_reload_and_several_takes_show_what_they_cost_so_far()
    {
        var sessionId = await app.ProduceAsync(Scripts.OneBeat("Counted", "Me count the coins."));
        var cost = app.Speech.Bills.Single(bill => bill.Text.Contains("count the coins", StringComparison.Ordinal)).Cost;
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        app.Speech.Faults.When("count the coins", SpeechFault.None, times: 1);
        app.Speech.Faults.When("count the coins", SpeechFault.HeldUntil(release.Task), times: 1);
        await using var window = await app.OpenAsync($"/sessions/{sessionId}");
        var beat = window.Beat("01_only");
        await window.Button("Revise", beat).ClickAsync();
        await beat.GetByLabel("How many takes").SelectOptionAsync("4");
        await window.Button("Make 4 new takes", beat).ClickAsync();
        await Expect(beat.Locator(".job")).ToHaveTextAsync($"Making take 2 of 4… {cost} credits so far");
        await window.Page.ReloadAsync();
        await Expect(beat.Locator(".job")).ToHaveTextAsync($"Making take 2 of 4… {cost} credits so far");

        await StopAsync(window, beat);
        release.SetResult();

        await Expect(window.Page.Locator(".toast")).ToContainTextAsync("Stopped: 2 of 4 new takes of Only were made.");
        await Expect(beat.Locator(".take")).ToHaveCountAsync(3);
        await Expect(window.Button("Stop", beat)).ToHaveCountAsync(0);
        Assert.Equal(3, app.BillsOf("count the coins"));
        window.AssertQuiet();
    }

    [Fact]
    public async Task Production_shows_what_it_was_billed_and_its_budget()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        app.Speech.Faults.When("Me spend the silver", SpeechFault.HeldUntil(release.Task), times: 1);
        var (_, started, _) = await app.Process.Client.SendJsonAsync(
            HttpMethod.Post, "sessions?max_credits=900", ApiCalls.Els(Scripts.TwoBeats("Spending", "Me spend the gold.", "Me spend the silver.")));
        await app.Speech.ReceivesAsync("Me spend the silver");
        await using var window = await app.OpenAsync($"/sessions/{started!["session_id"]}");
        var first = app.Speech.Bills.Where(bill => bill.Text.Contains("spend the gold", StringComparison.Ordinal)).Sum(bill => bill.Cost);

        await Expect(window.Page.Locator(".progress")).ToContainTextAsync($"{first} of at most 900 credits");
        await window.ShootAsync("51-spending");
        release.SetResult();

        await Expect(window.Page.Locator(".progress")).ToBeHiddenAsync();
        window.AssertQuiet();
    }

    /// <summary>Returns when the service has accepted it.</summary>
    private static async Task StopAsync(StudioWindow window, ILocator beat)
    {
        await window.Page.RunAndWaitForResponseAsync(
            () => window.Button("Stop", beat).ClickAsync(),
            response => response.Url.EndsWith("/beats/01_only/cancel", StringComparison.Ordinal) && response.Status == 202);
        await Expect(window.Button("Stopping after the current request", beat)).ToHaveAttributeAsync("aria-disabled", "true");
    }
}
