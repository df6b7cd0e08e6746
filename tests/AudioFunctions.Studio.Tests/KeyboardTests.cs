using AudioFunctions.Testing.Running;
using static AudioFunctions.Studio.Tests.StudioWindow;

namespace AudioFunctions.Studio.Tests;

[Collection(StudioTests.Name)]
public sealed class KeyboardTests(StudioApp app)
{
    [Fact]
    public async Task Single_letters_step_play_revise_and_export_but_not_while_typing()
    {
        var output = await app.Client.ProduceAsync(Scripts.Story);
        await using var window = await app.OpenAsync($"/sessions/{output["session_id"]}");
        var (hook, reply, keys) = (window.Beat("01_hook"), window.Beat("02_reply"), window.Page.Keyboard);
        await Expect(reply.Locator(".line-text").First).ToBeVisibleAsync();
        await window.LoopAudioAsync();

        await keys.PressAsync("j");
        await Expect(hook).ToBeFocusedAsync();
        await keys.PressAsync("j");
        await Expect(reply).ToBeFocusedAsync();
        await keys.PressAsync("k");
        await Expect(hook).ToBeFocusedAsync();

        await keys.PressAsync(" ");
        await window.UntilAsync(hook.Locator("audio"), "audio => !audio.paused");
        await keys.PressAsync(" ");
        await window.UntilAsync(hook.Locator("audio"), "audio => audio.paused");
        await keys.PressAsync("j");
        await keys.PressAsync("1");
        await window.UntilAsync(reply.Locator("audio"), "audio => !audio.paused");

        await keys.PressAsync("r");
        await Expect(reply.GetByLabel("Direction")).ToBeFocusedAsync();
        await keys.TypeAsync("jerk? no!");
        await Expect(reply.GetByLabel("Direction")).ToHaveValueAsync("jerk? no!");
        Assert.Equal(0, await window.Dialog.CountAsync());
        await reply.GetByLabel("Speed").First.FocusAsync();
        await keys.PressAsync("Escape");
        await Expect(reply.GetByLabel("Direction")).ToHaveCountAsync(0);
        await Expect(window.Button("Revise", reply)).ToBeFocusedAsync();

        await reply.Locator(".waveform").FocusAsync();
        await keys.PressAsync("ArrowRight");
        await keys.PressAsync("?");
        await Expect(window.Dialog.Locator("h2")).ToHaveTextAsync("Keyboard");
        await keys.PressAsync("Escape");
        await keys.PressAsync("e");
        await Expect(window.Dialog.Locator("h2")).ToHaveTextAsync("Export");
        await keys.PressAsync("Escape");
        // As a German keyboard has it.
        await window.Page.EvaluateAsync(
            "() => document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '/', code: 'Digit7', shiftKey: true, bubbles: true }))");
        await Expect(window.Page.GetByLabel("Find in names and text")).ToBeFocusedAsync();
        await window.Page.GetByLabel("Find in names and text").BlurAsync();
        // As Caps Lock leaves it.
        await keys.PressAsync("N");
        await Expect(window.Page.Locator("h1")).ToHaveTextAsync("New session");
        window.AssertQuiet();
    }

    [Fact]
    public async Task Every_control_of_a_session_is_reachable_by_tab_and_shows_its_focus()
    {
        var output = await app.Client.ProduceAsync(Scripts.OneBeat("Tab", "Me walk by tab."));
        await using var window = await app.OpenAsync($"/sessions/{output["session_id"]}");
        await window.UntilAsync(window.Beat("01_only").Locator("audio"), "audio => audio.readyState >= 2");
        await Expect(window.Beat("01_only").Locator(".line-play")).ToBeVisibleAsync();

        var reached = new List<string>();
        for (var step = 0; step < 40 && !reached.Contains("Position in take 1"); step++)
        {
            await window.Page.Keyboard.PressAsync("Tab");
            reached.Add(await window.Page.EvaluateAsync<string>(
                "() => document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent"));
            Assert.NotEqual("none", await window.Page.EvaluateAsync<string>("() => getComputedStyle(document.activeElement).outlineStyle"));
        }

        Assert.Equal(
            [
                "Skip to content", "AudioFunctions", "Sessions", "New", "Voices", "Keyboard shortcuts", "Change key", "Change colours",
                "Export", "Mark completed", "Edit script", "Earlier versions", "Delete session", "Approve", "Redo", "Lock", "Note", "Edit", "Revise", "Listen from line 1", "Star take 1",
                "Take 1 is selected", "Play take 1", "Position in take 1",
            ],
            reached);
        window.AssertQuiet();
    }
}
