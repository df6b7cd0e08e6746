using AudioFunctions.Testing.Running;
using Microsoft.Playwright;
using static AudioFunctions.Studio.Tests.StudioWindow;

namespace AudioFunctions.Studio.Tests;

/// <summary>The page behind a reverse proxy that shows the app, or a part of it, under a prefix.</summary>
[Collection(StudioTests.Name)]
public sealed class ProxyPrefixTests(StudioApp app)
{
    /// <param name="root">Where the proxy shows the host, with its management API.</param>
    /// <param name="api">Where it shows the API.</param>
    [Theory]
    [InlineData("/a/", "/a/api/")]
    [InlineData("/a/b/", "/a/b/api/")]
    [InlineData("/", "/v1/voice/")]
    [InlineData("/a/b/", "/a/b/v1/voice/")]
    public async Task The_page_follows_what_it_starts_under_any_prefix(string root, string api)
    {
        var title = $"Proxied {api}";
        var output = await app.Client.ProduceAsync(Scripts.OneBeat(title, "Me stand behind a proxy."));
        await using var window = (await app.OpenWithoutKeyAsync()).Expecting("durabletask");
        await window.Page.RouteAsync("http://proxy.test/**", route => ForwardAsync(route, root, api));

        await window.Page.GotoAsync($"http://proxy.test{api}studio#key={app.Key}&/sessions/{output["session_id"]}");
        var beat = window.Beat("01_only");
        await window.Button("Revise", beat).ClickAsync();
        await window.Button("Make a new take", beat).ClickAsync();
        await Expect(beat.Locator(".take")).ToHaveCountAsync(2);
        await window.Button("Export", window.Main).ClickAsync();
        await window.Button("Export", window.Dialog).ClickAsync();
        await Expect(window.Dialog.Locator(".verdict")).ToContainTextAsync("file");
        window.AssertQuiet();
    }

    private async Task ForwardAsync(IRoute route, string root, string api)
    {
        var path = new Uri(route.Request.Url).PathAndQuery;
        var host = app.Client.BaseAddress!.GetLeftPart(UriPartial.Authority);
        var target = path.StartsWith(api, StringComparison.Ordinal) ? $"{host}/api/{path[api.Length..]}"
            : path.StartsWith($"{root}runtime/", StringComparison.Ordinal) ? $"{host}/{path[root.Length..]}"
            : null;
        if (target is null)
            await route.FulfillAsync(new RouteFulfillOptions { Status = 404, ContentType = "text/plain", Body = "Not of this proxy." });
        else
            await route.FulfillAsync(new RouteFulfillOptions { Response = await route.FetchAsync(new RouteFetchOptions { Url = target }) });
    }
}
