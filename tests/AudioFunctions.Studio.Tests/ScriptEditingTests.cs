using Microsoft.Playwright;
using static AudioFunctions.Studio.Tests.StudioWindow;

namespace AudioFunctions.Studio.Tests;

/// <summary>Typed script text survives slow responses, other editors and other people, and nothing is spoken without a request.</summary>
[Collection(SpokenStudioTests.Name)]
public sealed class ScriptEditingTests(SpeakingApp app)
{
    [Fact]
    public async Task Text_is_read_only_while_it_is_applied_and_the_other_open_editor_keeps_its_own()
    {
        var sessionId = await app.ProduceAsync(Scripts.TwoBeats("Held", "Me hold the door.", "Me hold the rope."));
        await using var window = await app.OpenAsync($"/sessions/{sessionId}");
        var (first, second, keys) = (window.Beat("01_first"), window.Beat("02_second"), window.Page.Keyboard);
        var (editor, other) = (first.GetByRole(AriaRole.Textbox), second.GetByRole(AriaRole.Textbox));
        await window.Button("Edit", second).ClickAsync();
        await other.FillAsync("name: Second\n---\nMe hold the rope. [PAUSE: long]\nMe rest, too.");
        await window.Button("Edit", first).ClickAsync();
        await editor.FillAsync("name: First\n---\nMe hold the door. [PAUSE: long]\nMe rest.");
        await Expect(window.Button("Apply", first)).ToBeEnabledAsync();
        var held = await HeldResponse.ToTheNextAsync(window, "PUT", "**/script");

        await keys.PressAsync("Control+Enter");
        await held.GivenAsync();
        await Expect(first.GetByText("Applying…")).ToBeVisibleAsync();
        await Expect(window.Button("Cancel", first)).ToBeDisabledAsync();
        await editor.FocusAsync();
        await keys.TypeAsync("lost");
        await keys.PressAsync("Escape");
        await Expect(editor).ToHaveValueAsync("name: First\n---\nMe hold the door. [PAUSE: long]\nMe rest.");
        await other.FocusAsync();
        await held.ReleaseAsync();

        await Expect(editor).ToHaveCountAsync(0);
        await Expect(other).ToBeFocusedAsync();
        await Expect(first.Locator(".pause").First).ToHaveTextAsync("600 ms");
        await Expect(second.GetByText("Somebody else")).ToHaveCountAsync(0);
        await window.Button("Apply", second).ClickAsync();
        await Expect(other).ToHaveCountAsync(0);
        await Expect(second.Locator(".pause").First).ToHaveTextAsync("600 ms");
        await Expect(first.Locator(".pause").First).ToHaveTextAsync("600 ms");
        Assert.Equal((1, 1), (app.BillsOf("Me hold the door."), app.BillsOf("Me hold the rope.")));
        window.AssertQuiet();
    }

    [Fact]
    public async Task Conflict_outlives_a_reload_and_nothing_is_applied_before_it_is_resolved()
    {
        var script = Scripts.TwoBeats("Disputed", "Me want tea.", "Me want cake.");
        var sessionId = await app.ProduceAsync(script);
        await using var window = (await app.OpenAsync($"/sessions/{sessionId}")).Expecting("/script");
        var first = window.Beat("01_first");
        await window.Button("Edit", first).ClickAsync();
        await first.GetByRole(AriaRole.Textbox).FillAsync("name: First\n---\nMe want juice.\nMe rest.");
        await Expect(window.Button("Apply", first)).ToBeEnabledAsync();
        await app.ReplaceScriptAsync(sessionId, script.Replace("want tea", "want milk", StringComparison.Ordinal));
        await window.Button("Apply", first).ClickAsync();
        await Expect(first.Locator(".conflict .problem")).ToContainTextAsync("Somebody else has changed this beat.");
        await Expect(first.Locator(".change.costs")).ToBeVisibleAsync();
        await Expect(window.Button("Apply", first)).ToBeDisabledAsync();

        await window.Page.ReloadAsync();
        await Expect(first.Locator(".conflict .problem")).ToContainTextAsync("Somebody else has changed this beat.");
        await Expect(first.Locator(".change.costs")).ToBeVisibleAsync();
        await Expect(window.Button("Apply", first)).ToBeDisabledAsync();
        await window.Button("Replace theirs", first).ClickAsync();
        await Expect(first.Locator(".conflict .problem")).ToHaveCountAsync(0);
        await window.Button("Apply", first).ClickAsync();

        await Expect(first.Locator(".line-text").First).ToContainTextAsync("Me want juice.");
        await Expect(first.Locator(".take.selected")).ToHaveCountAsync(1);
        Assert.Equal((0, 1), (app.BillsOf("Me want milk."), app.BillsOf("Me want juice.")));
        window.AssertQuiet();
    }

