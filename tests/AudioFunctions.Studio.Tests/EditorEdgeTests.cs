using AudioFunctions.Testing.Running;
using Microsoft.Playwright;
using static AudioFunctions.Studio.Tests.StudioWindow;

namespace AudioFunctions.Studio.Tests;

/// <summary>Scripts and answers that the editors of a script rarely meet.</summary>
[Collection(StudioTests.Name)]
public sealed class EditorEdgeTests(StudioApp app)
{
    private const string Longer = "name: First\n---\nMe rarely rest. [PAUSE: long]\nMe rest.";

    [Fact]
    public async Task Weak_tag_of_a_compressing_proxy_and_line_breaks_of_Windows_do_no_harm()
    {
        var script = Scripts.TwoBeats("Windows", "Me rarely rest.", "Me use two signs.").ReplaceLineEndings("\r\n");
        var sessionId = (await app.Client.ProduceAsync(script))["session_id"]!.GetValue<string>();
        await using var window = await app.OpenAsync($"/sessions/{sessionId}");
        await window.WeakenTagsAsync("**/script*");
        var first = window.Beat("01_first");
        await window.Button("Edit", first).ClickAsync();
        await Expect(first.GetByRole(AriaRole.Textbox)).ToHaveValueAsync("name: First\n---\nMe rarely rest. [PAUSE: short]\nMe rest.");
        await first.GetByRole(AriaRole.Textbox).FillAsync(Longer);
        await window.Button("Apply", first).ClickAsync();

        await Expect(first.Locator(".pause").First).ToHaveTextAsync("600 ms");
        var expected = script.Replace("short", "long", StringComparison.Ordinal);
        Assert.Equal(expected, await app.Client.GetStringAsync($"sessions/{sessionId}/script"));
        // The tag of the answer to Apply is weak too.
        await window.Button("Undo").ClickAsync();
        await Expect(first.Locator(".pause").First).ToHaveTextAsync("250 ms");
        Assert.Equal(script, await app.Client.GetStringAsync($"sessions/{sessionId}/script"));
        window.AssertQuiet();
    }

    [Fact]
    public async Task Voice_deleted_between_the_check_and_the_dry_run_is_a_problem_at_its_line()
    {
        var (window, _, first) = await EditAsync("Dry run");
        await using var closing = window;
        window.Expecting("/script");
        await app.Client.SendJsonAsync(HttpMethod.Put, "voices/passing", ApiCalls.Json(
            """{"display_name":"Passing","voice_id":"BRruTxiLM2nszrcCIpz1","stability":0.5,"similarity_boost":0.5,"style":0,"speed":1}"""));
        await window.Page.RouteAsync("**/script?dry_run=true", async route =>
        {
            await app.Client.SendJsonAsync(HttpMethod.Delete, "voices/passing");
            await route.FallbackAsync();
        });

        await first.GetByRole(AriaRole.Textbox).FillAsync("name: First\n---\n[CHARACTER: passing]\nMe rarely rest.\nMe rest.");

        await Expect(first.Locator(".said")).ToContainTextAsync("unknown character 'passing'");
        await Expect(window.Button("Apply", first)).ToBeDisabledAsync();
        window.AssertQuiet();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Connection_lost_while_applying_leaves_the_text_unless_it_was_applied(bool isApplied)
    {
        var (window, sessionId, first) = await EditAsync($"Lost {isApplied}");
        await using var closing = window;
        window.Expecting("/script");
        await first.GetByRole(AriaRole.Textbox).FillAsync(Longer);
        await Expect(window.Button("Apply", first)).ToBeEnabledAsync();
        var puts = 0;
        await window.Page.RouteAsync("**/script?produce=true", LoseAsync);
        await window.Page.RouteAsync("**/script", LoseAsync);

        await window.Button("Apply", first).ClickAsync();

        if (!isApplied)
        {
            await Expect(first.Locator(".problem code")).ToHaveTextAsync("unreachable");
            await Expect(first.GetByRole(AriaRole.Textbox)).ToHaveValueAsync(Longer);
            await window.Button("Apply", first).ClickAsync();
        }

        await Expect(first.GetByRole(AriaRole.Textbox)).ToHaveCountAsync(0);
        await Expect(first.Locator(".pause").First).ToHaveTextAsync("600 ms");
        var (_, versions, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{sessionId}/script/versions");
        Assert.Equal((2, isApplied ? 1 : 2), (versions!["versions"]!.AsArray().Count, puts));
        window.AssertQuiet();

        async Task LoseAsync(IRoute route)
        {
            if (route.Request.Method != "PUT" || ++puts > 1)
            {
                await route.FallbackAsync();
                return;
            }

            if (isApplied)
                await route.FetchAsync();
            await route.AbortAsync();
        }
    }

    [Fact]
    public async Task Edited_script_goes_along_to_a_new_session_and_the_old_one_keeps_its_own()
    {
        var script = Scripts.TwoBeats("Copied", "Me rarely rest.", "Me go along.");
        var sessionId = (await app.Client.ProduceAsync(script))["session_id"]!.GetValue<string>();
        await using var window = await app.OpenAsync($"/sessions/{sessionId}/script");
        await Expect(window.Page.Locator("#script")).ToHaveValueAsync(script);
        var edited = script.Replace("go along", "come along", StringComparison.Ordinal);
        await window.Page.Locator("#script").FillAsync(edited);

        await window.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "As a new session" }).ClickAsync();

        await Expect(window.Page.Locator("h1")).ToHaveTextAsync("Edit and produce again");
        await Expect(window.Page.Locator("#script")).ToHaveValueAsync(edited);
        await Expect(window.Page.GetByLabel("Keep the selected takes of beats that have not changed")).ToBeCheckedAsync();
        await window.Button("Start production").ClickAsync();
        await Expect(window.Beat("02_second").Locator(".take.selected")).ToHaveCountAsync(1);
        await Expect(window.Beat("01_first").GetByText("Reused", new() { Exact = true })).ToBeVisibleAsync();
        Assert.DoesNotContain(sessionId, window.Page.Url, StringComparison.Ordinal);
        Assert.Equal(script, await app.Client.GetStringAsync($"sessions/{sessionId}/script"));
        window.AssertQuiet();
    }

    /// <summary>A session with its first beat's editor open.</summary>
    private async Task<(StudioWindow Window, string SessionId, ILocator Beat)> EditAsync(string title)
    {
        var script = Scripts.TwoBeats(title, "Me rarely rest.", "Me never rest.");
        var sessionId = (await app.Client.ProduceAsync(script))["session_id"]!.GetValue<string>();
        var window = await app.OpenAsync($"/sessions/{sessionId}");
        var first = window.Beat("01_first");
        await window.Button("Edit", first).ClickAsync();
        await Expect(first.GetByRole(AriaRole.Textbox)).ToHaveValueAsync("name: First\n---\nMe rarely rest. [PAUSE: short]\nMe rest.");
        return (window, sessionId, first);
    }
}
