using AudioFunctions.Testing.Running;
using Microsoft.Playwright;
using static AudioFunctions.Studio.Tests.StudioWindow;

namespace AudioFunctions.Studio.Tests;

/// <summary>Responses that arrive after the user has gone elsewhere, in any view.</summary>
[Collection(TakeStudioTests.Name)]
public sealed class LateResponseTests(StudioApp app)
{
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task Export_is_followed_to_its_end_after_its_dialog_is_closed()
    {
        var output = await app.Client.ProduceAsync(Scripts.OneBeat("Exported", "Me go on without the dialog."));
        await using var window = await app.OpenAsync($"/sessions/{output["session_id"]}");
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
    public async Task Voice_opens_once_after_a_double_click_and_not_in_the_next_view()
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
    public async Task Text_typed_during_a_start_is_kept_for_the_next_session()
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
    public async Task Late_earlier_script_does_not_replace_typed_text()
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

    private async Task HoldAsync(IRoute route)
    {
        await _release.Task;
        await route.ContinueAsync();
    }
}
