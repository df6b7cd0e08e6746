using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using AudioFunctions.Testing.Running;
using Microsoft.Playwright;
using static AudioFunctions.Studio.Tests.StudioWindow;

namespace AudioFunctions.Studio.Tests;

/// <summary>Text in a script stays text: it creates no element, nothing runs, and the content security policy isn't violated.</summary>
[Collection(StudioTests.Name)]
public sealed class HostileTextTests(StudioApp app)
{
    private const string Image = "<img src=x onerror=window.hacked=1>";

    private const string Hostile = $"""
        [META]
        video_title: </title><script>window.hacked=1</script>{Image}
        project: javascript:window.hacked=1
        [BEAT: 01_evil]
        name: "><svg onload=window.hacked=1>{Image}
        ---
        [DIRECTION: </p>{Image}<iframe src=javascript:window.hacked=1>]
        </script><script>window.hacked=1</script> hello **<b>there</b>**.
        [PAUSE: 50ms]
        javascript:window.hacked=1 {Image}
        [END_BEAT]
        """;

    [Fact]
    public async Task Hostile_script_is_shown_as_text_in_every_view()
    {
        var output = await app.Client.ProduceAsync(Hostile);
        await using var window = await app.OpenAsync($"/sessions/{output["session_id"]}");
        var beat = window.Beat("01_evil");
        await Expect(beat.Locator(".line-text").Last).ToContainTextAsync(Image);
        await Expect(beat.Locator(".chip.direction")).ToContainTextAsync(Image);
        await Expect(window.Page.Locator("h1")).ToContainTextAsync("</title><script>");
        await Expect(beat.Locator("h2")).ToContainTextAsync("\"><svg onload=window.hacked=1>");
        await AssertHarmlessAsync(window);

        await window.Button("Revise", beat).ClickAsync();
        await Expect(beat.GetByLabel("Direction")).ToHaveValueAsync($"</p>{Image}<iframe src=javascript:window.hacked=1>");
        await AssertHarmlessAsync(window);

        await window.GoAsync($"#/new/{output["session_id"]}");
        await Expect(window.Page.Locator(".verdict")).ToHaveTextAsync("Ready to produce2 warnings");
        await AssertHarmlessAsync(window);
        window.AssertQuiet();
    }

    [Fact]
    public async Task Problems_of_a_hostile_script_are_shown_as_text()
    {
        await using var window = await app.OpenAsync("/new");
        await window.Page.Locator("#script").FillAsync($"[META]\n[BEAT: {Image}]\nname: x\n---\n[PACE: {Image}]\nHello [{Image}\n[END_BEAT]");

        await Expect(window.Page.Locator(".problem-line").First).ToBeVisibleAsync();
        await Expect(window.Page.Locator(".problem-list")).ToContainTextAsync("<img src=x");
        await AssertHarmlessAsync(window);
        window.AssertQuiet();
    }

    [Fact]
    public async Task Hostile_voice_is_shown_and_edited_as_text()
    {
        var profile = new JsonObject
        {
            ["display_name"] = Image,
            ["voice_id"] = "21m00Tcm4TlvDq8ikWAM",
            ["stability"] = 0.5,
            ["similarity_boost"] = 0.5,
            ["style"] = 0,
            ["speed"] = 1,
            ["description"] = $"</p>{Image}",
        };
        var (status, _, _) = await app.Client.SendJsonAsync(HttpMethod.Put, "voices/evil", ApiCalls.Json(profile.ToJsonString()));
        Assert.Equal(HttpStatusCode.Created, status);
        await using var window = await app.OpenAsync("/voices");
        var card = window.Page.Locator("[data-voice=evil]");
        await Expect(card.Locator("h2")).ToHaveTextAsync(Image);
        await Expect(card).ToContainTextAsync($"</p>{Image}");
        await window.Button($"Edit {Image}", card).ClickAsync();
        await Expect(window.Dialog.GetByLabel("Name")).ToHaveValueAsync(Image);
        await AssertHarmlessAsync(window);
        await window.Button("Cancel", window.Dialog).ClickAsync();

        await window.Button($"Delete {Image}", card).ClickAsync();
        await Expect(window.Dialog.Locator("h2")).ToHaveTextAsync($"Delete {Image}?");
        await AssertHarmlessAsync(window);
        await window.Button("Delete voice", window.Dialog).ClickAsync();
        await Expect(window.Page.Locator(".toast")).ToContainTextAsync($"{Image} is deleted.");
        await Expect(card).ToHaveCountAsync(0);
        await AssertHarmlessAsync(window);
        window.AssertQuiet();
    }

    /// <summary>The service sends no such responses, but a proxy in between may.</summary>
    [Fact]
    public async Task Hostile_responses_and_file_names_are_shown_as_text()
    {
        await using var window = (await app.OpenAsync("/voices")).Expecting("/api/sessions");
        await window.Page.RouteAsync("**/api/scripts/estimate*", route => route.FulfillAsync(Answer(200, HostileEstimate())));
        await window.Page.RouteAsync("**/api/sessions", route => route.FulfillAsync(Answer(500, new() { ["code"] = Image, ["detail"] = Image })));
        await window.GoAsync("#/new");
        var script = Encoding.UTF8.GetBytes(Scripts.OneBeat("Plain", "Me plain."));
        await window.Page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = $"{Image}.els", MimeType = "text/plain", Buffer = script });

        await Expect(window.Page.Locator(".toast")).ToContainTextAsync($"{Image}.els is in the editor.");
        await Expect(window.Page.Locator(".estimate .warnings")).ToHaveTextAsync(Image);
        await Expect(window.Page.Locator(".estimate")).ToContainTextAsync($"Spoken by{Image} · {Image}");
        await window.Button("Start production").ClickAsync();
        await Expect(window.Page.Locator(".problem p")).ToHaveTextAsync(Image);
        await Expect(window.Page.Locator(".problem code")).ToHaveTextAsync(Image);
        await AssertHarmlessAsync(window);
        window.AssertQuiet();
    }

    private static JsonObject HostileEstimate() => new()
    {
        ["provider"] = Image,
        ["model"] = Image,
        ["total"] = new JsonObject { ["characters"] = 1, ["requests"] = 1, ["expected_duration_ms"] = 1, ["expected_credits"] = 1 },
        ["beats"] = new JsonArray(),
        ["voices"] = new JsonArray(),
        ["basis"] = Image,
        ["credits"] = null,
        ["sufficient"] = null,
        ["warnings"] = new JsonArray(Image),
    };

    private static RouteFulfillOptions Answer(int status, JsonObject body) =>
        new() { Status = status, ContentType = "application/json", Body = body.ToJsonString() };

    private static async Task AssertHarmlessAsync(StudioWindow window)
    {
        Assert.Equal("undefined", await window.Page.EvaluateAsync<string>("() => typeof window.hacked"));
        Assert.Equal(1, await window.Page.Locator("script").CountAsync());
        Assert.Equal(1, await window.Page.Locator("img").CountAsync());
        Assert.Equal(0, await window.Page.Locator("iframe, main b, [onload], [onerror], a[href^='javascript']").CountAsync());
    }
}
