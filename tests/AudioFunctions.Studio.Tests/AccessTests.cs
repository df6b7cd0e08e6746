using AudioFunctions.Testing.Running;
using static AudioFunctions.Studio.Tests.StudioWindow;

namespace AudioFunctions.Studio.Tests;

/// <summary>Every view, as axe sees it: for those who see, hear or point otherwise.</summary>
[Collection(StudioTests.Name)]
public sealed class AccessTests(StudioApp app)
{
    [Fact]
    public async Task Axe_finds_no_serious_fault_in_the_lists_and_the_editor()
    {
        await app.Client.ProduceAsync(Scripts.Story);
        await using var window = await app.OpenAsync("/");
        await Expect(window.Page.Locator(".session-row").First).ToBeVisibleAsync();
        await window.AssertAccessibleAsync("sessions");
        await window.GoAsync("#/voices");
        await Expect(window.Page.Locator(".voice").First).ToBeVisibleAsync();
        await window.AssertAccessibleAsync("voices");
        await window.Button("Add a voice", window.Main).ClickAsync();
        await window.AssertAccessibleAsync("add a voice");
        await window.Page.Keyboard.PressAsync("Escape");
        await window.GoAsync("#/new");
        await window.Page.Locator("#script").FillAsync(Scripts.Story.Replace("[PACE: fast]", "[PACE: warp]", StringComparison.Ordinal));
        await Expect(window.Page.Locator(".problem-line")).ToBeVisibleAsync();
        await window.AssertAccessibleAsync("a script with a mistake");
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
    public async Task Axe_finds_no_serious_fault_in_the_review()
    {
        var sessionId = (await app.Client.ProduceAsync(Scripts.Story))["session_id"];
        await using var window = await app.OpenAsync($"/sessions/{sessionId}");
        await window.Button("Revise", window.Beat("01_hook")).ClickAsync();
        await Expect(window.Page.GetByLabel("Stability")).ToBeVisibleAsync();
        await window.AssertAccessibleAsync("session");
        await window.Button("Export", window.Main).ClickAsync();
        await window.AssertAccessibleAsync("export");
    }
}
