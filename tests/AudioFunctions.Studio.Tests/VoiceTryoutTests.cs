using System.Text.RegularExpressions;
using AudioFunctions.Testing.Running;
using static AudioFunctions.Studio.Tests.StudioWindow;

namespace AudioFunctions.Studio.Tests;

/// <summary>One line spoken by several voices, to choose one.</summary>
[Collection(StudioTests.Name)]
public sealed class VoiceTryoutTests(StudioApp app)
{
    [Fact]
    public async Task A_character_without_a_voice_gets_the_one_that_says_its_line_best()
    {
        await using var window = await app.OpenAsync("/new");
        await window.Page.Locator("#script").FillAsync(Scripts.OneBeat("Cast", "[CHARACTER: granny]\n[PACE: fast] Me *am* [PAUSE: short] cast by ear."));
        await window.Button("Add a voice for granny").ClickAsync();
        await window.Dialog.GetByLabel("Description").FillAsync("Knits.");
        await window.Dialog.GetByLabel("Name", new() { Exact = true }).FillAsync("Granny");
        await window.Button("Try a line with the voices there are", window.Dialog).ClickAsync();
        await Expect(window.Dialog.GetByLabel("Line", new() { Exact = true })).ToHaveValueAsync("Me am cast by ear.");
        await Expect(window.Dialog.GetByText("6 voices")).ToBeVisibleAsync();
        foreach (var name in new[] { "Chad", "Fed", "Whale", "Wojak" })
            await window.Dialog.GetByLabel(name).UncheckAsync();
        await Expect(window.Dialog.GetByText("2 voices")).ToContainTextAsync("project voice-tests");
        // Looped, so that a test that is late still hears each.
        await window.Page.EvaluateAsync("""
            () => {
              const { play } = HTMLMediaElement.prototype;
              globalThis.played = [];
              HTMLMediaElement.prototype.play = function () { this.loop = true; globalThis.played.push(this); return play.call(this); };
            }
            """);
        await window.Button("Speak it", window.Dialog).ClickAsync();

        await Expect(window.Dialog.Locator(".tryout")).ToHaveCountAsync(2);
        // Read out from inside the dialog: what is outside is inert.
        await Expect(window.Dialog.Last.Locator("#live")).ToHaveTextAsync(new Regex("Boomer|Every-Coon"));
        // One after the other, by itself.
        foreach (var (voice, number) in new[] { ("boomer", 1), ("every-coon", 2) })
        {
            await Expect(window.Dialog.Locator(".tryout.heard")).ToHaveAttributeAsync("data-voice", voice);
            await window.Page.WaitForFunctionAsync("number => globalThis.played.length === number", number);
            await window.Page.EvaluateAsync("() => globalThis.played.at(-1).dispatchEvent(new Event('ended'))");
        }

        await Expect(window.Dialog.Locator(".tryout.heard")).ToHaveCountAsync(0);
        await window.ShootAsync("45-try-a-line");
        await window.AssertAccessibleAsync("trying a line");
        await window.Page.Keyboard.PressAsync("ArrowUp");
        await Expect(window.Dialog.Locator(".tryout.heard")).ToHaveAttributeAsync("data-voice", "boomer");
        await Expect(window.Button("Use this voice: Boomer", window.Dialog)).ToBeFocusedAsync();
        await window.Page.Keyboard.PressAsync("Enter");

        await Expect(window.Dialog.GetByLabel("Character")).ToHaveValueAsync("granny");
        await Expect(window.Dialog.GetByLabel("Speed")).ToHaveValueAsync("0.85");
        // What was typed before the try is still there.
        await Expect(window.Dialog.GetByLabel("Description")).ToHaveValueAsync("Knits.");
        await Expect(window.Dialog.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("Granny");
        await window.Button("Save", window.Dialog).ClickAsync();
        await Expect(window.Page.Locator(".verdict")).ToHaveTextAsync("Ready to produce");
        var (_, sessions, _) = await app.Client.SendJsonAsync(HttpMethod.Get, "sessions?project=voice-tests");
        Assert.Equal("Try: Me am cast by ear.", sessions!["sessions"]![0]!["video_title"]!.GetValue<string>());
        await app.Client.SendJsonAsync(HttpMethod.Delete, "voices/granny");
        window.AssertQuiet();
    }
}
