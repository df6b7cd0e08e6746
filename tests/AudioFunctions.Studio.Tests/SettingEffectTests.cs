using static AudioFunctions.Studio.Tests.StudioWindow;

namespace AudioFunctions.Studio.Tests;

/// <summary>Settings that the model of a voice does nothing about.</summary>
[Collection(SpokenStudioTests.Name)]
public sealed class SettingEffectTests(SpeakingApp app)
{
    [Fact]
    public async Task Setting_without_effect_says_so_and_is_not_sent_by_a_preset()
    {
        var sessionId = await app.ProduceAsync(Scripts.OneBeat("No style", "Me have no style."));
        await using var window = await app.OpenAsync($"/sessions/{sessionId}");
        var beat = window.Beat("01_only");
        await window.Button("Revise", beat).ClickAsync();

        await Expect(beat.GetByLabel("Style")).ToBeDisabledAsync();
        await Expect(beat.Locator(".slider.inert .hint")).ToHaveTextAsync("No effect: the model eleven_turbo_v2_5 has no such setting.");
        await Expect(beat.GetByText("No effect on the voice: a note for people")).ToBeVisibleAsync();
        await window.Button("Livelier", beat).ClickAsync();
        await window.ShootAsync("44-no-effect");
        await window.AssertAccessibleAsync("a setting without effect");
        var asked = await window.Page.RunAndWaitForRequestAsync(
            () => window.Button("Make a new take", beat).ClickAsync(),
            request => request.Url.EndsWith("/regenerate", StringComparison.Ordinal));
        Assert.Equal("""{"stability":0.15}""", asked.PostData);
        await Expect(beat.Locator(".take")).ToHaveCountAsync(2);
        await Expect(beat.Locator(".take .warnings")).ToHaveCountAsync(0);
        window.AssertQuiet();
    }
}
