using AudioFunctions.Testing.Running;
using static AudioFunctions.Studio.Tests.StudioWindow;

namespace AudioFunctions.Studio.Tests;

/// <summary>Touch on a narrow screen.</summary>
[Collection(StudioTests.Name)]
public sealed class PhoneTests(StudioApp app)
{
    /// <summary>Minimum size of touch targets, including their labels, but not of links within a sentence.</summary>
    private const string TooSmall = """
        () => [...document.querySelectorAll('button, a, input, select, textarea')]
          .filter(one => one.checkVisibility({ visibilityProperty: true }) && !one.matches('.skip-link, .visually-hidden'))
          .map(one => [one, (one.type === 'checkbox' ? one.closest('label') : one).getBoundingClientRect()])
          .filter(([, box]) => box.height < 40 || box.width < 40)
          .map(([one, box]) => `${one.outerHTML.slice(0, 90)} is ${box.width}×${box.height}`)
        """;

    [Fact]
    public async Task Script_is_produced_played_revised_and_exported_by_touch_and_nothing_is_too_small_or_too_wide()
    {
        await using var window = await app.OpenOnPhoneAsync("/new");
        await window.Page.Locator("#script").FillAsync(Scripts.OneBeat("On the way", "Me speak on the phone."));
        await Expect(window.Page.Locator(".estimate")).ToBeVisibleAsync();
        await AssertFitsAsync(window);
        await window.Button("Start production").TapAsync();
        var beat = window.Beat("01_only");
        await Expect(beat.Locator(".take.selected")).ToHaveCountAsync(1);

        await window.Button("Play take 1", beat).TapAsync();
        await window.UntilAsync(beat.Locator("audio"), "audio => audio.currentTime > 0.1");
        await window.Button("Approve", beat).TapAsync();
        await Expect(window.Page.Locator(".reviewed .in-short")).ToBeVisibleAsync();
        await AssertFitsAsync(window);
        await window.Button("Edit", beat).TapAsync();
        await Expect(beat.GetByText("Nothing changes.")).ToBeVisibleAsync();
        await AssertFitsAsync(window);
        await window.Button("Cancel", beat).TapAsync();
        await window.Button("Revise", beat).TapAsync();
        await Expect(beat.GetByLabel("Stability")).ToBeVisibleAsync();
        await AssertFitsAsync(window);
        await beat.GetByLabel("Pace").SelectOptionAsync("slow");
        await window.Button("Make a new take", beat).TapAsync();
        await Expect(beat.Locator(".take")).ToHaveCountAsync(2);
        await window.Button("Select take 2", beat).TapAsync();
        await Expect(beat.Locator(".take").Last).ToHaveClassAsync("take selected");
        await window.Button("Compare", beat).TapAsync();
        await Expect(window.Dialog).ToBeVisibleAsync();
        await AssertFitsAsync(window);
        await window.Button("Close", window.Dialog).TapAsync();
        await window.Button("Export", window.Main).TapAsync();
        await window.Button("Export", window.Dialog).TapAsync();
        await Expect(window.Dialog.Locator(".file-name").Last).ToHaveTextAsync("Only 01_only");
        await AssertFitsAsync(window);
        window.AssertQuiet();
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/voices")]
    public async Task Lists_fit_the_screen(string path)
    {
        await app.Client.ProduceAsync(Scripts.OneBeat("A title as long as the road to the sea and back again, and then some more of it", "Me fit."));
        await using var window = await app.OpenOnPhoneAsync(path);
        await Expect(window.Page.Locator(".session-row, .voice").First).ToBeVisibleAsync();
        await AssertFitsAsync(window);
        window.AssertQuiet();
    }

    internal static async Task AssertFitsAsync(StudioWindow window)
    {
        Assert.Empty(await window.Page.EvaluateAsync<string[]>(TooSmall));
        // The smallest width at which a page must not scroll sideways (WCAG 1.4.10).
        await window.Page.SetViewportSizeAsync(320, 844);
        await window.Page.WaitForFunctionAsync("() => matchMedia('(width: 320px)').matches");
        Assert.Equal(320, await window.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        await window.Page.SetViewportSizeAsync(390, 844);
    }
}
