using System.Net;
using System.Text.Json.Nodes;
using AudioFunctions.Testing.Running;
using Microsoft.Playwright;
using static AudioFunctions.Studio.Tests.StudioWindow;

namespace AudioFunctions.Studio.Tests;

/// <summary>A whole workflow, from the first word to the downloaded file.</summary>
[Collection(StudioTests.Name)]
public sealed class StoryTests(StudioApp app)
{
    /// <summary>A browser's length of an MP3 differs from the service's by the padding at most.</summary>
    private const double DurationToleranceMs = 50;

    [Fact]
    public async Task Script_is_validated_spoken_played_revised_compared_selected_exported_and_downloaded()
    {
        await using var window = await app.OpenAsync("/new");
        await FixAsync(window);
        var sessionId = await ProduceAsync(window);
        var session = await SessionAsync(sessionId);
        await ListenAsync(window, session);
        await ReviseAsync(window, sessionId);
        await CompareAndSelectAsync(window, sessionId);
        await ExportAsync(window, sessionId);
        await FindInListAsync(window, sessionId);
        window.AssertQuiet();
    }

    private static async Task FixAsync(StudioWindow window)
    {
        var page = window.Page;
        Assert.DoesNotContain("key=", page.Url, StringComparison.Ordinal);
        var editor = page.GetByLabel("Script", new PageGetByLabelOptions { Exact = true });
        await editor.FillAsync(Scripts.Story.Replace("[PACE: fast]", "[PACE: warp]", StringComparison.Ordinal));

        await Expect(page.Locator(".line-number.error")).ToHaveTextAsync("10");
        await Expect(page.Locator(".under-line.error .said")).ToContainTextAsync("unknown pace 'warp'");
        await Expect(window.Button("Start production")).ToBeDisabledAsync();
        await page.Locator(".problem-line").ClickAsync();
        Assert.Equal("warp", await editor.EvaluateAsync<string>("area => area.value.slice(area.selectionStart, area.selectionStart + 4)"));
        await window.ShootAsync("1-script-with-an-error");

        await editor.FillAsync(Scripts.Story);
        await Expect(page.Locator(".verdict")).ToHaveTextAsync("Ready to produce");
        await Expect(page.Locator("#script-summary")).ToContainTextAsync("2 beats");
        await Expect(page.GetByRole(AriaRole.List, new PageGetByRoleOptions { Name = "Lines per character" })).ToContainTextAsync("boomer1 line");
        await Expect(page.Locator(".line-number.error")).ToHaveCountAsync(0);
    }

    private static async Task<string> ProduceAsync(StudioWindow window)
    {
        await window.Page.GetByLabel("Project").FillAsync("studio-story-2");
        await Expect(window.Button("Start production")).ToBeEnabledAsync();
        await window.ShootAsync("2-ready");
        await window.Button("Start production").DblClickAsync();

        await Expect(window.Page.Locator(".take.selected")).ToHaveCountAsync(2);
        await Expect(window.Page.Locator(".progress")).ToBeHiddenAsync();
        await Expect(window.Page.Locator("h1")).ToHaveTextAsync("ShrinkflationIn review");
        return window.Page.Url.Split('/')[^1];
    }

    private static async Task ListenAsync(StudioWindow window, JsonNode session)
    {
        var hook = window.Beat("01_hook");
        await Expect(hook.Locator(".chip.pace")).ToHaveTextAsync("fast 1.15×");
        await Expect(hook.Locator(".chip.direction")).ToHaveTextAsync("Punchy, accusatory, deadpan");
        await Expect(hook.Locator(".pause")).ToHaveTextAsync(["50 ms", "250 ms", "350 ms", "300 ms"]);
        await Expect(hook.Locator(".line-text strong")).ToHaveTextAsync("NOT");
        await Expect(hook.Locator(".line-text em")).ToHaveTextAsync("scammed");

        var audio = hook.Locator("audio");
        await window.UntilAsync(audio, "audio => audio.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA");
        var durationMs = await audio.EvaluateAsync<double>("audio => audio.duration * 1000");
        Assert.InRange(
            durationMs - session["beats"]![0]!["takes"]![0]!["audio_duration_ms"]!.GetValue<int>(), -DurationToleranceMs, DurationToleranceMs);
        await window.ShootAsync("4-in-review");
        await window.LoopAudioAsync();

        await window.Button("Play take 1", hook).ClickAsync();
        await window.UntilAsync(audio, "audio => audio.currentTime > 0.4 && !audio.paused");
        await Expect(hook.Locator("li.speaking")).ToHaveCountAsync(1);
        await window.Button("Pause take 1", hook).ClickAsync();
        Assert.True(await audio.EvaluateAsync<bool>("audio => audio.paused"));

        // In its middle.
        await hook.Locator(".waveform").ClickAsync();
        await window.UntilAsync(audio, "audio => Math.abs(audio.currentTime - audio.duration / 2) < 0.1");
    }

