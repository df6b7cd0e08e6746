using System.Text.Json.Nodes;
using AudioFunctions.Testing.Running;
using Microsoft.Playwright;
using static AudioFunctions.Studio.Tests.StudioWindow;

namespace AudioFunctions.Studio.Tests;

/// <summary>An export that is running when the page is reloaded.</summary>
[Collection(TakeStudioTests.Name)]
public sealed class FollowedExportTests(StudioApp app)
{
    private const string StatusUrls = "**/instances/export-*";

    [Fact]
    public async Task Running_export_is_followed_after_a_reload_to_its_files()
    {
        await using var window = await StartAsync("Followed", "Me follow the wagon.");
        var exports = 0;
        window.Page.Request += (_, request) => exports += request.Method == "POST" && request.Url.EndsWith("/export", StringComparison.Ordinal) ? 1 : 0;
        await window.Page.ReloadAsync();
        await window.Button("Exporting…", window.Main).ClickAsync();
        await Expect(window.Dialog).ToContainTextAsync("Exporting: packing the zip (3 of 3)…");
        await Expect(window.Button("Export", window.Dialog)).ToBeDisabledAsync();
        await window.ShootAsync("52-export-after-a-reload");

        await window.Page.UnrouteAsync(StatusUrls);

        await Expect(window.Dialog.Locator(".verdict.good")).ToContainTextAsync("files");
        await Expect(window.Button("Download 01_only.mp3", window.Dialog)).ToBeVisibleAsync();
        await Expect(window.Button("Export", window.Dialog)).ToBeEnabledAsync();
        await window.Page.Keyboard.PressAsync("Escape");
        await Expect(window.Button("Export", window.Main)).ToBeVisibleAsync();
        await Expect(window.Page.Locator(".pill.exported")).ToBeVisibleAsync();
        Assert.Equal(0, exports);
        Assert.Equal("{}", await window.Page.EvaluateAsync<string>("() => sessionStorage.getItem('audiofunctions-exports')"));
        // It isn't followed once more.
        await window.Page.ReloadAsync();
        await Expect(window.Button("Export", window.Main)).ToBeVisibleAsync();
        window.AssertQuiet();
    }

    [Fact]
    public async Task Failure_of_an_export_is_shown_after_a_reload_without_its_dialog()
    {
        await using var window = await StartAsync("Unfollowed", "Me lose the wagon.");
        await window.Page.ReloadAsync();
        await Expect(window.Button("Exporting…", window.Main)).ToBeVisibleAsync();

        // The last route counts.
        await window.Page.RouteAsync(StatusUrls, route => ShowAsync(route, status =>
        {
            status["runtimeStatus"] = "Failed";
            status["customStatus"] = JsonNode.Parse("""{"stage":"failed","error":{"code":"export-timeout","message":"Making the sound took too long."}}""");
        }));

        await Expect(window.Page.Locator(".toast.bad")).ToContainTextAsync("Making the sound took too long.");
        await Expect(window.Page.Locator(".toast.bad code")).ToHaveTextAsync("export-timeout");
        await Expect(window.Button("Export", window.Main)).ToBeVisibleAsync();
        window.AssertQuiet();
    }

    /// <summary>Starts an export that seems to go on.</summary>
    private async Task<StudioWindow> StartAsync(string title, string words)
    {
        var sessionId = (await app.Client.ProduceAsync(Scripts.OneBeat(title, words)))["session_id"]!.GetValue<string>();
        var window = await app.OpenAsync($"/sessions/{sessionId}");
        await window.Page.RouteAsync(StatusUrls, route => ShowAsync(route, status =>
        {
            status["runtimeStatus"] = "Running";
            status["customStatus"] = new JsonObject { ["stage"] = "zipping", ["step"] = 3, ["of"] = 3 };
        }));
        await window.Button("Export", window.Main).ClickAsync();
        await window.Button("Export", window.Dialog).ClickAsync();
        await Expect(window.Dialog).ToContainTextAsync("Exporting: packing the zip (3 of 3)…");
        return window;
    }

    private static async Task ShowAsync(IRoute route, Action<JsonNode> change)
    {
        var response = await route.FetchAsync();
        var status = JsonNode.Parse(await response.TextAsync())!;
        change(status);
        await route.FulfillAsync(new RouteFulfillOptions { Response = response, Body = status.ToJsonString() });
    }
}
