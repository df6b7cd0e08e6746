using AudioFunctions.Testing.Running;
using static AudioFunctions.Studio.Tests.StudioWindow;

namespace AudioFunctions.Studio.Tests;

/// <summary>Whatever a script says, it is text: no element comes of it, nothing runs, and the content policy has nothing to stop.</summary>
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
    public async Task A_hostile_script_is_shown_as_the_text_it_is_in_every_view()
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
        await Expect(window.Page.Locator(".verdict")).ToHaveTextAsync("Ready to produce");
        await AssertHarmlessAsync(window);
        window.AssertQuiet();
    }

    [Fact]
    public async Task Problems_of_a_hostile_script_are_text_too()
    {
        await using var window = await app.OpenAsync("/new");
        await window.Page.Locator("#script").FillAsync($"[META]\n[BEAT: {Image}]\nname: x\n---\n[PACE: {Image}]\nHello [{Image}\n[END_BEAT]");

        await Expect(window.Page.Locator(".problem-line").First).ToBeVisibleAsync();
        await Expect(window.Page.Locator(".problem-list")).ToContainTextAsync("<img src=x");
        await AssertHarmlessAsync(window);
        window.AssertQuiet();
    }

    private static async Task AssertHarmlessAsync(StudioWindow window)
    {
        Assert.Equal("undefined", await window.Page.EvaluateAsync<string>("() => typeof window.hacked"));
        Assert.Equal(1, await window.Page.Locator("script").CountAsync());
        Assert.Equal(1, await window.Page.Locator("img").CountAsync());
        Assert.Equal(0, await window.Page.Locator("iframe, main b, [onload], [onerror], a[href^='javascript']").CountAsync());
    }
}
