using AudioFunctions.Testing.Running;
using Microsoft.Playwright;
using static AudioFunctions.Studio.Tests.StudioWindow;

namespace AudioFunctions.Studio.Tests;

/// <summary>Accessibility of every view, including contrast and reduced motion.</summary>
[Collection(StudioTests.Name)]
public sealed class AccessTests(StudioApp app)
{
    [Fact]
    public async Task Axe_finds_no_serious_fault_in_any_view_and_all_text_has_contrast_and_all_controls_have_names()
    {
        var sessionId = (await app.Client.ProduceAsync(Scripts.Story))["session_id"];
        await using var window = await app.OpenAsync("/");
        await Expect(window.Page.Locator(".session-row").First).ToBeVisibleAsync();
        await AssertFitAsync(window, "sessions");
        await window.GoAsync("#/voices");
        await Expect(window.Page.Locator(".voice").First).ToBeVisibleAsync();
        await AssertFitAsync(window, "voices");
        await window.Button("Add a voice", window.Main).ClickAsync();
        await AssertFitAsync(window, "add a voice");
        await window.Page.Keyboard.PressAsync("Escape");
        await window.GoAsync("#/new");
        await window.Page.Locator("#script").FillAsync(Scripts.Story.Replace("[PACE: fast]", "[PACE: warp]", StringComparison.Ordinal));
        await Expect(window.Page.Locator(".problem-line")).ToBeVisibleAsync();
        await AssertFitAsync(window, "a script with a mistake");

        await window.GoAsync($"#/sessions/{sessionId}");
        await window.Button("Revise", window.Beat("01_hook")).ClickAsync();
        await Expect(window.Page.GetByLabel("Stability")).ToBeVisibleAsync();
        await AssertFitAsync(window, "session");
        await window.Button("Export", window.Main).ClickAsync();
        await AssertFitAsync(window, "export");
        window.AssertQuiet();
    }

    [Fact]
    public async Task Axe_finds_a_fault_that_is_there()
    {
        await using var window = await app.OpenAsync("/");
        await window.Page.EvaluateAsync("() => document.querySelector('main').append(document.createElement('button'))");

        var fault = await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => window.AssertAccessibleAsync("faulty"));
        Assert.Contains("button-name", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_moves_with_prefers_reduced_motion()
    {
        await using var window = await app.OpenAsync("/");
        const string duration = "() => getComputedStyle(document.querySelector('.app-bar a')).transitionDuration";
        Assert.NotEqual("0s", await window.Page.EvaluateAsync<string>(duration));

        await window.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ReducedMotion = ReducedMotion.Reduce });
        Assert.Equal("0s", await window.Page.EvaluateAsync<string>(duration));
        await window.Page.EvaluateAsync("() => document.body.append(Object.assign(document.createElement('span'), { className: 'spinner' }))");
        Assert.Equal("none", await window.Page.EvaluateAsync<string>("() => getComputedStyle(document.querySelector('.spinner')).animationName"));
        window.AssertQuiet();
    }

    private static async Task AssertFitAsync(StudioWindow window, string view)
    {
        await window.AssertAccessibleAsync(view);
        await window.AssertLegibleAsync();
    }
}
