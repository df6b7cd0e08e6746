using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using AudioFunctions.Testing.Running;
using Microsoft.Playwright;
using static AudioFunctions.Studio.Tests.StudioWindow;

namespace AudioFunctions.Studio.Tests;

/// <summary>Conflicts, reloads, lost connections and other everyday trouble.</summary>
[Collection(TakeStudioTests.Name)]
public sealed class ReviewTests(StudioApp app)
{
    [Fact]
    public async Task Conflicting_selection_is_refused_with_a_message_and_the_current_beat_is_shown()
    {
        var output = await app.Client.ProduceAsync(Scripts.OneBeat("Two choose", "Me choose this."));
        var sessionId = output["session_id"]!.GetValue<string>();
        await RegenerateAsync(sessionId);
        await using var window = (await app.OpenAsync($"/sessions/{sessionId}")).Expecting("/select");
        var beat = window.Beat("01_only");
        await Expect(beat.Locator(".line-text")).ToBeVisibleAsync();
        await Expect(beat.Locator(".take")).ToHaveCountAsync(2);

        await RegenerateAsync(sessionId);
        await window.Button("Select take 2", beat).ClickAsync();

        await Expect(window.Page.Locator(".toast.bad")).ToContainTextAsync("Somebody else changed this beat meanwhile.");
        await Expect(window.Page.Locator(".toast.bad code")).ToHaveTextAsync("precondition-failed");
        await Expect(beat.Locator(".take")).ToHaveCountAsync(3);
        await window.Button("Select take 2", beat).ClickAsync();
        await Expect(beat.Locator(".take").Nth(1)).ToHaveClassAsync("take selected");
        window.AssertQuiet();
    }

    [Fact]
    public async Task Typed_text_survives_a_reload_and_a_lost_connection_is_shown_and_restored()
    {
        await using var window = (await app.OpenAsync("/new")).Expecting("/api/");
        var script = Scripts.OneBeat("Kept", "Me keep my words.");
        await window.Page.Locator("#script").FillAsync(script);
        await Expect(window.Page.Locator(".verdict")).ToHaveTextAsync("Ready to produce");
        await window.Page.ReloadAsync();
        await Expect(window.Page.Locator("#script")).ToHaveValueAsync(script);

        await window.Page.Context.SetOfflineAsync(true);
        await window.Page.Locator("#script").FillAsync(script + "\n[BEAT: 02_more]");
        await Expect(window.Page.Locator("#connection")).ToContainTextAsync("Connection lost");
        await window.Page.Context.SetOfflineAsync(false);

        await Expect(window.Page.Locator("#connection")).ToBeHiddenAsync();
        await Expect(window.Page.Locator(".verdict")).ToContainTextAsync("to mend");
        window.AssertQuiet();
    }

