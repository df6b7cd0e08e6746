using AudioFunctions.Testing.Running;
using Microsoft.Playwright;
using static AudioFunctions.Studio.Tests.StudioWindow;

namespace AudioFunctions.Studio.Tests;

/// <summary>Editing a session's script in place or as a whole, with its cost shown, and undoing it.</summary>
[Collection(SpokenStudioTests.Name)]
public sealed class FixInPlaceTests(SpeakingApp app)
{
    private const string Conflict = "Somebody else has changed this beat.";

    [Fact]
    public async Task Pause_and_word_are_edited_in_place_with_their_cost_shown_and_undone()
    {
        var script = Scripts.TwoBeats("Fixed", "Me fix the roof.", "Me fix the fence.");
        var sessionId = await app.ProduceAsync(script);
        await using var window = await app.OpenAsync($"/sessions/{sessionId}");
        var (first, second, keys) = (window.Beat("01_first"), window.Beat("02_second"), window.Page.Keyboard);
        var editor = first.GetByRole(AriaRole.Textbox);
        await Expect(first.Locator(".take.selected")).ToHaveCountAsync(1);
        var roof = await SelectedAsync(sessionId, 0);
        await window.Button("Star take 1", first).ClickAsync();
        await Expect(window.Button("Star take 1", first)).ToHaveAttributeAsync("aria-pressed", "true");

        await keys.PressAsync("i");
        await Expect(editor).ToBeFocusedAsync();
        await Expect(editor).ToHaveValueAsync("name: First\n---\nMe fix the roof. [PAUSE: short]\nMe rest.");
        await Expect(first.Locator(".line-number")).ToHaveTextAsync(["6", "7", "8", "9"]);
        await Expect(first.GetByText("Nothing changes.")).ToBeVisibleAsync();
        await Expect(window.Button("Apply", first)).ToBeDisabledAsync();
        await editor.FillAsync("name: First\n---\nMe fix the roof. [PAUSE: long]\nMe rest.");
        await Expect(first.GetByText("Pauses only: assembled again, costs nothing.")).ToBeVisibleAsync();
        await Expect(first.GetByText("Other takes and stars stay with the earlier pauses: undo brings them back.")).ToBeVisibleAsync();
        await window.ShootAsync("30-edit-a-pause");
        await window.AssertAccessibleAsync("editing a pause");
        await keys.PressAsync("Control+Enter");

        await Expect(window.Button("Undo")).ToBeVisibleAsync();
        await Expect(first.Locator(".pause").First).ToHaveTextAsync("600 ms");
        await Expect(first.Locator(".take")).ToHaveCountAsync(1);
        await Expect(editor).ToHaveCountAsync(0);
        Assert.NotEqual(roof, await SelectedAsync(sessionId, 0));
        Assert.Equal(1, app.BillsOf("Me fix the roof."));

        await window.Button("Edit", second).ClickAsync();
        await second.GetByRole(AriaRole.Textbox).FillAsync("name: Second\n---\nMe fix the gate.\nMe rest, too.");
        await Expect(second.Locator(".change")).ToHaveTextAsync(AboutCredits("Speaks 1 beat: 30 characters, about 15 credits."));
        await window.ShootAsync("31-edit-a-word");
        await window.Button("Apply", second).ClickAsync();
        await Expect(second.Locator(".line-text").First).ToContainTextAsync("Me fix the gate.");
        await Expect(second.Locator(".take.selected")).ToHaveCountAsync(1);
        await Expect(window.Button("Undo")).ToBeVisibleAsync();
        Assert.Equal((1, 1), (app.BillsOf("Me fix the gate."), app.BillsOf("Me fix the fence.")));
        // The take of the fence is paid for, too, though the script no longer has it.
        await Expect(window.Page.Locator(".session-head")).ToContainTextAsync($" {await BilledAsync(sessionId)} characters billed");

        // The script can't be changed until the production has ended, a moment after its last take.
        await Expect(window.Page.Locator(".progress")).ToBeHiddenAsync();
        await keys.PressAsync("Shift+Z");
        await Expect(second.Locator(".line-text").First).ToContainTextAsync("Me fix the fence.");
        await Expect(second.Locator(".take.selected")).ToHaveCountAsync(1);
        await Expect(window.Page.Locator(".toast.offer")).ToContainTextAsync("The script is as it was.");
        await window.ShootAsync("32-undone");
        await window.Button("Redo the change").ClickAsync();
        await Expect(second.Locator(".line-text").First).ToContainTextAsync("Me fix the gate.");
        Assert.Equal((1, 1), (app.BillsOf("Me fix the gate."), app.BillsOf("Me fix the fence.")));
        window.AssertQuiet();
    }

