using AudioFunctions.Testing.Running;
using Microsoft.Playwright;
using static AudioFunctions.Studio.Tests.StudioWindow;

namespace AudioFunctions.Studio.Tests;

/// <summary>A service that is unreachable or fails for a while.</summary>
[Collection(StudioTests.Name)]
public sealed class ConnectionTests(StudioApp app)
{
    private const string Lists = "**/api/sessions?*";

    [Fact]
    public async Task Message_about_a_lost_connection_disappears_when_nothing_retries()
    {
        await using var window = (await app.OpenAsync("/voices")).Expecting("/api/sessions");
        await window.Page.RouteAsync(Lists, route => route.AbortAsync());
        await window.GoAsync("#/");
        await Expect(window.Page.Locator("#connection")).ToContainTextAsync("Connection lost");

        await window.GoAsync("#/new");
        await Expect(window.Page.Locator("#connection")).ToBeHiddenAsync();
        window.AssertQuiet();
    }

    [Fact]
    public async Task Connection_restored_for_one_request_is_restored_for_all()
    {
        await using var window = (await app.OpenAsync("/voices")).Expecting("/api/sessions");
        await Expect(window.Page.Locator(".voice").First).ToBeVisibleAsync();
        // No delay before the next attempt ends by itself.
        await window.Page.Clock.InstallAsync();
        await window.Page.Clock.PauseAtAsync(DateTime.UtcNow.AddHours(1));
        await window.Page.RouteAsync(Lists, route => route.AbortAsync(), new PageRouteOptions { Times = 1 });
        await window.GoAsync("#/");
        await Expect(window.Page.Locator("#connection")).ToContainTextAsync("Connection lost");

        await window.Page.RunAndWaitForResponseAsync(
            () => window.Page.GetByLabel("Status").SelectOptionAsync("completed"),
            answer => answer.Url.EndsWith("/api/sessions?limit=20", StringComparison.Ordinal));
        await Expect(window.Page.Locator("#connection")).ToBeHiddenAsync();
        window.AssertQuiet();
    }

    [Fact]
    public async Task Session_that_failed_to_load_is_shown_after_a_retry()
    {
        var output = await app.Client.ProduceAsync(Scripts.OneBeat("Again", "Me come again."));
        await using var window = (await app.OpenAsync("/voices")).Expecting("/api/sessions/");
        var refused = new RouteFulfillOptions { Status = 503, ContentType = "text/plain", Body = "The server is busy." };
        await window.Page.RouteAsync($"**/api/sessions/{output["session_id"]}/review", route => route.FulfillAsync(refused), new PageRouteOptions { Times = 1 });
        await window.GoAsync($"#/sessions/{output["session_id"]}");
        await Expect(window.Page.Locator(".problem code")).ToHaveTextAsync("http-503");
        await window.Button("Try again").ClickAsync();

        await Expect(window.Page.Locator("h1")).ToContainTextAsync("Again");
        await Expect(window.Page.Locator(".take.selected")).ToHaveCountAsync(1);
        await Expect(window.Page.Locator(".problem")).ToHaveCountAsync(0);
        window.AssertQuiet();
    }
}
