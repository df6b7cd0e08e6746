using System.Net;
using AudioFunctions.Testing.Running;
using static AudioFunctions.Studio.Tests.StudioWindow;

namespace AudioFunctions.Studio.Tests;

/// <summary>Starring takes, and hiding those that are ruled out.</summary>
[Collection(TakeStudioTests.Name)]
public sealed class TakeMarksTests(StudioApp app)
{
    [Fact]
    public async Task Star_survives_a_reload_and_hidden_takes_fold_away_and_come_back()
    {
        var (id, _) = await ProduceAsync("Marked", "Me shine or me hide.");
        await using var window = await app.OpenAsync($"/sessions/{id}");
        var beat = window.Beat("01_only");
        await Expect(beat.Locator(".take")).ToHaveCountAsync(4);

        await window.Button("Star take 2", beat).ClickAsync();
        await Expect(window.Button("Star take 2", beat)).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(window.Button("Hide take 1", beat)).ToHaveCountAsync(0);
        await window.Button("Hide take 3", beat).FocusAsync();
        await window.Page.Keyboard.PressAsync("Enter");
        var fold = window.Button("1 hidden take", beat);
        await Expect(fold).ToBeFocusedAsync();
        await Expect(beat.Locator("[aria-label='Take 3']")).ToBeHiddenAsync();
        await window.Button("Hide take 4", beat).ClickAsync();
        await Expect(window.Button("2 hidden takes", beat)).ToBeVisibleAsync();

        await window.Page.ReloadAsync();
        await Expect(window.Button("Star take 2", beat)).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(window.Button("Star take 1", beat)).ToHaveAttributeAsync("aria-pressed", "false");
        fold = window.Button("2 hidden takes", beat);
        await Expect(fold).ToHaveAttributeAsync("aria-expanded", "false");
        await Expect(beat.Locator(".take:visible h3")).ToHaveTextAsync(["Take 1", "Take 2"]);
        await window.ShootAsync("47-hidden-takes");
        await window.AssertAccessibleAsync("hidden takes");

        await fold.ClickAsync();
        await Expect(beat.Locator(".take:visible h3")).ToHaveTextAsync(["Take 1", "Take 2", "Take 3", "Take 4"]);
        await window.ShootAsync("48-hidden-takes-shown");
        await window.AssertAccessibleAsync("hidden takes shown");
        await window.Button("Show take 3", beat).FocusAsync();
        await window.Page.Keyboard.PressAsync("Enter");
        await Expect(window.Button("Hide take 3", beat)).ToBeFocusedAsync();
        await window.Button("Select take 4", beat).ClickAsync();
        await Expect(beat.Locator(".take.selected h3")).ToHaveTextAsync("Take 4");
        await Expect(beat.GetByText("hidden take")).ToBeHiddenAsync();
        await Expect(window.Button("Hide take 1", beat)).ToBeVisibleAsync();
        window.AssertQuiet();
    }

    [Fact]
    public async Task Comparison_begins_with_the_starred_take_and_leaves_hidden_ones_out()
    {
        var (id, takes) = await ProduceAsync("Compared by stars", "Me compare the best.");
        await MarkAsync(id, takes[1], """{"starred":true}""");
        await MarkAsync(id, takes[3], """{"hidden":true}""");
        await using var window = await app.OpenAsync($"/sessions/{id}");
        var (beat, heads) = (window.Beat("01_only"), window.Dialog.Locator("section h3"));

        await window.Button("Compare", beat).ClickAsync();
        await Expect(heads).ToHaveTextAsync(["ATake 1", "BTake 2, starred"]);
        await window.ShootAsync("49-compare-starred");
        await window.Button("Compare all 3", window.Dialog).ClickAsync();
        await Expect(heads).ToHaveTextAsync(["ATake 1", "BTake 2, starred", "CTake 3"]);
        await window.Button("Close", window.Dialog).ClickAsync();
        await window.Page.Keyboard.PressAsync("Shift+C");
        await Expect(heads).ToHaveTextAsync(["A", "B", "C"]);
        await window.Button("Close", window.Dialog).ClickAsync();

        await window.Button("1 hidden take", beat).ClickAsync();
        foreach (var number in new[] { 0, 3 })
            await beat.Locator(".take").Nth(number).GetByLabel("Compare").CheckAsync();
        await window.Button("Compare 2", beat).ClickAsync();
        await Expect(heads).ToHaveTextAsync(["ATake 1", "BTake 4"]);
        window.AssertQuiet();
    }

