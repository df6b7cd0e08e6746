using AudioFunctions.Testing.Running;
using Microsoft.Playwright;
using static AudioFunctions.Studio.Tests.StudioWindow;

namespace AudioFunctions.Studio.Tests;

/// <summary>What a production may spend.</summary>
[Collection(SpokenStudioTests.Name)]
public sealed class BudgetTests(SpeakingApp app)
{
    private const string Script = """
        [META]
        video_title: Budget
        project: studio-tests
        [BEAT: 01_first]
        name: First
        ---
        Me am within the budget.
        [END_BEAT]
        [BEAT: 02_second]
        name: Second
        ---
        Me am not, and me have more words.
        [END_BEAT]
        """;

    [Fact]
    public async Task Production_stops_at_its_budget_and_continues_with_another_one()
    {
        var (_, estimate, _) = await app.Process.Client.SendJsonAsync(HttpMethod.Post, "scripts/estimate", ApiCalls.Els(Script));
        var first = estimate!["beats"]![0]!["expected_credits"]!.GetValue<int>();
        await using var window = await app.OpenAsync("/new");
        await window.Page.Locator("#script").FillAsync(Script);
        await BudgetOf(window.Main).FillAsync($"{first}");
        await window.Button("Start production").ClickAsync();

        var second = window.Beat("02_second");
        await Expect(second.Locator(".problem code")).ToHaveTextAsync("budget-reached");
        await Expect(window.Beat("01_first").Locator(".take.selected")).ToHaveCountAsync(1);
        await Expect(window.Page.Locator(".progress")).ToBeHiddenAsync();
        await Expect(window.Button("Try again")).ToHaveCountAsync(0);

        // The take that is there counts, though its voice would be another one now.
        await app.Process.Client.SendJsonAsync(HttpMethod.Patch, "voices/every-coon", ApiCalls.Json("""{"stability":0.36}"""));
        await window.Button("Continue", second).ClickAsync();
        await Expect(window.Dialog.Locator(".estimate")).ToContainTextAsync("Reused1 beat");
        await Expect(window.Dialog.Locator(".estimate")).ToContainTextAsync("To be spoken34 characters");
        await app.Process.Client.SendJsonAsync(HttpMethod.Patch, "voices/every-coon", ApiCalls.Json("""{"stability":0.35}"""));
        await Expect(BudgetOf(window.Dialog)).ToBeFocusedAsync();
        await window.ShootAsync("18-continue");
        await window.AssertAccessibleAsync("continue");
        await BudgetOf(window.Dialog).FillAsync("1000");
        await window.Page.Keyboard.PressAsync("Enter");

        await Expect(second.Locator(".take.selected")).ToHaveCountAsync(1);
        await Expect(window.Page.Locator(".problem")).ToHaveCountAsync(0);
        Assert.Equal(1, app.BillsOf("within the budget"));
        Assert.Equal(1, app.BillsOf("have more words"));
        window.AssertQuiet();
    }

    [Theory]
    [InlineData("1.5")]
    [InlineData("-1")]
    [InlineData("1e")]
    [InlineData("2147483648")]
    public async Task Invalid_budget_is_refused_by_the_field(string budget)
    {
        await using var window = await app.OpenAsync("/new");
        var starts = 0;
        window.Page.Request += (_, request) => starts += request.Method == "POST" && request.Url.Contains("/api/sessions", StringComparison.Ordinal) ? 1 : 0;
        await window.Page.Locator("#script").FillAsync(Script);
        var field = BudgetOf(window.Main);
        await field.PressSequentiallyAsync(budget);
        await Expect(field).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(window.Page.GetByText("Enter a whole number, 0 or more")).ToBeVisibleAsync();

        await window.Button("Start production").ClickAsync();
        await Expect(field).ToBeFocusedAsync();
        Assert.Equal(0, starts);
        await field.PressAsync("Control+A");
        await field.PressAsync("Delete");
        await Expect(field).ToHaveAttributeAsync("aria-invalid", "false");
        window.AssertQuiet();
    }

    private static ILocator BudgetOf(ILocator within) => within.GetByLabel("Budget in credits");
}
