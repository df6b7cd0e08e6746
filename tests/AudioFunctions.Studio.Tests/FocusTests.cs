using AudioFunctions.Testing.Running;
using static AudioFunctions.Studio.Tests.StudioWindow;

namespace AudioFunctions.Studio.Tests;

/// <summary>The keyboard focus after a regeneration.</summary>
[Collection(StudioTests.Name)]
public sealed class FocusTests(StudioApp app)
{
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task New_take_gets_the_focus_from_the_button_that_started_it()
    {
        await using var window = await OpenAsync("Stayed");
        await MakeAsync(window);

        await EndAsync(window);

        await Expect(window.Button("Play take 2")).ToBeFocusedAsync();
        window.AssertQuiet();
    }

    [Fact]
    public async Task New_take_gets_the_focus_from_another_button_of_the_form()
    {
        await using var window = await OpenAsync("Stayed in the form");
        await MakeAsync(window);
        await window.Button("Reset").FocusAsync();

        await EndAsync(window);

        await Expect(window.Button("Play take 2")).ToBeFocusedAsync();
        window.AssertQuiet();
    }

    [Fact]
    public async Task Focus_stays_in_a_field_of_the_form()
    {
        await using var window = await OpenAsync("Typing");
        await MakeAsync(window);
        await window.Page.GetByLabel("Direction").PressSequentiallyAsync("Slo");

        await EndAsync(window);
        await window.Page.Keyboard.TypeAsync("wly");

        await Expect(window.Page.GetByLabel("Direction")).ToHaveValueAsync("Slowly");
        await Expect(window.Page.GetByLabel("Direction")).ToBeFocusedAsync();
        window.AssertQuiet();
    }

    [Fact]
    public async Task Focus_stays_outside_the_form()
    {
        await using var window = await OpenAsync("Gone");
        await MakeAsync(window);
        await window.Button("Export").FocusAsync();

        await EndAsync(window);

        await Expect(window.Button("Export")).ToBeFocusedAsync();
        window.AssertQuiet();
    }

    private async Task<StudioWindow> OpenAsync(string title)
    {
        var output = await app.Client.ProduceAsync(Scripts.OneBeat(title, "Me wait for another take."));
        var window = await app.OpenAsync($"/sessions/{output["session_id"]}");
        await window.Page.RouteAsync("**/runtime/webhooks/durabletask/instances/*", async route =>
        {
            await _release.Task;
            await route.ContinueAsync();
        });
        return window;
    }

    /// <summary>Submits by keyboard, and waits until the service has accepted it.</summary>
    private static async Task MakeAsync(StudioWindow window)
    {
        await window.Button("Revise").ClickAsync();
        await window.Button("Make a new take").FocusAsync();
        await window.Page.Keyboard.PressAsync("Enter");
        await Expect(window.Page.Locator(".job")).ToBeVisibleAsync();
    }

    private async Task EndAsync(StudioWindow window)
    {
        _release.SetResult();
        await Expect(window.Page.Locator(".take")).ToHaveCountAsync(2);
        // The form is enabled again after the focus was moved, or left where it was.
        await Expect(window.Button("Make a new take")).ToBeEnabledAsync();
    }
}
