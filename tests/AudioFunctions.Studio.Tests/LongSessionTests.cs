using System.Collections.Concurrent;
using AudioFunctions.Testing.Running;
using Microsoft.Playwright;
using static AudioFunctions.Studio.Tests.StudioWindow;

namespace AudioFunctions.Studio.Tests;

/// <summary>A session with many beats: reviewing it in one pass, its outline, and the cost of showing it.</summary>
[Collection(StudioTests.Name)]
public sealed class LongSessionTests(StudioApp app)
{
    private const int Beats = 40;

    /// <summary>Keys for a pass over all beats, including those that start and speed up listening.</summary>
    private const int MaxKeys = 60;

    private int _pressed;

    [Fact]
    public async Task Forty_beats_are_played_and_reviewed_with_fewer_than_sixty_keys()
    {
        var sessionId = (await app.Client.ProduceAsync(Scripts.ManyBeats(Beats)))["session_id"];
        await using var window = await app.OpenAsync("/voices");
        var asked = new ConcurrentBag<string>();
        window.Page.Request += (_, request) =>
        {
            if (request.Url.Contains("/api/sessions", StringComparison.Ordinal) && !request.Url.EndsWith("/audio", StringComparison.Ordinal))
                asked.Add($"{request.Method} {request.Url.Split("/api/")[1]}");
        };
        await window.GoAsync($"#/sessions/{sessionId}");
        await Expect(window.Page.Locator(".beat")).ToHaveCountAsync(Beats);
        await window.UntilAsync(window.Beat("01_many").Locator("audio"), "audio => audio.readyState >= 2");
        // It is repeated now and then, for what others do.
        Assert.Equal([$"GET sessions/{sessionId}/review"], asked.Distinct());

        // The review comes before the beat ends, no matter how busy the machine is.
        await window.Page.EvaluateAsync(StudioWindow.LoopWhatIsPlayed);
        for (var faster = 0; faster < 4; faster++)
            await PressAsync(window, ".");
        await PressAsync(window, " ");
        for (var number = 1; number <= Beats; number++)
        {
            await Expect(window.Page.Locator(".beat.here")).ToHaveAttributeAsync("data-beat", $"{number:00}_many");
            if (number % 10 != 0)
            {
                await PressAsync(window, "a");
                await Expect(Reviewed(window, number, "approved")).ToHaveCountAsync(1);
                continue;
            }

            await PressAsync(window, "d");
            await Expect(Reviewed(window, number, "redo")).ToHaveCountAsync(1);
            await PressAsync(window, "u");
        }

        await Expect(window.Main).ToContainTextAsync("36 of 40 approved");
        Assert.InRange(_pressed, Beats, MaxKeys - 1);
        var (_, session, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{sessionId}");
        Assert.Equal(4, session!["beats"]!.AsArray().Count(beat => beat!["review"]!.GetValue<string>() == "redo"));
        await window.ShootAsync("20-forty-beats");
        await window.AssertAccessibleAsync("forty beats");
        await FindAsync(window);
        window.AssertQuiet();
    }

    private static ILocator Reviewed(StudioWindow window, int number, string state) =>
        window.Page.Locator($".beat.{state}[data-beat='{number:00}_many']");

    /// <summary>Finding beats by kind, by words and in the outline.</summary>
    private static async Task FindAsync(StudioWindow window)
    {
        var shown = window.Page.Locator(".beat:visible");
        await window.Page.Locator(".beat-filter button", new PageLocatorOptions { HasText = "Redo" }).ClickAsync();
        await Expect(shown).ToHaveCountAsync(4);
        await Expect(window.Page.Locator(".outline li:visible")).ToHaveCountAsync(4);
        await window.Page.Keyboard.PressAsync("/");
        await window.Page.Keyboard.TypeAsync("number 2");
        await Expect(shown).ToHaveCountAsync(1);
        await window.Page.Locator(".outline-row:visible").ClickAsync();
        await Expect(window.Beat("20_many")).ToBeFocusedAsync();

        await window.Page.Keyboard.PressAsync("v");
        await Expect(window.Page.Locator(".beats.compact")).ToHaveCountAsync(1);
        await window.Page.ReloadAsync();
        await Expect(window.Page.Locator(".beats.compact")).ToHaveCountAsync(1);
        await DragAsync(window);
        await window.ShootAsync("21-compact");
        await window.AssertAccessibleAsync("compact");
    }

    /// <summary>Dragging along the session fetches no recording on the way.</summary>
    private static async Task DragAsync(StudioWindow window)
    {
        var fetched = new ConcurrentBag<string>();
        window.Page.Request += (_, request) => fetched.Add(request.Url);
        var position = window.Page.GetByLabel("Position in the session");
        await Expect(position).ToBeVisibleAsync();
        var box = (await position.BoundingBoxAsync())!;
        await window.Page.Mouse.MoveAsync(box.X + 10, box.Y + (box.Height / 2));
        await window.Page.Mouse.DownAsync();
        await window.Page.Mouse.MoveAsync(box.X + (box.Width * 3 / 4), box.Y + (box.Height / 2), new MouseMoveOptions { Steps = 20 });
        await Expect(window.Page.Locator(".transport strong")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^Beat (29|3.)$"));
        await window.Page.Mouse.UpAsync();
        await Expect(window.Page.Locator(".beat.here")).ToHaveAttributeAsync("data-beat", new System.Text.RegularExpressions.Regex("^(29|3.)_many$"));
        var middle = await window.EvaluateAsync<string[]>(
            window.Page.Locator(".beats"), "beats => [...beats.children].slice(15, 18).map(beat => beat.querySelector('.take')?.dataset.take ?? 'none')");
        Assert.DoesNotContain(fetched, url => middle.Any(take => url.Contains(take, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Review_of_a_beat_is_undone_with_one_key()
    {
        var sessionId = (await app.Client.ProduceAsync(Scripts.Story))["session_id"];
        await using var window = await app.OpenAsync($"/sessions/{sessionId}");
        await Expect(window.Beat("02_reply").Locator(".line-text").First).ToBeVisibleAsync();
        await window.Page.Keyboard.PressAsync("a");
        await Expect(window.Beat("02_reply")).ToBeFocusedAsync();

        await window.Page.Keyboard.PressAsync("z");

        await Expect(window.Beat("01_hook")).ToBeFocusedAsync();
        await Expect(window.Button("Approve", window.Beat("01_hook"))).ToHaveAttributeAsync("aria-pressed", "false");
        var (_, session, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{sessionId}");
        Assert.Null(session!["beats"]![0]!["review"]);
        window.AssertQuiet();
    }

    [Fact]
    public async Task Page_behind_a_proxy_with_a_path_prefix_works_and_follows_a_regeneration()
    {
        var sessionId = (await app.Client.ProduceAsync(Scripts.OneBeat("Prefixed", "Me stand behind a proxy.")))["session_id"];
        await using var window = await app.OpenAsync("/voices");
        var bare = new ConcurrentBag<string>();
        await Expect(window.Page.Locator(".voice").First).ToBeVisibleAsync();
        await window.Page.RouteAsync(IsOfServer, route => route.ContinueAsync(new RouteContinueOptions { Url = WithoutPrefix(route.Request.Url, bare) }));
        var root = app.Client.BaseAddress!;
        await window.Page.GotoAsync($"{root.GetLeftPart(UriPartial.Authority)}/voice{root.AbsolutePath}studio#key={app.Key}&/sessions/{sessionId}");
        var beat = window.Beat("01_only");
        await window.UntilAsync(beat.Locator("audio"), "audio => audio.readyState >= 2");

        await window.Button("Revise", beat).ClickAsync();
        await window.Button("Make a new take", beat).ClickAsync();

        await Expect(beat.Locator(".take")).ToHaveCountAsync(2);
        Assert.Empty(bare);
        window.AssertQuiet();
    }

    /// <summary>False for recordings, which are played from the browser's memory.</summary>
    private static bool IsOfServer(string url) => url.StartsWith("http", StringComparison.Ordinal);

    /// <param name="bare">Collects requests without the prefix, which a proxy wouldn't forward.</param>
    private static string WithoutPrefix(string url, ConcurrentBag<string> bare)
    {
        if (!url.Contains("/voice/", StringComparison.Ordinal))
            bare.Add(url);
        return url.Replace("/voice/", "/", StringComparison.Ordinal);
    }

    private async Task PressAsync(StudioWindow window, string key)
    {
        _pressed++;
        await window.Page.Keyboard.PressAsync(key);
    }
}