    [Fact]
    public async Task Whole_script_is_merged_with_changes_of_other_beats_and_asks_about_those_of_the_same_beat()
    {
        var script = Scripts.TwoBeats("Shared", "Me dig a hole.", "Me dig a well.");
        var sessionId = await app.ProduceAsync(script);
        await using var window = (await app.OpenAsync($"/sessions/{sessionId}/script")).Expecting("/script");
        var editor = window.Page.Locator("#script");
        await Expect(editor).ToHaveValueAsync(script);
        await editor.FillAsync(script.Replace("dig a hole", "dig a ditch", StringComparison.Ordinal));
        await Expect(window.Button("Apply")).ToBeEnabledAsync();

        await app.ReplaceScriptAsync(sessionId, script.Replace("dig a well", "dig a pond", StringComparison.Ordinal));
        await window.Button("Apply").ClickAsync();
        await Expect(window.Page.GetByText("Somebody else has changed other beats.")).ToBeVisibleAsync();
        var merged = script.Replace("dig a hole", "dig a ditch", StringComparison.Ordinal).Replace("dig a well", "dig a pond", StringComparison.Ordinal);
        await Expect(editor).ToHaveValueAsync(merged);
        await Expect(window.Button("Apply")).ToBeEnabledAsync();

        await app.ReplaceScriptAsync(sessionId, script.Replace("dig a hole", "dig a grave", StringComparison.Ordinal));
        await window.Button("Apply").ClickAsync();
        await Expect(window.Page.Locator(".conflict .problem")).ToContainTextAsync("Somebody else has changed the script.");
        await Expect(editor).ToHaveValueAsync(merged);
        await Expect(window.Page.Locator(".change.costs")).ToBeVisibleAsync();
        await window.Page.GetByLabel("Speak what is new at once").UncheckAsync();
        await Expect(window.Button("Apply")).ToBeDisabledAsync();
        await window.Page.GetByText("What yours would change of theirs").ClickAsync();
        await Expect(window.Page.Locator("ins").First).ToHaveTextAsync("Me dig a ditch. [PAUSE: short]");
        await window.ShootAsync("37-script-in-conflict");
        await window.AssertAccessibleAsync("a script in conflict");

        await window.Button("Earlier versions").ClickAsync();
        await window.Button("Put version 2 into the editor", window.Dialog).ClickAsync();
        await window.Button("Cancel", window.Dialog.Last).ClickAsync();
        await window.Button("Close", window.Dialog).ClickAsync();
        await Expect(editor).ToHaveValueAsync(merged);
        await window.Button("Take theirs").ClickAsync();
        await Expect(editor).ToHaveValueAsync(script.Replace("dig a hole", "dig a grave", StringComparison.Ordinal));
        await Expect(window.Page.Locator(".conflict .problem")).ToHaveCountAsync(0);
        Assert.Equal((0, 0), (app.BillsOf("Me dig a ditch."), app.BillsOf("Me dig a grave.")));
        window.AssertQuiet();
    }

    [Fact]
    public async Task Undo_pressed_twice_undoes_once_and_is_offered_again_after_a_failure()
    {
        var script = Scripts.TwoBeats("Undone", "Me undo a knot.", "Me undo a bow.");
        var sessionId = await app.ProduceAsync(script);
        await using var window = (await app.OpenAsync($"/sessions/{sessionId}")).Expecting("/script");
        var first = window.Beat("01_first");
        await window.Button("Edit", first).ClickAsync();
        await first.GetByRole(AriaRole.Textbox).FillAsync("name: First\n---\nMe undo a knot. [PAUSE: long]\nMe rest.");
        await window.Button("Apply", first).ClickAsync();
        await Expect(window.Button("Undo")).ToBeVisibleAsync();

        await window.Page.RouteAsync("**/script", RefuseAsync, new PageRouteOptions { Times = 1 });
        await window.Button("Undo").ClickAsync();
        await Expect(window.Page.Locator(".toast.bad")).ToContainTextAsync("The service answered 503");
        await Expect(window.Button("Undo")).ToBeVisibleAsync();
        var puts = 0;
        window.Page.Request += (_, request) => puts += request.Method == "PUT" ? 1 : 0;
        var held = await HeldResponse.ToTheNextAsync(window, "PUT", "**/script");
        await window.Button("Undo").ClickAsync();
        await held.GivenAsync();
        await window.Page.Keyboard.PressAsync("Shift+Z");
        await held.ReleaseAsync();

        await Expect(first.Locator(".pause").First).ToHaveTextAsync("250 ms");
        await Expect(window.Page.Locator(".toast.offer")).ToContainTextAsync("The script is as it was.");
        Assert.Equal(1, puts);
        Assert.Equal(script, await app.Process.Client.GetStringAsync($"sessions/{sessionId}/script"));
        window.AssertQuiet();

        static Task RefuseAsync(IRoute route) => route.Request.Method == "PUT"
            ? route.FulfillAsync(new RouteFulfillOptions { Status = 503, ContentType = "text/plain", Body = "Out of order." })
            : route.FallbackAsync();
    }

