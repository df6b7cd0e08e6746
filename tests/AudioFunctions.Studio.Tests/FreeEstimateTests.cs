using System.Globalization;
using System.Net;
using AudioFunctions.Testing.Running;
using static AudioFunctions.Studio.Tests.StudioWindow;

namespace AudioFunctions.Studio.Tests;

/// <summary>The estimate beside the editor, with the offline voice.</summary>
[Collection(StudioTests.Name)]
public sealed class FreeEstimateTests(StudioApp app)
{
    [Fact]
    public async Task Estimate_is_the_services_and_disappears_with_the_script()
    {
        await using var window = await app.OpenAsync("/new");
        await window.Page.Locator("#script").FillAsync(Scripts.Story);
        var panel = window.Page.Locator(".estimate");
        await Expect(panel).ToBeVisibleAsync();

        var (status, estimate, _) = await app.Client.SendJsonAsync(HttpMethod.Post, "scripts/estimate", ApiCalls.Els(Scripts.Story));
        Assert.Equal(HttpStatusCode.OK, status);
        var total = estimate!["total"]!;
        await Expect(panel).ToContainTextAsync($"To be spoken{total["characters"]} characters");
        await Expect(panel).ToContainTextAsync($"Requests{total["requests"]}");
        var seconds = total["expected_duration_ms"]!.GetValue<int>() / 1000.0;
        await Expect(panel).ToContainTextAsync($"Lengthabout {seconds.ToString("F1", CultureInfo.InvariantCulture)} s");
        await Expect(panel).ToContainTextAsync("Spoken byOffline voice · free");
        await Expect(panel).Not.ToContainTextAsync("Credits");
        await Expect(window.Page.Locator(".characters li")).ToHaveTextAsync(
            [.. estimate["voices"]!.AsArray().Select(voice => $"{voice!["character"]}{LinesOf(voice["character"]!.GetValue<string>())} · {voice["characters"]} characters")]);

        await window.Page.Locator("#script").FillAsync("[META]");
        await Expect(panel).ToHaveCountAsync(0);
        window.AssertQuiet();
    }

    private static string LinesOf(string character) => character == "boomer" ? "1 line" : "4 lines";
}
