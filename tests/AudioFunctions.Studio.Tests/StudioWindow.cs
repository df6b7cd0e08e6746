using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using AudioFunctions.Testing;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace AudioFunctions.Studio.Tests;

/// <summary>A browser window with the review page. Collects the browser's error messages for <see cref="AssertQuiet"/>.</summary>
public sealed class StudioWindow : IAsyncDisposable
{
    /// <summary>Timeout of every wait, in milliseconds; long, because the machine may be busy.</summary>
    public const float TimeoutMs = 60_000;

    /// <summary>Like <see cref="LoopAudioAsync"/>, for audio that the page creates later, too.</summary>
    public const string LoopWhatIsPlayed =
        "() => { const { play } = HTMLMediaElement.prototype; HTMLMediaElement.prototype.play = function () { this.loop = true; return play.call(this); }; }";

    private static readonly (int Width, int Height, ColorScheme Scheme, string Name)[] Looks =
    [
        (1280, 900, ColorScheme.Light, "desktop-light"),
        (1280, 900, ColorScheme.Dark, "desktop-dark"),
        (390, 844, ColorScheme.Light, "phone-light"),
        (390, 844, ColorScheme.Dark, "phone-dark"),
    ];

    // Describing what passes would take longer than checking it.
    private static readonly AxeRunOptions AxeOptions = new() { ResultTypes = [ResultType.Violations] };

    private readonly IBrowserContext _context;
    private readonly Uri _studio;
    private readonly ConcurrentQueue<(string Text, string Location)> _complaints = new();
    private readonly List<string> _expected = ["exports/manifest.json"];

    internal StudioWindow(IBrowserContext context, IPage page, Uri studio)
    {
        _context = context;
        _studio = studio;
        Page = page;
        page.PageError += (_, error) => _complaints.Enqueue((error, ""));
        page.Console += (_, message) =>
        {
            // A violation of the content security policy is a console error, too.
            if (message.Type is "error" or "warning")
                _complaints.Enqueue((message.Text, message.Location));
        };
    }

    public IPage Page { get; }

    public ILocator Main => Page.Locator("main");

    public ILocator Dialog => Page.Locator("dialog[open]");

    /// <summary>Expects a console error about a refused request.</summary>
    /// <param name="part">Part of the request's URL.</param>
    public StudioWindow Expecting(string part)
    {
        _expected.Add(part);
        return this;
    }

    public Task GoAsync(string fragment) => Page.GotoAsync(_studio + fragment);

