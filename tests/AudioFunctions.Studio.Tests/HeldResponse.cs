using Microsoft.Playwright;
using static AudioFunctions.Studio.Tests.StudioWindow;

namespace AudioFunctions.Studio.Tests;

/// <summary>A response of the service that is held on its way to the page, so that it is outdated when it arrives.</summary>
internal sealed class HeldResponse
{
    private readonly IPage _page;
    private readonly TaskCompletionSource<IRequest> _given = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _taken;

    private HeldResponse(IPage page) => _page = page;

    /// <param name="url">As in <see cref="IPage.RouteAsync(string, Func{IRoute, Task}, PageRouteOptions)"/>.</param>
    public static async Task<HeldResponse> ToTheNextAsync(StudioWindow window, string method, string url)
    {
        var held = new HeldResponse(window.Page);
        await window.Page.RouteAsync(url, route => route.Request.Method == method && Interlocked.Exchange(ref held._taken, 1) == 0
            ? held.HoldAsync(route)
            : route.FallbackAsync());
        return held;
    }

    /// <summary>Completes when the service has responded.</summary>
    public Task<IRequest> GivenAsync() => _given.Task.WaitAsync(TimeSpan.FromMilliseconds(TimeoutMs));

    /// <summary>Releases the response; returns when the page has processed it.</summary>
    public async Task ReleaseAsync()
    {
        var request = await GivenAsync();
        await _page.RunAndWaitForRequestFinishedAsync(
            () =>
            {
                _release.TrySetResult();
                return Task.CompletedTask;
            },
            new PageRunAndWaitForRequestFinishedOptions { Predicate = finished => finished == request });
        await _page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
    }

    private async Task HoldAsync(IRoute route)
    {
        var answer = await route.FetchAsync();
        _given.TrySetResult(route.Request);
        await _release.Task;
        await route.FulfillAsync(new RouteFulfillOptions { Response = answer });
    }
}