    [Fact]
    public async Task Too_few_credits_leave_the_choice_to_apply_silently_or_to_speak_anyway()
    {
        var sessionId = await app.ProduceAsync(Scripts.TwoBeats("Broke", "Me sell the car.", "Me sell the boat."));
        try
        {
            app.Speech.Subscription.Remaining = 7;
            await using var window = (await app.OpenAsync($"/sessions/{sessionId}")).Expecting("/script");
            var first = window.Beat("01_first");
            await window.Button("Edit", first).ClickAsync();
            await first.GetByRole(AriaRole.Textbox).FillAsync("name: First\n---\nMe sell the house for far too little money.\nMe rest.");
            await window.Button("Apply", first).ClickAsync();
            await Expect(first.Locator(".problem code")).ToHaveTextAsync("quota-exceeded");
            await window.ShootAsync("38-edit-cannot-be-paid");
            await window.AssertAccessibleAsync("an edit that can't be paid");
            await window.Button("Apply without speaking", first).ClickAsync();
            await Expect(first.Locator(".line-text").First).ToContainTextAsync("Me sell the house");
            await Expect(window.Button("Undo")).ToBeVisibleAsync();
            Assert.Equal(0, app.BillsOf("Me sell the house"));

            await window.GoAsync($"#/sessions/{sessionId}/script");
            var editor = window.Page.Locator("#script");
            await Expect(editor).ToHaveValueAsync(Scripts.TwoBeats("Broke", "Me sell the car.", "Me sell the boat.").Replace(
                "Me sell the car. [PAUSE: short]", "Me sell the house for far too little money.", StringComparison.Ordinal));
            await editor.FillAsync((await editor.InputValueAsync()).Replace("the boat", "the garden and the shed", StringComparison.Ordinal));
            await window.Button("Apply").ClickAsync();
            await Expect(window.Page.Locator(".problem code")).ToHaveTextAsync("quota-exceeded");
            await window.Button("Speak anyway").ClickAsync();
            await Expect(window.Beat("01_first").Locator(".take.selected")).ToHaveCountAsync(1);
            await Expect(window.Beat("02_second").Locator(".take.selected")).ToHaveCountAsync(1);
            Assert.Equal((1, 1), (app.BillsOf("Me sell the house"), app.BillsOf("the garden and the shed")));
            window.AssertQuiet();
        }
        finally
        {
            app.Speech.Subscription.Remaining = null;
        }
    }

    [Fact]
    public async Task Version_that_cannot_be_paid_is_restored_silently()
    {
        var script = Scripts.TwoBeats("Poor past", "Me buy the whole town.", "Me buy the boat.");
        var sessionId = await app.ProduceAsync(script);
        await app.ReplaceScriptAsync(sessionId, script.Replace("the whole town", "nothing that anybody needs", StringComparison.Ordinal));
        // Version 2 was never spoken.
        await app.ReplaceScriptAsync(sessionId, script);
        try
        {
            app.Speech.Subscription.Remaining = 7;
            await using var window = (await app.OpenAsync($"/sessions/{sessionId}")).Expecting("/script");
            await window.Button("Earlier versions").ClickAsync();
            await window.Dialog.Locator(".version-row").Nth(1).ClickAsync();
            await window.Button("Restore version 2", window.Dialog).ClickAsync();
            await Expect(window.Dialog.Locator(".problem code")).ToHaveTextAsync("quota-exceeded");
            await window.ShootAsync("48-version-cannot-be-paid");
            await window.AssertAccessibleAsync("a version that can't be paid");
            await window.Button("Apply without speaking", window.Dialog).ClickAsync();

            await Expect(window.Dialog).ToHaveCountAsync(0);
            await Expect(window.Beat("01_first").Locator(".line-text").First).ToContainTextAsync("Me buy nothing that anybody needs.");
            Assert.Equal(0, app.BillsOf("Me buy nothing"));
            window.AssertQuiet();
        }
        finally
        {
            app.Speech.Subscription.Remaining = null;
        }
    }

    [Fact]
    public async Task Revise_speaks_nothing_if_somebody_else_has_changed_the_beat()
    {
        var script = Scripts.TwoBeats("Revised", "Me wash the cat.", "Me wash the dog.");
        var sessionId = await app.ProduceAsync(script);
        await using var window = await app.OpenAsync($"/sessions/{sessionId}");
        var first = window.Beat("01_first");
        await window.Button("Revise", first).ClickAsync();
        await Expect(window.Button("Make a new take", first)).ToBeVisibleAsync();
        await app.ReplaceScriptAsync(sessionId, script.Replace("Me wash the cat.", "Me wash the whole cattle.", StringComparison.Ordinal));
        await window.Button("Make a new take", first).ClickAsync();

        await Expect(window.Page.Locator(".toast")).ToContainTextAsync("First has changed.");
        await Expect(window.Button("Make a new take", first)).ToHaveCountAsync(0);
        await Expect(first.Locator(".line-text").First).ToContainTextAsync("Me wash the whole cattle.");
        Assert.Equal((1, 0), (app.BillsOf("Me wash the cat."), app.BillsOf("Me wash the whole cattle.")));
        window.AssertQuiet();
    }
}