    [Fact]
    public async Task Text_typed_into_a_beat_survives_errors_a_reload_and_changes_of_others()
    {
        var script = Scripts.TwoBeats("Contested", "Me paint it red.", "Me paint it blue.");
        var sessionId = await app.ProduceAsync(script);
        await using var window = (await app.OpenAsync($"/sessions/{sessionId}")).Expecting("/script");
        var (first, keys) = (window.Beat("01_first"), window.Page.Keyboard);
        var editor = first.GetByRole(AriaRole.Textbox);
        await window.Button("Edit", first).ClickAsync();

        await editor.FillAsync("name: First\n---\n[PACE: warp]\nMe paint it green.\nMe rest.");
        await Expect(first.Locator(".problem-line .place")).ToHaveTextAsync("8:8");
        await Expect(first.Locator(".change.bad")).ToHaveTextAsync("The script has errors: nothing can be applied.");
        await Expect(window.Button("Apply", first)).ToBeDisabledAsync();
        await first.Locator(".problem-line").ClickAsync();
        Assert.Equal("warp", await editor.EvaluateAsync<string>("area => area.value.slice(area.selectionStart, area.selectionStart + 4)"));
        await window.ShootAsync("33-edit-with-an-error");

        await editor.FillAsync("name: First\n---\nMe paint it green.\nMe rest.");
        await Expect(first.Locator(".change.costs")).ToBeVisibleAsync();
        await window.Page.ReloadAsync();
        await Expect(editor).ToHaveValueAsync("name: First\n---\nMe paint it green.\nMe rest.");
        await Expect(window.Button("Apply", first)).ToBeEnabledAsync();

        await app.ReplaceScriptAsync(sessionId, script.Replace("Me rest, too.", "Me rest as well.", StringComparison.Ordinal));
        await window.Button("Apply", first).ClickAsync();
        await Expect(first.GetByText("Somebody else has changed other beats.")).ToBeVisibleAsync();
        await Expect(editor).ToHaveValueAsync("name: First\n---\nMe paint it green.\nMe rest.");
        // The page has checked the text against the change.
        await Expect(window.Button("Apply", first)).ToBeEnabledAsync();
        await app.ReplaceScriptAsync(sessionId, script.Replace("paint it red", "paint it black", StringComparison.Ordinal));
        await window.Button("Apply", first).ClickAsync();
        await Expect(first.Locator(".problem")).ToContainTextAsync(Conflict);
        await first.GetByText("What yours would change of theirs").ClickAsync();
        await Expect(first.Locator("del")).ToHaveTextAsync("Me paint it black. [PAUSE: short]");
        await Expect(first.Locator("ins")).ToHaveTextAsync("Me paint it green.");
        await window.ShootAsync("34-edit-in-conflict");
        await window.AssertAccessibleAsync("an edit in conflict");
        await window.Button("Take theirs", first).ClickAsync();
        await Expect(editor).ToHaveValueAsync("name: First\n---\nMe paint it black. [PAUSE: short]\nMe rest.");
        await keys.PressAsync("Escape");
        await Expect(window.Button("Edit", first)).ToBeFocusedAsync();
        Assert.Equal(0, app.BillsOf("Me paint it green."));
        await Expect(first.Locator(".line-text").First).ToContainTextAsync("Me paint it black.");
        await Expect(editor).ToHaveCountAsync(0);
        window.AssertQuiet();
    }

