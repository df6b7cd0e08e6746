using System.Text.RegularExpressions;
using AudioFunctions.Testing.Running;
using static AudioFunctions.Studio.Tests.StudioWindow;

namespace AudioFunctions.Studio.Tests;

[Collection(StudioTests.Name)]
public sealed class PronunciationsTests(StudioApp app)
{
    private const string Script = "[META]\nvideo_title: Rules\nproject: page rules\n[BEAT: 01_one]\nname: One\n---\nThe SEC says no.\n[END_BEAT]\n";

    [Fact]
    public async Task Rule_is_added_edited_and_deleted_and_its_takes_are_marked()
    {
        var id = (await app.Client.ProduceAsync(Script))["session_id"]!.GetValue<string>();
        await using var session = await app.OpenAsync($"/sessions/{id}");
        var stale = session.Page.Locator("[data-take]").GetByText("Stale");
        await Expect(session.Page.Locator("[data-take]")).ToHaveCountAsync(1);
        await Expect(stale).ToBeHiddenAsync();
        await using var window = (await app.OpenAsync("/pronunciations/page%20rules")).Expecting("/api/pronunciations/");
        await window.WeakenTagsAsync("**/api/pronunciations/*");
        await window.Page.ReloadAsync();
        await window.Button("Add a rule").ClickAsync();
        await window.Dialog.GetByLabel("Written").FillAsync("SEC");
        await window.Dialog.GetByLabel("Say", new() { Exact = true }).FillAsync("[sad]");
        await window.Button("Save", window.Dialog).ClickAsync();
        await Expect(window.Dialog.Locator(".field-problem:visible")).ToHaveTextAsync(["say must not contain '['."]);
        await window.ShootAsync("20-pronunciation");
        await window.Dialog.GetByLabel("Say", new() { Exact = true }).FillAsync("ess ee see");
        await ListenAsync(window);
        await window.Button("Save", window.Dialog).ClickAsync();

        var card = window.Page.Locator("[data-rule=SEC]");
        await Expect(card).ToContainTextAsync("Say ess ee see");
        await Expect(window.Page.Locator("main")).ToContainTextAsync("1 take would be said differently now.");
        // A card that is there already hears of it, too.
        await session.Page.EvaluateAsync("() => document.dispatchEvent(new Event('visibilitychange'))");
        await Expect(stale).ToBeVisibleAsync();
        session.AssertQuiet();
        await window.Page.GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = $"Session {id[..8]}" }).ClickAsync();
        await Expect(window.Main).ToBeFocusedAsync();
        await Expect(window.Page.Locator("[data-take]").GetByText("Stale")).ToBeVisibleAsync();

        await window.Page.GoBackAsync();
        await window.Button("Delete SEC", card).ClickAsync();
        await window.Button("Delete rule", window.Dialog).ClickAsync();
        await Expect(card).ToHaveCountAsync(0);
        window.AssertQuiet();
    }

    /// <summary>The spelling is heard before it is saved, in one voice.</summary>
    private static async Task ListenAsync(StudioWindow window)
    {
        await window.Button("Listen", window.Dialog).ClickAsync();
        var listening = window.Dialog.Last;
        await Expect(listening.GetByLabel("Line", new() { Exact = true })).ToHaveValueAsync("ess ee see");
        await Expect(listening.GetByText("1 voice,")).ToBeVisibleAsync();
        await window.Button("Speak it", listening).ClickAsync();
        await Expect(listening.Locator(".tryout")).ToHaveTextAsync([new Regex("^Every-Coon")]);
        await window.Button("Close", listening).ClickAsync();
    }

    [Fact]
    public async Task Second_of_two_editors_is_told_and_overwrites_nothing()
    {
        await using var window = (await app.OpenAsync("/pronunciations/two")).Expecting("/api/pronunciations/");
        await Expect(window.Page.Locator("main")).ToContainTextAsync("No rules yet.");
        await app.Client.SendJsonAsync(HttpMethod.Put, "pronunciations/two", ApiCalls.Json("""{"rules":[{"from":"first","say":"furst"}]}"""));

        await window.Button("Add a rule").ClickAsync();
        await window.Dialog.GetByLabel("Written").FillAsync("second");
        await window.Dialog.GetByLabel("Say", new() { Exact = true }).FillAsync("sekond");
        await window.Button("Save", window.Dialog).ClickAsync();
        await Expect(window.Dialog).ToContainTextAsync("Somebody else changed the rules meanwhile.");
        await window.Button("Show them", window.Dialog).ClickAsync();

        await Expect(window.Page.Locator("[data-rule=first]")).ToHaveCountAsync(1);
        var (_, rules, _) = await app.Client.SendJsonAsync(HttpMethod.Get, "pronunciations/two");
        Assert.Equal(["first"], rules!["rules"]!.AsArray().Select(rule => rule!["from"]!.GetValue<string>()));
        window.AssertQuiet();
    }
}
