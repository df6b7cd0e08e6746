using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static AudioFunctions.Studio.Tests.StudioWindow;

namespace AudioFunctions.Studio.Tests;

/// <summary>The list of sessions when responses are late or come from a refresh.</summary>
[Collection(StudioTests.Name)]
public sealed partial class SessionListUpdateTests(StudioApp app)
{
    private const int PageSize = 20;

    private const string Lists = "**/api/sessions?*";

    [Fact]
    public async Task Filter_is_requested_only_when_typing_ends_not_by_an_earlier_refresh_or_next_page()
    {
        await using var window = await OpenAsync();
        var asked = new ConcurrentQueue<string>();
        await window.Page.RouteAsync(Lists, route =>
        {
            var query = new Uri(route.Request.Url).Query;
            asked.Enqueue(query);
            return FulfillAsync(route, query.Contains("continuation=", StringComparison.Ordinal) ? List(PageSize, 1)
                : query.Contains("project=", StringComparison.Ordinal) ? List(0, 1)
                : List(0, PageSize, "next"));
        });
        await window.GoAsync("#/");
        var rows = window.Page.Locator(".session-row");
        await Expect(rows).ToHaveCountAsync(PageSize);

        await window.Page.Clock.RunForAsync(3900);
        await window.Page.GetByLabel("Project").FillAsync("other");
        await window.Page.RunAndWaitForResponseAsync(() => window.Page.Clock.RunForAsync(200), Lists);
        await window.Button("Show more").ClickAsync();
        await Expect(rows).ToHaveCountAsync(PageSize + 1);
        Assert.DoesNotContain(asked, query => query.Contains("project=", StringComparison.Ordinal));

        await window.Page.Clock.RunForAsync(200);
        await Expect(rows).ToHaveCountAsync(1);
        Assert.Equal("?project=other&limit=20", asked.Last());
        window.AssertQuiet();
    }

    [Fact]
    public async Task List_is_busy_until_the_last_response_arrives()
    {
        await using var window = await app.OpenAsync("/");
        var (list, status) = (window.Page.Locator(".session-list"), window.Page.GetByLabel("Status"));
        await Expect(window.Page.Locator("[aria-busy]")).ToHaveCountAsync(0);
        var first = await HeldResponse.ToTheNextAsync(window, "GET", "**/api/sessions?*status=completed*");
        var second = await HeldResponse.ToTheNextAsync(window, "GET", "**/api/sessions?*status=exported*");
        await status.SelectOptionAsync("completed");
        await status.SelectOptionAsync("exported");

        await first.ReleaseAsync();
        Assert.Equal("true", await list.GetAttributeAsync("aria-busy"));
        await second.ReleaseAsync();
        await Expect(window.Page.Locator("[aria-busy]")).ToHaveCountAsync(0);
        window.AssertQuiet();
    }

    [Fact]
    public async Task Row_pressed_during_a_refresh_opens_its_session()
    {
        await using var window = (await OpenAsync()).Expecting("/api/sessions/");
        var title = "Before";
        await window.Page.RouteAsync(Lists, route => FulfillAsync(route, List(0, 3, title: title)));
        await window.GoAsync("#/");
        var row = window.Page.Locator(".session-row").Nth(1);
        await row.HoverAsync();
        await window.Page.Mouse.DownAsync();

        title = "After";
        await window.Page.Clock.RunForAsync(4000);
        await Expect(row).ToContainTextAsync("After");
        await window.Page.Mouse.UpAsync();

        await Assertions.Expect(window.Page).ToHaveURLAsync(Second());
        await Expect(window.Page.Locator(".problem code")).ToHaveTextAsync("session-not-found");
        window.AssertQuiet();
    }

    /// <summary>A window whose clock the test controls.</summary>
    private async Task<StudioWindow> OpenAsync()
    {
        var window = await app.OpenAsync("/voices");
        await Expect(window.Page.Locator(".voice").First).ToBeVisibleAsync();
        await window.Page.Clock.InstallAsync();
        await window.Page.Clock.PauseAtAsync(DateTime.UtcNow.AddHours(1));
        return window;
    }

    private static Task FulfillAsync(IRoute route, JsonObject list) =>
        route.FulfillAsync(new RouteFulfillOptions { ContentType = "application/json", Body = list.ToJsonString() });

    private static JsonObject List(int first, int count, string? continuation = null, string title = "Listed") => new()
    {
        ["sessions"] = new JsonArray([.. Enumerable.Range(first, count).Select(number => new JsonObject
        {
            ["session_id"] = $"listed-{number}",
            ["video_title"] = $"{title} {number}",
            ["project_name"] = "listed",
            ["status"] = "in_progress",
            ["beat_count"] = 1,
            ["failed_beat_count"] = 0,
            ["updated_at"] = "2030-01-01T00:00:00.000Z",
        })]),
        ["continuation"] = continuation,
    };

    [GeneratedRegex("#/sessions/listed-1$")]
    private static partial Regex Second();
}