    [Fact]
    public async Task Locked_beat_cannot_be_edited_until_it_is_unlocked()
    {
        var sessionId = await app.ProduceAsync(Scripts.OneBeat("Shut", "Me keep it shut."));
        await using var window = await app.OpenAsync($"/sessions/{sessionId}");
        var (beat, keys) = (window.Beat("01_only"), window.Page.Keyboard);
        await window.Button("Lock", beat).ClickAsync();
        await Expect(window.Button("Edit", beat)).ToHaveAttributeAsync("aria-disabled", "true");

        await keys.PressAsync("i");
        await Expect(window.Page.Locator(".toast")).ToContainTextAsync("Only is locked. Unlock it (l), then edit it.");
        await Expect(beat.GetByRole(AriaRole.Textbox)).ToHaveCountAsync(0);
        await keys.PressAsync("l");
        await Expect(window.Button("Edit", beat)).ToHaveAttributeAsync("aria-disabled", "false");
        await keys.PressAsync("i");
        await Expect(beat.GetByRole(AriaRole.Textbox)).ToBeFocusedAsync();
        await beat.GetByRole(AriaRole.Textbox).FillAsync("name: Only\n---\nMe keep it open.");
        await Expect(window.Button("Apply", beat)).ToBeEnabledAsync();
        await window.Button("Lock", beat).ClickAsync();
        await Expect(beat.GetByText("Your text can be applied when it is unlocked.")).ToBeVisibleAsync();
        await Expect(window.Button("Apply", beat)).ToBeDisabledAsync();
        window.AssertQuiet();
    }

    [Fact]
    public async Task Edited_draft_stays_silent()
    {
        var script = Scripts.TwoBeats("Drafted", "Me write it down.", "Me read it again.");
        var (_, draft, _) = await app.Process.Client.SendJsonAsync(HttpMethod.Post, "drafts", ApiCalls.Els(script));
        await using var window = await app.OpenAsync($"/sessions/{draft!["session_id"]}");
        var beat = window.Beat("01_first");
        await window.Button("Edit", beat).ClickAsync();

        await beat.GetByRole(AriaRole.Textbox).FillAsync("name: First\n---\nMe write it up.");
        await Expect(beat.Locator(".change.free")).ToContainTextAsync(
            "Speaks nothing yet: costs nothing. 2 beats wait to be spoken: 46 characters, about ");
        await window.Button("Apply", beat).ClickAsync();
        await Expect(beat.Locator(".line-text").First).ToContainTextAsync("Me write it up.");
        await Expect(window.Page.Locator("h1 .pill")).ToHaveTextAsync("Draft");
        Assert.Equal(0, app.BillsOf("Me write it up."));
        window.AssertQuiet();
    }