    [Fact]
    public async Task Keys_star_and_hide_the_take_heard_last_and_a_digit_plays_a_hidden_one()
    {
        var (id, _) = await ProduceAsync("Marked by keys", "Me press one key.");
        await using var window = await app.OpenAsync($"/sessions/{id}");
        var (beat, keys) = (window.Beat("01_only"), window.Page.Keyboard);
        await Expect(beat.Locator(".take")).ToHaveCountAsync(4);

        await keys.PressAsync("h");
        await Expect(window.Page.Locator(".toast")).ToContainTextAsync("The selected take can’t be hidden");
        await window.Page.EvaluateAsync(LoopWhatIsPlayed);
        await keys.PressAsync("3");
        await Expect(window.Button("Pause take 3", beat)).ToBeVisibleAsync();
        await keys.PressAsync("t");
        await Expect(window.Button("Star take 3", beat)).ToHaveAttributeAsync("aria-pressed", "true");
        await keys.PressAsync("h");
        await Expect(window.Button("1 hidden take", beat)).ToBeVisibleAsync();
        await window.Page.WaitForFunctionAsync("() => [...document.querySelectorAll('audio')].every(audio => audio.paused)");

        await keys.PressAsync("3");
        await Expect(window.Button("Pause take 3", beat)).ToBeVisibleAsync();
        await keys.PressAsync("h");
        await Expect(window.Button("Hide take 3", beat)).ToBeVisibleAsync();
        await keys.PressAsync("t");
        await Expect(window.Button("Star take 3", beat)).ToHaveAttributeAsync("aria-pressed", "false");
        await keys.PressAsync("?");
        await Expect(window.Dialog).ToContainTextAsync("Star the take in focus");
        window.AssertQuiet();
    }

    [Fact]
    public async Task Take_that_somebody_else_has_selected_meanwhile_is_not_hidden()
    {
        var (id, takes) = await ProduceAsync("Two mark", "Me chosen and refused at once.");
        await using var window = (await app.OpenAsync($"/sessions/{id}")).Expecting($"/takes/{takes[1]}");
        var beat = window.Beat("01_only");
        await Expect(window.Button("Hide take 2", beat)).ToBeVisibleAsync();
        var selection = ApiCalls.Json($$"""{"take_id":"{{takes[1]}}"}""");
        await app.Client.SendJsonAsync(HttpMethod.Post, $"sessions/{id}/beats/01_only/select", selection);

        await window.Button("Hide take 2", beat).ClickAsync();

        await Expect(window.Page.Locator(".toast.bad")).ToContainTextAsync("The selected take can't be hidden");
        await Expect(beat.Locator(".take.selected h3")).ToHaveTextAsync("Take 2");
        window.AssertQuiet();
    }

    [Fact]
    public async Task Star_of_somebody_else_refuses_no_approval()
    {
        var (id, takes) = await ProduceAsync("Starred meanwhile", "Me approved all the same.");
        await using var window = (await app.OpenAsync($"/sessions/{id}")).Expecting("/beats/01_only");
        var approve = window.Button("Approve", window.Beat("01_only"));
        await Expect(approve).ToHaveAttributeAsync("aria-pressed", "false");
        await MarkAsync(id, takes[1], """{"starred":true}""");

        await approve.ClickAsync();

        await Expect(approve).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(window.Button("Star take 2", window.Beat("01_only"))).ToHaveAttributeAsync("aria-pressed", "true");
        window.AssertQuiet();
    }

    [Fact]
    public async Task Marks_have_room_for_fingers()
    {
        var (id, takes) = await ProduceAsync("Marked by touch", "Me mark with a thumb.");
        await MarkAsync(id, takes[3], """{"starred":true,"hidden":true}""");
        await using var window = await app.OpenOnPhoneAsync($"/sessions/{id}");
        var beat = window.Beat("01_only");

        await window.Button("1 hidden take", beat).TapAsync();
        await Expect(window.Button("Show take 4", beat)).ToBeVisibleAsync();
        await PhoneTests.AssertFitsAsync(window);
        await window.Button("Show take 4", beat).TapAsync();
        await Expect(window.Button("Hide take 4", beat)).ToBeVisibleAsync();
        await window.Button("Compare", beat).TapAsync();
        await PhoneTests.AssertFitsAsync(window);
        window.AssertQuiet();
    }

    /// <summary>A session of one beat with four takes, the first of which is selected.</summary>
    private async Task<(string Id, IReadOnlyList<string> Takes)> ProduceAsync(string title, string words)
    {
        var id = (await app.Client.ProduceAsync(Scripts.OneBeat(title, words)))["session_id"]!.GetValue<string>();
        var (_, started, _) = await app.Client.SendJsonAsync(
            HttpMethod.Post, $"sessions/{id}/beats/01_only/regenerate", ApiCalls.Json("""{"takes":3}"""));
        await ApiCalls.EndOfAsync(started!["statusQueryGetUri"]!.GetValue<string>());
        var (_, session, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{id}");
        return (id, [.. session!["beats"]![0]!["takes"]!.AsArray().Select(take => take!["take_id"]!.GetValue<string>())]);
    }

    private async Task MarkAsync(string id, string take, string marks)
    {
        var (status, _, _) = await app.Client.SendJsonAsync(HttpMethod.Patch, $"sessions/{id}/takes/{take}", ApiCalls.Json(marks));
        Assert.Equal(HttpStatusCode.OK, status);
    }
}
