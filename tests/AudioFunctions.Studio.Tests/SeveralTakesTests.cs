using System.Text.RegularExpressions;
using AudioFunctions.Testing.Running;
using Microsoft.Playwright;
using static AudioFunctions.Studio.Tests.StudioWindow;

namespace AudioFunctions.Studio.Tests;

/// <summary>Several takes at once from a preset, and one of them chosen by ear.</summary>
[Collection(TakeStudioTests.Name)]
public sealed class SeveralTakesTests(StudioApp app)
{
    [Fact]
    public async Task Three_takes_of_a_preset_are_made_at_once_and_compared_blind()
    {
        var output = await app.Client.ProduceAsync(Scripts.OneBeat("Many takes", "Me choose by ear.\nMe hear no names."));
        await using var window = await app.OpenAsync($"/sessions/{output["session_id"]}");
        var (beat, keys) = (window.Beat("01_only"), window.Page.Keyboard);
        await window.Button("Revise", beat).ClickAsync();
        await window.Button("Calmer", beat).ClickAsync();
        await SavePresetAsync(window, beat);
        await window.Button("Reset", beat).ClickAsync();
        await Expect(window.Button("Save as preset", beat)).ToBeDisabledAsync();
        await window.Button("Sleepy", beat).ClickAsync();
        await beat.GetByLabel("How many takes").SelectOptionAsync("3");
        await Expect(beat.GetByText("Changes stability, style.")).ToContainTextAsync(new Regex(@"Speaks 3 times \d+ characters\."));
        await window.ShootAsync("41-several-takes");
        await window.AssertAccessibleAsync("several takes");
        var asked = await window.Page.RunAndWaitForRequestAsync(
            () => window.Button("Make 3 new takes", beat).ClickAsync(),
            request => request.Url.EndsWith("/regenerate", StringComparison.Ordinal));
        Assert.Equal("""{"takes":3,"stability":0.55,"style":0.25}""", asked.PostData);
        await Expect(beat.Locator(".take")).ToHaveCountAsync(4);
        await Expect(window.Page.Locator(".toast")).ToContainTextAsync("3 new takes of Only are ready.");

        foreach (var number in new[] { 0, 1, 3 })
            await beat.Locator(".take").Nth(number).GetByLabel("Compare").CheckAsync();
        await window.Button("Compare 3", beat).ClickAsync();
        await Expect(window.Dialog.Locator("section h3")).ToHaveTextAsync(["ATake 1", "BTake 2", "CTake 4"]);
        await Expect(window.Dialog.Locator("tr.differs th")).ToContainTextAsync(["Stability", "Style"]);
        await window.ShootAsync("42-compare-three");
        await window.AssertAccessibleAsync("comparing three takes");
        await window.Button("Close", window.Dialog).ClickAsync();

        await keys.PressAsync("Shift+C");
        await ChooseBlindAsync(window, beat);
        Assert.Equal(1, await window.Dialog.GetByText("Selected", new LocatorGetByTextOptions { Exact = true }).CountAsync());
        var (_, session, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{output["session_id"]}");
        var chosen = session!["beats"]![0]!["selected_take_id"]!.GetValue<string>();
        await keys.PressAsync("Escape");
        await Expect(beat.Locator(".take.selected")).ToHaveAttributeAsync("data-take", chosen);
        window.AssertQuiet();
    }

    private static async Task SavePresetAsync(StudioWindow window, ILocator beat)
    {
        await window.Button("Save as preset", beat).ClickAsync();
        await window.Page.Keyboard.TypeAsync("Sleepy");
        await window.Page.Keyboard.PressAsync("Enter");
        await Expect(window.Button("Save as preset", beat)).ToBeFocusedAsync();
        await window.Page.ReloadAsync();
        await window.Button("Revise", beat).ClickAsync();
        await Expect(window.Button("Delete preset Sleepy", beat)).ToBeVisibleAsync();
        // What is not of the page's making is no preset.
        await window.Page.EvaluateAsync("() => localStorage.setItem('audiofunctions-choice:revise-presets', "
            + "JSON.stringify([...JSON.parse(localStorage.getItem('audiofunctions-choice:revise-presets')), { name: 7 }]))");
        await window.Button("Close", beat).ClickAsync();
        await window.Button("Revise", beat).ClickAsync();
        await Expect(beat.Locator(".preset")).ToHaveCountAsync(5);
        await window.Button("Calmer", beat).ClickAsync();
    }

    private static async Task ChooseBlindAsync(StudioWindow window, ILocator beat)
    {
        await Expect(window.Dialog.Locator("section h3")).ToHaveTextAsync(["A", "B", "C", "D"]);
        Assert.DoesNotContain("Take ", await window.Dialog.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await window.Dialog.Locator("table").CountAsync());
        await window.ShootAsync("43-compare-blind");
        await window.AssertAccessibleAsync("comparing blind");
        await window.LoopAudioAsync();
        await window.Page.Keyboard.PressAsync(" ");
        await window.Page.WaitForFunctionAsync("() => [...document.querySelectorAll('audio')].filter(audio => !audio.paused).length === 1");
        await window.Page.Keyboard.PressAsync("d");
        await Expect(window.Button("Pause D", window.Dialog)).ToBeVisibleAsync();
        await window.Button("Choose D", window.Dialog).ClickAsync();
        // The letters stay where they were heard.
        await Expect(window.Dialog.Locator("section h3").Last).ToHaveTextAsync(new Regex("^DTake [1-4]$"));
        await Expect(window.Dialog.Locator("section").Last.Locator(".pill")).ToHaveTextAsync("Selected");
        await Expect(beat.Locator(".take.selected")).ToHaveCountAsync(1);
    }
}