    [Fact]
    public async Task Whole_script_is_edited_in_its_session_and_an_earlier_version_is_restored()
    {
        var script = Scripts.TwoBeats("Whole script", "Me grow one tree.", "Me grow two trees.");
        var sessionId = await app.ProduceAsync(script);
        await using var window = await app.OpenAsync($"/sessions/{sessionId}");
        await Expect(window.Beat("01_first").Locator(".take.selected")).ToHaveCountAsync(1);
        await window.Page.Keyboard.PressAsync("s");
        await Expect(window.Page.Locator("#script")).ToHaveValueAsync(script);
        await Expect(window.Page.Locator(".change")).ToHaveTextAsync("Nothing changes.");

        var edited = script[..script.IndexOf("[BEAT: 02_second]", StringComparison.Ordinal)].Replace("short", "medium", StringComparison.Ordinal)
            + "[BEAT: 03_third]\nname: Third\n---\nMe grow three trees.\n[END_BEAT]\n";
        await window.Page.Locator("#script").FillAsync(edited);
        await Expect(window.Page.Locator(".change")).ToHaveTextAsync(
            AboutCredits("Speaks 1 new beat, assembles 1 beat again, removes 1 beat: 20 characters, about 10 credits."));
        await Expect(window.Page.Locator(".change-list li")).ToHaveTextAsync(
            ["Firstassembled again", "Thirdnew, spoken: 20 characters", "Secondremoved; its takes are kept"]);
        await window.Page.ReloadAsync();
        await Expect(window.Page.Locator("#script")).ToHaveValueAsync(edited);
        await Expect(window.Button("Apply")).ToBeEnabledAsync();
        await window.ShootAsync("35-edit-the-script");
        await window.AssertAccessibleAsync("editing the script");
        await window.Page.GetByLabel("Speak what is new at once").UncheckAsync();
        await Expect(window.Page.Locator(".change")).ToHaveTextAsync(AboutCredits(
            "Speaks nothing yet, assembles 1 beat again, removes 1 beat: costs nothing. 1 beat waits to be spoken: 20 characters, about 10 credits."));
        await window.Page.GetByLabel("Speak what is new at once").CheckAsync();
        await window.Button("Apply").ClickAsync();

        await Expect(window.Button("Undo")).ToBeVisibleAsync();
        Assert.EndsWith($"#/sessions/{sessionId}", window.Page.Url, StringComparison.Ordinal);
        await Expect(window.Page.Locator(".beat")).ToHaveCountAsync(2);
        await Expect(window.Beat("03_third").Locator(".take.selected")).ToHaveCountAsync(1);
        Assert.Equal((1, 1), (app.BillsOf("Me grow one tree."), app.BillsOf("Me grow three trees.")));

        await window.Button("Earlier versions").ClickAsync();
        await Expect(window.Dialog.Locator(".version-row span:first-child")).ToHaveTextAsync(["Version 2", "Version 1"]);
        await Expect(window.Dialog.Locator(".version-row").First).ToContainTextAsync("Now");
        await Expect(window.Dialog.Locator("ins").Filter(new LocatorFilterOptions { HasText = "Me grow two trees." })).ToBeVisibleAsync();
        await Expect(window.Dialog.Locator(".change.free")).ToContainTextAsync("costs nothing.");
        await window.ShootAsync("36-earlier-versions");
        await window.AssertAccessibleAsync("earlier versions");
        await window.Button("Whole text", window.Dialog).ClickAsync();
        await Expect(window.Dialog.Locator(".whole")).ToHaveTextAsync(script);
        await window.Button("Restore version 1", window.Dialog).ClickAsync();

        await Expect(window.Dialog).ToHaveCountAsync(0);
        await Expect(window.Beat("02_second").Locator(".take.selected")).ToHaveCountAsync(1);
        await Expect(window.Beat("03_third")).ToHaveCountAsync(0);
        await Expect(window.Beat("01_first").Locator(".pause").First).ToHaveTextAsync("250 ms");
        await Expect(window.Button("Undo")).ToBeVisibleAsync();
        Assert.Equal(script, await app.Process.Client.GetStringAsync($"sessions/{sessionId}/script"));
        Assert.Equal((1, 1), (app.BillsOf("Me grow one tree."), app.BillsOf("Me grow two trees.")));
        window.AssertQuiet();
    }

    /// <summary>As in the list of sessions.</summary>
    private async Task<int> BilledAsync(string sessionId)
    {
        var (_, list, _) = await app.Process.Client.SendJsonAsync(HttpMethod.Get, "sessions?project=studio-fix&limit=100");
        return list!["sessions"]!.AsArray().Single(session => session!["session_id"]!.GetValue<string>() == sessionId)!["billed_characters"]!.GetValue<int>();
    }

    private async Task<string> SelectedAsync(string sessionId, int beat)
    {
        var (_, session, _) = await app.Process.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{sessionId}");
        return session!["beats"]![beat]!["selected_take_id"]!.GetValue<string>();
    }
}
