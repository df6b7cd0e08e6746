using System.Text.RegularExpressions;
using AudioFunctions.Testing.Speech;
using Microsoft.Playwright;
using static AudioFunctions.Studio.Tests.StudioWindow;

namespace AudioFunctions.Studio.Tests;

/// <summary>Undoing more than one step.</summary>
[Collection(SpokenStudioTests.Name)]
public sealed class UndoTests(SpeakingApp app)
{
    [Fact]
    public async Task Verdicts_are_undone_one_after_the_other_and_suspect_beats_stay_marked()
    {
        app.Speech.Faults.When("Me unwind a wire", SpeechFault.ClippedAudio, times: 1);
        var sessionId = await app.ProduceAsync(Scripts.TwoBeats("Unwound", "Me unwind a rope.", "Me unwind a wire."));
        await using var window = await app.OpenAsync($"/sessions/{sessionId}");
        var (first, second, keys) = (window.Beat("01_first"), window.Beat("02_second"), window.Page.Keyboard);
        var row = window.Page.Locator(".outline-row").Last;
        await Expect(row).ToHaveAttributeAsync("title", "Second (02_second): suspect, to review");

        await keys.PressAsync("a");
        await Expect(second).ToBeFocusedAsync();
        await keys.PressAsync("d");
        await Expect(second).ToHaveClassAsync(new Regex(@"\bredo\b"));
        await keys.PressAsync("a");
        await Expect(second).ToHaveClassAsync(new Regex(@"\bapproved\b"));
        await Expect(row).ToHaveAttributeAsync("title", "Second (02_second): approved, suspect");
        await Expect(row.Locator(".outline-length")).ToContainTextAsync("suspect");
        await window.ShootAsync("53-suspect-and-approved");

        await keys.PressAsync("z");
        await Expect(second).ToHaveClassAsync(new Regex(@"\bredo\b"));
        await keys.PressAsync("z");
        await Expect(window.Page.Locator(".beat.redo, .beat.approved")).ToHaveCountAsync(1);
        await keys.PressAsync("z");
        await Expect(window.Page.Locator(".beat.redo, .beat.approved")).ToHaveCountAsync(0);
        await Expect(first).ToBeFocusedAsync();
        await keys.PressAsync("z");
        await Expect(window.Page.Locator(".toast").Last).ToContainTextAsync("Nothing to undo.");
        window.AssertQuiet();
    }

    [Fact]
    public async Task Verdict_that_is_still_being_stored_can_be_undone()
    {
        var sessionId = await app.ProduceAsync(Scripts.TwoBeats("Unhurried", "Me unhurry a snail.", "Me unhurry a slug."));
        await using var window = await app.OpenAsync($"/sessions/{sessionId}");
        await Expect(window.Beat("01_first")).ToBeVisibleAsync();

        await window.Page.Keyboard.PressAsync("d");
        await window.Page.Keyboard.PressAsync("z");

        await Expect(window.Page.Locator("#live")).ToContainTextAsync("Undone: First.");
        await Expect(window.Page.Locator(".beat.redo")).ToHaveCountAsync(0);
        window.AssertQuiet();
    }

    [Fact]
    public async Task Script_changes_are_undone_one_after_the_other_and_redone()
    {
        var script = Scripts.TwoBeats("Unravelled", "Me unravel a sock.", "Me unravel a scarf.");
        var sessionId = await app.ProduceAsync(script);
        await using var window = await app.OpenAsync($"/sessions/{sessionId}");
        var (first, keys) = (window.Beat("01_first"), window.Page.Keyboard);
        await PauseAsync(window, first, "long", "600 ms");
        await PauseAsync(window, first, "dramatic", "900 ms");

        await keys.PressAsync("Shift+Z");
        await ShowsAsync(window, first, "600 ms");
        await keys.PressAsync("Shift+Z");
        await ShowsAsync(window, first, "250 ms");
        Assert.Equal(script, await app.Process.Client.GetStringAsync($"sessions/{sessionId}/script"));
        await window.Button("Redo the change").ClickAsync();
        await Expect(first.Locator(".pause").First).ToHaveTextAsync("600 ms");
        await Expect(window.Button("Undo")).ToBeVisibleAsync();
        await keys.PressAsync("Shift+Z");
        await ShowsAsync(window, first, "250 ms");
        await keys.PressAsync("Shift+Z");
        await Expect(window.Page.Locator(".toast").Last).ToContainTextAsync("Nothing to undo.");
        window.AssertQuiet();
    }

    [Fact]
    public async Task Change_of_somebody_else_ends_undoing()
    {
        var script = Scripts.TwoBeats("Tangled", "Me tangle a net.", "Me tangle a line.");
        var sessionId = await app.ProduceAsync(script);
        await using var window = (await app.OpenAsync($"/sessions/{sessionId}")).Expecting("/script");
        var (first, keys) = (window.Beat("01_first"), window.Page.Keyboard);
        await PauseAsync(window, first, "long", "600 ms");
        var current = await app.Process.Client.GetStringAsync($"sessions/{sessionId}/script");
        await app.ReplaceScriptAsync(sessionId, current.Replace("Tangled", "Knotted", StringComparison.Ordinal));

        await keys.PressAsync("Shift+Z");

        await Expect(window.Page.Locator(".toast.bad")).ToContainTextAsync("Somebody else has changed the script since, so nothing was undone.");
        await keys.PressAsync("Shift+Z");
        await Expect(window.Page.Locator(".toast").Last).ToContainTextAsync("Nothing to undo.");
        Assert.Contains("Knotted", await app.Process.Client.GetStringAsync($"sessions/{sessionId}/script"), StringComparison.Ordinal);
        window.AssertQuiet();
    }

    /// <summary>Changes the first pause of the beat, which costs nothing.</summary>
    private static async Task PauseAsync(StudioWindow window, ILocator beat, string pause, string shown)
    {
        await window.Button("Edit", beat).ClickAsync();
        var editor = beat.GetByRole(AriaRole.Textbox);
        await editor.FillAsync(Regex.Replace(await editor.InputValueAsync(), @"\[PAUSE: \w+\]", $"[PAUSE: {pause}]"));
        await window.Button("Apply", beat).ClickAsync();
        await Expect(beat.Locator(".pause").First).ToHaveTextAsync(shown);
        await Expect(window.Button("Undo")).ToBeVisibleAsync();
        await Expect(window.Page.Locator(".progress")).ToBeHiddenAsync();
    }

    private static async Task ShowsAsync(StudioWindow window, ILocator beat, string pause)
    {
        await Expect(beat.Locator(".pause").First).ToHaveTextAsync(pause);
        await Expect(window.Button("Redo the change")).ToBeVisibleAsync();
    }
}