    public ILocator Button(string name, ILocator? within = null) =>
        (within ?? Page.Locator("body")).GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = name, Exact = true });

    public ILocator Beat(string beatId) => Page.Locator($"[data-beat='{beatId}']");

    public static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);

    /// <summary>
    /// The text, with up to 2 more credits than it says: an estimate by what past takes were billed, each request of them rounded up to whole
    /// credits, may be higher than the price list's.
    /// </summary>
    public static Regex AboutCredits(string text) => new(
        $"^{Regex.Replace(Regex.Escape(text), @"\d+(?=\\ credits)", listed => $"({string.Join('|', Enumerable.Range(int.Parse(listed.Value, CultureInfo.InvariantCulture), 3))})")}$");

    /// <summary>Makes the ETags of responses weak, like a proxy that compresses them.</summary>
    /// <param name="url">As in <see cref="IPage.RouteAsync(string, Func{IRoute, Task}, PageRouteOptions)"/>.</param>
    public Task WeakenTagsAsync(string url) => Page.RouteAsync(url, async route =>
    {
        var response = await route.FetchAsync();
        var headers = response.Headers.ToDictionary();
        if (headers.TryGetValue("etag", out var tag))
            headers["etag"] = $"W/{tag}";
        await route.FulfillAsync(new RouteFulfillOptions { Response = response, Headers = headers });
    });

    /// <summary>Waits until an expression is true for the element.</summary>
    public async Task UntilAsync(ILocator locator, string expression)
    {
        var element = await locator.ElementHandleAsync();
        await Page.WaitForFunctionAsync(expression, element, new PageWaitForFunctionOptions { PollingInterval = 50 });
    }

    /// <summary>Waits until the tab's storage has an item.</summary>
    public Task UntilRememberedAsync(string name) => Page.WaitForFunctionAsync("name => sessionStorage.getItem(name)", name);

    /// <summary>Loops audio, so that it doesn't end before a slow test checks it.</summary>
    public Task LoopAudioAsync() => Page.EvaluateAsync("() => document.querySelectorAll('audio').forEach(audio => { audio.loop = true; })");

    public async Task<T> EvaluateAsync<T>(ILocator locator, string expression) =>
        (await locator.EvaluateAsync<JsonElement>(expression)).Deserialize<T>()!;

    /// <summary>
    /// Stores screenshots of the view, wide and narrow, light and dark, in TestResults/screenshots. Nothing may need scrolling sideways.
    /// </summary>
    public async Task ShootAsync(string name)
    {
        await InLooksAsync(Looks, async look =>
        {
            await Page.ScreenshotAsync(new PageScreenshotOptions
            {
                Path = Path.Combine(Repository.Root, "TestResults", "screenshots", $"{name}-{look}.png"),
                FullPage = await Dialog.CountAsync() == 0,
                Caret = ScreenshotCaret.Initial,
            });
            var width = await Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth");
            Assert.True(width <= Page.ViewportSize!.Width, $"{name} is {width} px wide in a window of {Page.ViewportSize.Width} px.");
        });
    }

    /// <summary>
    /// Checks accessibility, wide and light, narrow and dark. Each look takes seconds, and contrast, in which the other two could differ, has
    /// its own test.
    /// </summary>
    public Task AssertAccessibleAsync(string name) => InLooksAsync([Looks[0], Looks[3]], async look =>
    {
        var faults = (await Page.RunAxe(AxeOptions)).Violations.Where(IsRefused);
        var listed = string.Join('\n', faults.Select(fault =>
            $"{name}, {look}: {fault.Id}: {fault.Help}: {string.Join(" | ", fault.Nodes.Select(node => $"{node.Html}: {string.Join(", ", node.Any.Select(check => check.Message))}"))}"));
        // Assert.Equal would truncate it.
        Assert.True(listed.Length == 0, listed);

        // Landmarks with the same name in every beat are moderate for axe, but make a list of them useless.
        static bool IsRefused(AxeResultItem fault) =>
            fault.Impact is "serious" or "critical" || fault.Id.StartsWith("landmark-", StringComparison.Ordinal);
    });

    private async Task InLooksAsync(
        IEnumerable<(int Width, int Height, ColorScheme Scheme, string Name)> looks, Func<string, Task> lookAsync)
    {
        foreach (var look in looks)
        {
            await Page.SetViewportSizeAsync(look.Width, look.Height);
            // Without transitions: an element that isn't drawn would keep the previous colours, because its transition never ends.
            await Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = look.Scheme, ReducedMotion = ReducedMotion.Reduce });
            // Two frames: sizes are observed, then drawn.
            await Page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 150))))");
            await lookAsync(look.Name);
        }

        await Page.SetViewportSizeAsync(Looks[0].Width, Looks[0].Height);
        await Page.EmulateMediaAsync(new PageEmulateMediaOptions { ReducedMotion = ReducedMotion.Null });
    }

    /// <summary>No console error, no unhandled rejection, no violation of the content security policy.</summary>
    /// <remarks>Filters <see cref="Expecting">expected</see> errors here, not on arrival, because some arrive while the window opens.</remarks>
    public void AssertQuiet()
    {
        var unexpected = _complaints.Where(complaint => !_expected.Exists(part => complaint.Location.Contains(part, StringComparison.Ordinal)));
        var listed = string.Join('\n', unexpected.Select(complaint => $"{complaint.Text} ({complaint.Location})"));
        // Assert.Equal would truncate it.
        Assert.True(listed.Length == 0, listed);
    }

    public async ValueTask DisposeAsync() => await _context.CloseAsync();
}