    private async Task ReviseAsync(StudioWindow window, string sessionId)
    {
        var hook = window.Beat("01_hook");
        await window.Button("Revise", hook).ClickAsync();
        await Expect(hook.GetByLabel("Direction")).ToHaveValueAsync("Punchy, accusatory, deadpan");
        await Expect(hook.GetByLabel("Stability")).ToHaveValueAsync("0.35");
        await Expect(hook.GetByLabel("Speed")).ToHaveValueAsync("1.15");
        await hook.GetByLabel("Direction").FillAsync("Slow and sad");
        await hook.GetByLabel("Pace").SelectOptionAsync("slow");
        await Expect(hook.GetByText("Changes direction, pace.")).ToBeVisibleAsync();
        await window.ShootAsync("5-revise");
        await window.Button("Make a new take", hook).ClickAsync();

        await Expect(hook.Locator(".take")).ToHaveCountAsync(2);
        var takes = (await SessionAsync(sessionId))["beats"]![0]!["takes"]!;
        var (first, second) = (takes[0]!, takes[1]!);
        Assert.Equal("Slow and sad", second["direction"]!.GetValue<string>());
        Assert.Equal(0.75, Settings(second)["speed"]!.GetValue<double>());
        foreach (var kept in new[] { "stability", "similarity_boost", "style" })
            Assert.Equal(Settings(first)[kept]!.GetValue<double>(), Settings(second)[kept]!.GetValue<double>());
        await Expect(hook.Locator(".take").First).ToHaveClassAsync("take selected");
        await window.Button("Close", hook).ClickAsync();
    }

    private async Task CompareAndSelectAsync(StudioWindow window, string sessionId)
    {
        var hook = window.Beat("01_hook");
        await window.Button("Compare", hook).ClickAsync();
        await Expect(window.Dialog.Locator("tr.differs th")).ToContainTextAsync(["Direction", "Speed", "Length"]);
        await Expect(window.Dialog.Locator("tr:not(.differs) th[scope=row]").Filter(new LocatorFilterOptions { HasText = "Stability" })).ToHaveCountAsync(1);
        await window.ShootAsync("6-compare");

        await window.LoopAudioAsync();
        var (quick, slow) = (hook.Locator("audio").First, hook.Locator("audio").Last);
        await window.Page.Keyboard.PressAsync(" ");
        await window.UntilAsync(quick, "audio => !audio.paused && audio.currentTime > 0.2");
        await window.Page.Keyboard.PressAsync("b");
        await window.UntilAsync(slow, "audio => !audio.paused && audio.currentTime > 0.2");
        Assert.True(await quick.EvaluateAsync<bool>("audio => audio.paused"));

        await window.Button("Select take 2", window.Dialog).ClickAsync();
        await Expect(window.Dialog).ToHaveCountAsync(0);
        await Expect(hook.Locator(".take").Last).ToHaveClassAsync("take selected");
        var beat = (await SessionAsync(sessionId))["beats"]![0]!;
        Assert.Equal(beat["takes"]![1]!["take_id"]!.GetValue<string>(), beat["selected_take_id"]!.GetValue<string>());
    }

    private async Task ExportAsync(StudioWindow window, string sessionId)
    {
        await window.Button("Export", window.Main).ClickAsync();
        await window.Button("Export", window.Dialog).ClickAsync();
        await Expect(window.Dialog.Locator(".file-name")).ToHaveTextAsync(["Whole session", "Hook 01_hook", "Boomer replies 02_reply"]);
        await window.ShootAsync("7-exported");

        var download = await window.Page.RunAndWaitForDownloadAsync(() => window.Button("Download 01_hook.mp3", window.Dialog).ClickAsync());
        Assert.Equal("01_hook.mp3", download.SuggestedFilename);
        Assert.Equal(
            await app.Client.GetByteArrayAsync($"sessions/{sessionId}/exports/01_hook.mp3"), await File.ReadAllBytesAsync((await download.PathAsync())!));
        await window.Button("Listen to 02_reply.mp3", window.Dialog).ClickAsync();
        await window.UntilAsync(window.Dialog.Locator("audio"), "audio => audio.currentTime > 0.1");
        await window.Button("Close", window.Dialog).ClickAsync();
        await Expect(window.Page.Locator("h1 .pill")).ToHaveTextAsync("Exported");
    }

    private static async Task FindInListAsync(StudioWindow window, string sessionId)
    {
        await window.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Sessions", Exact = true }).ClickAsync();
        await window.Page.GetByLabel("Project").FillAsync("studio-story-2");
        // The double click on start made one session.
        await Expect(window.Page.Locator(".session-row")).ToHaveCountAsync(1);
        await Expect(window.Page.Locator(".session-row")).ToContainTextAsync("Shrinkflation");
        Assert.EndsWith($"#/sessions/{sessionId}", await window.Page.Locator(".session-row").GetAttributeAsync("href"), StringComparison.Ordinal);
        await window.ShootAsync("8-sessions");
    }

    private async Task<JsonNode> SessionAsync(string sessionId)
    {
        var (status, session, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{sessionId}");
        Assert.Equal(HttpStatusCode.OK, status);
        return session!;
    }

    private static JsonNode Settings(JsonNode take) => take["segments"]![0]!["settings"]!;
}
