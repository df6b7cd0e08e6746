using System.Text.Json.Nodes;
using AudioFunctions.Testing.Speech;
using Microsoft.Playwright;
using static AudioFunctions.Studio.Tests.StudioWindow;

namespace AudioFunctions.Studio.Tests;

/// <summary>Showing some of the beats only, and reviewing those.</summary>
[Collection(SpokenStudioTests.Name)]
public sealed class FilterTests(SpeakingApp app)
{
    [Fact]
    public async Task Filters_show_some_beats_and_keys_act_on_those_and_keep_the_filter()
    {
        await using var window = await OpenAsync();
        await AssertFiltersAsync(window);
        await AssertSuspectsAreReviewedAsync(window);
        await AssertBeatStaysUntilItIsLeftAsync(window);
        await AssertClickIsUndoneAsync(window);
        window.AssertQuiet();
    }

    private static async Task AssertFiltersAsync(StudioWindow window)
    {
        await ShowAsync(window, "To review");
        await Expect(VisibleBeats(window)).ToHaveCountAsync(5);
        await Expect(window.Beat("06_sift")).ToBeHiddenAsync();
        await ShowAsync(window, "Suspect");
        await Expect(VisibleBeats(window)).ToHaveCountAsync(2);
        await Expect(window.Beat("03_sift")).ToBeVisibleAsync();
        await Expect(window.Beat("05_sift")).ToBeVisibleAsync();
        await ShowAsync(window, "Failed");
        await Expect(VisibleBeats(window)).ToHaveCountAsync(1);
        await Expect(window.Beat("06_sift")).ToBeVisibleAsync();

        await ShowAsync(window, "All");
        await Expect(VisibleBeats(window)).ToHaveCountAsync(6);
        await window.Page.Locator(".beat-filter select").SelectOptionAsync("boomer");
        await Expect(VisibleBeats(window)).ToHaveCountAsync(1);
        await Expect(window.Beat("04_sift")).ToBeVisibleAsync();
        await window.Page.Locator(".beat-filter select").SelectOptionAsync("");
    }

    /// <summary>From a fresh page, on which no beat has had the focus.</summary>
    private static async Task AssertSuspectsAreReviewedAsync(StudioWindow window)
    {
        var (page, keys) = (window.Page, window.Page.Keyboard);
        await page.Locator(".beat-filter select").BlurAsync();
        await ShowAsync(window, "Suspect");
        await keys.PressAsync("d");
        await Expect(page.Locator(".beat.redo")).ToHaveAttributeAsync("data-beat", "03_sift");
        await keys.PressAsync("u");
        await Expect(window.Beat("05_sift")).ToBeFocusedAsync();
        await keys.PressAsync("a");
        await Expect(page.Locator(".toast")).ToContainTextAsync("Every beat shown has been reviewed. Still to review: 3 other beats.");
        await Expect(VisibleBeats(window)).ToHaveCountAsync(2);
        await Expect(Filter(window, "Suspect")).ToHaveAttributeAsync("aria-pressed", "true");
    }

    private static async Task AssertBeatStaysUntilItIsLeftAsync(StudioWindow window)
    {
        var (page, keys, boomer) = (window.Page, window.Page.Keyboard, window.Beat("04_sift"));
        await ShowAsync(window, "To review");
        await Expect(VisibleBeats(window)).ToHaveCountAsync(3);
        await keys.PressAsync("k");
        await Expect(boomer).ToBeFocusedAsync();
        await keys.PressAsync("d");
        await Expect(page.Locator(".beat.redo:visible")).ToHaveAttributeAsync("data-beat", "04_sift");
        await keys.PressAsync("m");
        var note = boomer.GetByRole(AriaRole.Textbox, new LocatorGetByRoleOptions { Name = "Note" });
        await Expect(note).ToBeFocusedAsync();
        await keys.TypeAsync("lull");
        await Expect(note).ToHaveValueAsync("lull");
        await Expect(window.Button("Lock", boomer)).ToHaveAttributeAsync("aria-pressed", "false");
        await keys.PressAsync("Escape");
        await keys.PressAsync("k");
        await Expect(window.Beat("02_sift")).ToBeFocusedAsync();
        await Expect(boomer).ToBeHiddenAsync();
    }

    /// <summary>Not the verdict that was given by key before.</summary>
    private static async Task AssertClickIsUndoneAsync(StudioWindow window)
    {
        var approve = window.Button("Approve", window.Beat("01_sift"));
        await approve.ClickAsync();
        await Expect(approve).ToHaveAttributeAsync("aria-pressed", "true");
        await window.Page.Keyboard.PressAsync("z");
        await Expect(approve).ToHaveAttributeAsync("aria-pressed", "false");
        await Expect(window.Beat("01_sift")).ToBeFocusedAsync();
        await Expect(window.Page.Locator(".beat.redo")).ToHaveCountAsync(2);
    }

    /// <summary>Six beats: the third and the fifth are suspect, the fourth is another character's, the last fails.</summary>
    private async Task<StudioWindow> OpenAsync()
    {
        app.Speech.Faults.When("Three sieve", SpeechFault.ClippedAudio, times: 1);
        app.Speech.Faults.When("Five sieve", SpeechFault.ClippedAudio, times: 1);
        app.Speech.Faults.When("Six sieve", SpeechFault.QuotaExceeded, times: 1);
        string[] numbers = ["One", "Two", "Three", "Four", "Five", "Six"];
        var beats = numbers.Select((number, index) =>
            $"[BEAT: {index + 1:00}_sift]\nname: {number}\n---\n{(number == "Four" ? "[CHARACTER: boomer]\n" : "")}{number} sieve let me through here.\n[END_BEAT]\n");
        var id = await app.ProduceAsync("[META]\nvideo_title: Sifted\nproject: studio-tests\n" + string.Concat(beats));
        var window = await app.OpenAsync("/voices");
        await window.Page.RouteAsync("**/review", BelieveTonesAsync);
        await window.GoAsync($"#/sessions/{id}");
        await Expect(VisibleBeats(window)).ToHaveCountAsync(6);
        return window;
    }

    /// <summary>The stand-in's tones are suspect as speech: only those that are clipped on purpose stay so.</summary>
    private static async Task BelieveTonesAsync(IRoute route)
    {
        var answer = await route.FetchAsync();
        var text = await answer.TextAsync();
        if (answer.Status != 200)
        {
            await route.FulfillAsync(new RouteFulfillOptions { Response = answer });
            return;
        }

        var review = JsonNode.Parse(text)!;
        foreach (var beat in review["session"]!["beats"]!.AsArray().Where(beat => beat!["beat_id"]!.GetValue<string>() is not ("03_sift" or "05_sift")))
        {
            foreach (var take in beat!["takes"]!.AsArray())
                take!["quality"]!["verdict"] = "good";
        }

        await route.FulfillAsync(new RouteFulfillOptions { Response = answer, Body = review.ToJsonString() });
    }

    private static ILocator VisibleBeats(StudioWindow window) => window.Page.Locator(".beat:visible");

    private static ILocator Filter(StudioWindow window, string name) =>
        window.Page.Locator(".beat-filter button", new PageLocatorOptions { HasText = name });

    private static Task ShowAsync(StudioWindow window, string name) => Filter(window, name).ClickAsync();
}
