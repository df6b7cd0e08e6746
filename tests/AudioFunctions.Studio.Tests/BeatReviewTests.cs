using System.Text.Json.Nodes;
using AudioFunctions.Testing.Running;
using Microsoft.Playwright;
using static AudioFunctions.Studio.Tests.StudioWindow;

namespace AudioFunctions.Studio.Tests;

/// <summary>Approving beats, marking them for redo, locking them and writing notes.</summary>
[Collection(TakeStudioTests.Name)]
public sealed class BeatReviewTests(StudioApp app)
{
    [Fact]
    public async Task Session_is_approved_with_one_key_per_beat()
    {
        var output = await app.Client.ProduceAsync(Scripts.Story);
        await using var window = await app.OpenAsync($"/sessions/{output["session_id"]}");
        var (hook, reply, keys) = (window.Beat("01_hook"), window.Beat("02_reply"), window.Page.Keyboard);
        await Expect(reply.Locator(".line-text").First).ToBeVisibleAsync();

        await keys.PressAsync("u");
        await Expect(reply).ToBeFocusedAsync();
        await keys.PressAsync("a");
        await Expect(hook).ToBeFocusedAsync();
        await Expect(window.Main).ToContainTextAsync("1 of 2 approved");
        await keys.PressAsync("a");
        await Expect(window.Main).ToContainTextAsync("2 of 2 approved");

        Assert.Equal(["approved", "approved"], await ReviewsAsync(output));
        await window.ShootAsync("reviewed");
        await window.AssertAccessibleAsync("reviewed");
        window.AssertQuiet();
    }

    [Fact]
    public async Task Beat_is_marked_redo_with_a_note_and_found_by_filter()
    {
        var output = await app.Client.ProduceAsync(Scripts.Story);
        await using var window = await app.OpenAsync($"/sessions/{output["session_id"]}");
        var (hook, reply) = (window.Beat("01_hook"), window.Beat("02_reply"));

        await window.Button("Redo", hook).ClickAsync();
        await Expect(window.Button("Redo", hook)).ToHaveAttributeAsync("aria-pressed", "true");
        await window.Button("Note", hook).ClickAsync();
        await hook.GetByRole(AriaRole.Textbox, new LocatorGetByRoleOptions { Name = "Note" }).FillAsync("Too <b>cheerful</b>.");
        await window.Button("Save note", hook).ClickAsync();
        await Expect(hook.Locator(".note")).ToHaveTextAsync("Too <b>cheerful</b>.");
        await window.Page.Locator(".beat-filter button", new PageLocatorOptions { HasText = "Redo" }).ClickAsync();

        await Expect(hook).ToBeVisibleAsync();
        await Expect(reply).ToBeHiddenAsync();
        await window.Page.ReloadAsync();
        await Expect(hook.Locator(".note")).ToHaveTextAsync("Too <b>cheerful</b>.");
        await Expect(reply).ToBeVisibleAsync();
        window.AssertQuiet();
    }

    [Fact]
    public async Task Locked_beat_cannot_be_revised_until_it_is_unlocked()
    {
        var output = await app.Client.ProduceAsync(Scripts.OneBeat("Locked", "Me stay."));
        await using var window = await app.OpenAsync($"/sessions/{output["session_id"]}");
        var beat = window.Beat("01_only");

        await window.Button("Lock", beat).ClickAsync();
        await Expect(window.Button("Revise", beat)).ToBeDisabledAsync();
        await window.Button("Lock", beat).ClickAsync();

        await Expect(window.Button("Revise", beat)).ToBeEnabledAsync();
        window.AssertQuiet();
    }

    [Fact]
    public async Task Space_bar_after_a_click_on_Approve_plays_and_undoes_nothing()
    {
        var output = await app.Client.ProduceAsync(Scripts.OneBeat("Clicked", "Me am clicked, then heard."));
        await using var window = await app.OpenAsync($"/sessions/{output["session_id"]}");
        var (beat, keys) = (window.Beat("01_only"), window.Page.Keyboard);
        await Expect(beat.Locator(".line-text")).ToBeVisibleAsync();
        await window.LoopAudioAsync();
        await window.Button("Approve", beat).ClickAsync();
        await Expect(window.Button("Approve", beat)).ToHaveAttributeAsync("aria-pressed", "true");

        await keys.PressAsync(" ");
        await window.UntilAsync(beat.Locator("audio"), "audio => !audio.paused");
        await Expect(window.Button("Approve", beat)).ToHaveAttributeAsync("aria-pressed", "true");

        // If the button has the focus by keyboard, the space bar presses it.
        await keys.PressAsync("Tab");
        await keys.PressAsync("Shift+Tab");
        await keys.PressAsync(" ");
        await Expect(window.Button("Approve", beat)).ToHaveAttributeAsync("aria-pressed", "false");
        window.AssertQuiet();
    }

