using static AudioFunctions.Studio.Tests.StudioWindow;

namespace AudioFunctions.Studio.Tests;

/// <summary>Right-to-left scripts in the editor.</summary>
[Collection(TakeStudioTests.Name)]
public sealed class DirectionTests(StudioApp app)
{
    private const string Script = """
        [META]
        video_title: مرحبا (1)!
        project: p
        default_character: every-coon
        default_pace: normal

        [BEAT: 01_hook]
        name: Hook
        ---
        مرحبا بالعالم! كيف حالك؟ السعر 50% الآن.
        [PAUSE: 500]
        שלום עולם, מה שלומך? (היום) 123.
        [END_BEAT]
        """;

    [Fact]
    public async Task Each_line_has_its_own_text_direction()
    {
        await using var window = await app.OpenAsync("/new");
        var (area, lines) = (window.Page.Locator("#script"), window.Page.Locator(".under-line > [dir]"));
        await area.FillAsync(Script.Replace("500", "many", StringComparison.Ordinal));
        await Expect(window.Page.Locator(".under-line.error .said")).ToContainTextAsync("many");

        Assert.Equal("plaintext", await area.EvaluateAsync<string>("area => getComputedStyle(area).unicodeBidi"));
        var directions = await lines.EvaluateAllAsync<string[]>("lines => lines.map(line => getComputedStyle(line).direction)");
        Assert.Equal([9, 11], directions.Index().Where(line => line.Item == "rtl").Select(line => line.Index));
        await window.ShootAsync("19-right-to-left");

        await area.FillAsync(Scripts.Story);
        await Expect(lines).ToHaveCountAsync(0);
        window.AssertQuiet();
    }

    [Fact]
    public async Task Long_right_to_left_line_can_be_scrolled_to_both_ends()
    {
        await using var window = await app.OpenAsync("/new");
        var area = window.Page.Locator("#script");
        await area.FillAsync(Script.Replace("50%", string.Concat(Enumerable.Repeat("50% كيف حالك؟ ", 30)), StringComparison.Ordinal));
        await Expect(window.Page.Locator(".under-line > [dir]").First).ToBeAttachedAsync();

        var body = window.Page.Locator(".editor-body");
        Assert.True(await body.EvaluateAsync<bool>("body => body.scrollWidth > body.clientWidth"));
        Assert.True(await area.EvaluateAsync<bool>("area => area.scrollWidth <= area.clientWidth"));
        // The highlighted line is as wide as the typed one. The lines are drawn again whenever the script has been checked.
        await window.Page.WaitForFunctionAsync("""
            () => Math.abs(document.querySelectorAll('.under-line > [dir]')[9].offsetWidth + 28 - document.querySelector('#script').clientWidth) <= 2
            """);
        window.AssertQuiet();
    }
}