    [Fact]
    public async Task Session_is_completed_reopened_edited_and_deleted()
    {
        var output = await app.Client.ProduceAsync(Scripts.OneBeat("Whole", "Me whole."));
        await using var window = (await app.OpenAsync($"/sessions/{output["session_id"]}")).Expecting("/api/sessions/");
        await window.Button("Mark completed").ClickAsync();
        await Expect(window.Page.Locator("h1 .pill")).ToHaveTextAsync("Completed");
        await window.Button("Back to review").ClickAsync();
        await Expect(window.Page.Locator("h1 .pill")).ToHaveTextAsync("In review");

        await window.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Edit script" }).ClickAsync();
        await Expect(window.Page.Locator("#script")).ToHaveValueAsync(Scripts.OneBeat("Whole", "Me whole."));
        await window.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "As a new session" }).ClickAsync();
        await Expect(window.Page.Locator("#script")).ToHaveValueAsync(Scripts.OneBeat("Whole", "Me whole."));
        await Expect(window.Page.GetByLabel("Keep the selected takes of beats that have not changed")).ToBeCheckedAsync();
        await window.GoAsync($"#/sessions/{output["session_id"]}");

        await window.Button("Delete session").ClickAsync();
        await window.Button("Delete session", window.Dialog).ClickAsync();
        await Expect(window.Page.Locator("h1")).ToHaveTextAsync("Sessions");
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{output["session_id"]}")).Status);
        window.AssertQuiet();
    }

    [Fact]
    public async Task New_status_is_shown_with_other_changes_since()
    {
        var sessionId = (await app.Client.ProduceAsync(Scripts.OneBeat("Meanwhile", "Me do something meanwhile.")))["session_id"]!.GetValue<string>();
        await RegenerateAsync(sessionId);
        await using var window = await app.OpenAsync($"/sessions/{sessionId}");
        var takes = window.Beat("01_only").Locator(".take");
        await Expect(takes).ToHaveCountAsync(2);
        var marked = await HeldResponse.ToTheNextAsync(window, "PATCH", $"**/api/sessions/{sessionId}");
        await window.Button("Mark completed").ClickAsync();
        await marked.GivenAsync();
        var second = await takes.Last.GetAttributeAsync("data-take");
        await app.Client.SendJsonAsync(HttpMethod.Post, $"sessions/{sessionId}/beats/01_only/select", ApiCalls.Json($"{{\"take_id\":\"{second}\"}}"));

        await marked.ReleaseAsync();

        await Expect(takes.Last).ToHaveClassAsync("take selected");
        await Expect(window.Page.Locator("h1 .pill")).ToHaveTextAsync("Completed");
        await Expect(window.Button("Back to review")).ToBeFocusedAsync();
        window.AssertQuiet();
    }

    [Fact]
    public async Task Text_file_is_opened_in_the_editor_and_a_binary_file_is_refused()
    {
        await using var window = await app.OpenAsync("/new");
        var file = new FilePayload { Name = "a.els", MimeType = "text/plain", Buffer = Encoding.UTF8.GetBytes("\uFEFF" + Scripts.Story) };
        await window.Page.Locator("input[type=file]").SetInputFilesAsync(file);
        await Expect(window.Page.Locator("#script")).ToHaveValueAsync(Scripts.Story);

        file = new FilePayload { Name = "b.els", MimeType = "text/plain", Buffer = [0xC3, 0x28] };
        await window.Page.Locator("input[type=file]").SetInputFilesAsync(file);
        await Expect(window.Page.Locator(".toast.bad")).ToContainTextAsync("“b.els” is not text in UTF-8");
        await Expect(window.Page.Locator("#script")).ToHaveValueAsync(Scripts.Story);
        window.AssertQuiet();
    }

    [Fact]
    public async Task File_replaces_typed_text_only_after_confirmation()
    {
        await using var window = await app.OpenAsync("/new");
        await window.Page.Locator("#script").FillAsync("Mine.");
        await Expect(window.Button("Insert an example")).ToBeHiddenAsync();
        var file = new FilePayload { Name = "a.els", MimeType = "text/plain", Buffer = Encoding.UTF8.GetBytes(Scripts.Story) };
        await window.Page.Locator("input[type=file]").SetInputFilesAsync(file);
        await window.Button("Cancel", window.Dialog).ClickAsync();
        await Expect(window.Page.Locator("#script")).ToHaveValueAsync("Mine.");

        await window.Page.Locator("input[type=file]").SetInputFilesAsync(file);
        await window.Button("Replace", window.Dialog).ClickAsync();
        await Expect(window.Page.Locator("#script")).ToHaveValueAsync(Scripts.Story);
        window.AssertQuiet();
    }

    [Fact]
    public async Task Audio_is_fetched_only_for_beats_near_the_window()
    {
        const int beats = 16;
        var output = await app.Client.ProduceAsync(Scripts.ManyBeats(beats));
        await using var window = await app.OpenAsync("/voices");
        var fetched = new ConcurrentDictionary<string, bool>();
        window.Page.Request += (_, request) => _ = request.Url.EndsWith("/audio", StringComparison.Ordinal) && fetched.TryAdd(request.Url, true);
        await window.GoAsync($"#/sessions/{output["session_id"]}");
        await window.UntilAsync(window.Beat("01_many").Locator("audio"), "audio => audio.readyState >= 2");
        await Expect(window.Page.Locator(".beat")).ToHaveCountAsync(beats);
        Assert.InRange(fetched.Count, 1, beats / 2);

        await window.Beat($"{beats}_many").ScrollIntoViewIfNeededAsync();
        await window.UntilAsync(window.Beat($"{beats}_many").Locator("audio"), "audio => audio.readyState >= 2");
        window.AssertQuiet();
    }

    [Fact]
    public async Task Unknown_address_says_so_and_links_back()
    {
        await using var window = (await app.OpenAsync("/sessions/%zz")).Expecting("/api/sessions/");
        await Expect(window.Page.Locator(".problem code")).ToHaveTextAsync("session-not-found");
        await window.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "All sessions" }).ClickAsync();
        await Expect(window.Page.Locator("h1")).ToHaveTextAsync("Sessions");
        window.AssertQuiet();
    }

    private async Task RegenerateAsync(string sessionId)
    {
        var (_, started, _) = await app.Client.SendJsonAsync(HttpMethod.Post, $"sessions/{sessionId}/beats/01_only/regenerate");
        JsonObject ended = await ApiCalls.EndOfAsync(started!["statusQueryGetUri"]!.GetValue<string>());
        Assert.Equal("Completed", ended["runtimeStatus"]!.GetValue<string>());
    }
}