    [Fact]
    public async Task Review_that_conflicts_with_another_persons_is_refused_with_a_message()
    {
        var output = await app.Client.ProduceAsync(Scripts.OneBeat("Two review", "Me heard twice."));
        await using var window = (await app.OpenAsync($"/sessions/{output["session_id"]}")).Expecting("/beats/01_only");
        var beat = window.Beat("01_only");
        await Expect(beat.Locator(".line-text")).ToBeVisibleAsync();

        await app.Client.SendJsonAsync(HttpMethod.Patch, $"sessions/{output["session_id"]}/beats/01_only", ApiCalls.Json("""{"review":"redo"}"""));
        await window.Button("Approve", beat).ClickAsync();

        await Expect(window.Page.Locator(".toast.bad")).ToContainTextAsync("Somebody else changed this beat meanwhile.");
        await Expect(window.Button("Redo", beat)).ToHaveAttributeAsync("aria-pressed", "true");
        Assert.Equal(["redo"], await ReviewsAsync(output));
        window.AssertQuiet();
    }

    [Fact]
    public async Task Note_of_another_person_is_not_overwritten_and_a_typed_one_survives_a_reload()
    {
        var output = await app.Client.ProduceAsync(Scripts.OneBeat("Two write", "Me noted twice."));
        await using var window = (await app.OpenAsync($"/sessions/{output["session_id"]}")).Expecting("/beats/01_only");
        var beat = window.Beat("01_only");
        var editor = beat.GetByRole(AriaRole.Textbox, new LocatorGetByRoleOptions { Name = "Note" });
        await window.Button("Note", beat).ClickAsync();
        await editor.FillAsync("Mine.");

        await NoteAsync(output, "Theirs.");
        await window.Page.EvaluateAsync("() => document.dispatchEvent(new Event('visibilitychange'))");
        await Expect(beat.Locator(".note")).ToHaveTextAsync("Theirs.");
        await Expect(beat.Locator(".conflict")).ToContainTextAsync("Somebody else has changed the note.");
        await Expect(window.Button("Save note", beat)).ToBeDisabledAsync();
        await editor.PressAsync("Escape");
        await Expect(window.Page.Locator(".toast")).ToContainTextAsync("What you typed is kept.");
        await window.Page.ReloadAsync();
        await Expect(editor).ToHaveValueAsync("Mine.");
        await Expect(beat.Locator(".conflict")).ToContainTextAsync("Somebody else has changed the note.");
        await window.Button("Take theirs", beat).ClickAsync();
        await Expect(editor).ToHaveValueAsync("Theirs.");

        // The page hasn't heard of this one when it saves.
        await editor.FillAsync("Mine again.");
        await NoteAsync(output, "Theirs again.");
        await window.Button("Save note", beat).ClickAsync();
        await Expect(beat.Locator(".note")).ToHaveTextAsync("Theirs again.");
        await Expect(editor).ToHaveValueAsync("Mine again.");
        await window.Button("Replace theirs", beat).ClickAsync();
        await window.Button("Save note", beat).ClickAsync();
        await Expect(editor).ToHaveCountAsync(0);
        await Expect(beat.Locator(".note")).ToHaveTextAsync("Mine again.");
        await window.Page.Clock.InstallAsync();
        await window.Page.ReloadAsync();
        await Expect(beat.Locator(".note")).ToHaveTextAsync("Mine again.");
        Assert.Equal(0, await editor.CountAsync());

        // What others do is seen by itself.
        await NoteAsync(output, "Theirs at last.");
        await window.Page.Clock.FastForwardAsync(31_000);
        await Expect(beat.Locator(".note")).ToHaveTextAsync("Theirs at last.");
        window.AssertQuiet();
    }

    private async Task NoteAsync(JsonObject output, string note) => await app.Client.SendJsonAsync(
        HttpMethod.Patch, $"sessions/{output["session_id"]}/beats/01_only", ApiCalls.Json($$"""{"note":"{{note}}"}"""));

    private async Task<IEnumerable<string?>> ReviewsAsync(JsonObject output)
    {
        var (_, session, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{output["session_id"]}");
        return session!["beats"]!.AsArray().Select(beat => beat!["review"]?.GetValue<string>());
    }
}
