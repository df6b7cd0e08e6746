using static AudioFunctions.Studio.Tests.StudioWindow;

namespace AudioFunctions.Studio.Tests;

/// <summary>The estimate beside the editor, with credits.</summary>
[Collection(SpokenStudioTests.Name)]
public sealed class EstimateTests(SpeakingApp paid)
{
    [Fact]
    public async Task Credits_left_are_shown_and_too_few_are_refused_with_a_message_until_started_anyway()
    {
        try
        {
            paid.Speech.Subscription.Remaining = 7;
            await using var window = (await paid.OpenAsync("/new")).Expecting("/api/sessions");
            await window.Page.Locator("#script").FillAsync(Scripts.OneBeat("Poor", "Me have no money for all of these words, and more words come."));
            var panel = window.Page.Locator(".estimate");
            await Expect(panel.Locator(".bad")).ToContainTextAsync("7 of ");
            await Expect(panel.Locator(".warnings li")).ToContainTextAsync("Not enough credits");
            await Expect(panel).ToContainTextAsync("Spoken byElevenLabs · ");

            await window.Button("Start production").ClickAsync();
            await Expect(window.Page.Locator(".problem code")).ToHaveTextAsync("quota-exceeded");
            await Expect(window.Page.Locator(".problem p")).ToContainTextAsync("and 7 are left until 2030-02-01.");
            await window.ShootAsync("13-cannot-be-paid");
            await window.Button("Start anyway").ClickAsync();

            await Expect(window.Page.Locator(".take.selected")).ToHaveCountAsync(1);
            await Expect(window.Page.Locator("h1")).ToContainTextAsync("Poor");
            window.AssertQuiet();
        }
        finally
        {
            paid.Speech.Subscription.Remaining = null;
        }
    }

    [Fact]
    public async Task Enough_credits_cause_no_warning()
    {
        await using var window = await paid.OpenAsync("/new");
        await window.Page.Locator("#script").FillAsync(Scripts.OneBeat("Rich", "Me have money."));

        await Expect(window.Page.Locator(".estimate")).ToContainTextAsync(" left");
        await Expect(window.Page.Locator(".estimate .bad, .estimate .warnings")).ToHaveCountAsync(0);
        window.AssertQuiet();
    }
}
