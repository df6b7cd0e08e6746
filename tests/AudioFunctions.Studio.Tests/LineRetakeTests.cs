using AudioFunctions.Testing.Running;
using Microsoft.Playwright;
using static AudioFunctions.Studio.Tests.StudioWindow;

namespace AudioFunctions.Studio.Tests;

/// <summary>Speaking one line of a beat again, from the line itself.</summary>
[Collection(TakeStudioTests.Name)]
public sealed class LineRetakeTests(StudioApp app)
{
    [Fact]
    public async Task Line_shows_its_cost_and_only_it_is_spoken_again()
    {
        var output = await app.Client.ProduceAsync(Scripts.Story);
        await using var window = await app.OpenAsync($"/sessions/{output["session_id"]}");
        var hook = window.Beat("01_hook");

        await window.Button("Speak line 2 again", hook).ClickAsync();
        await Expect(hook.GetByLabel("Speak", new LocatorGetByLabelOptions { Exact = true })).ToHaveValueAsync("1");
        await Expect(hook.GetByText("Speaks only line 2: 13 characters.")).ToBeVisibleAsync();
        await window.Button("Make a new take", hook).ClickAsync();

        await Expect(hook.Locator(".take")).ToHaveCountAsync(2);
        await Expect(hook.Locator(".take").Nth(1).GetByText("Line 2 again")).ToBeVisibleAsync();
        var (_, session, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{output["session_id"]}");
        var takes = session!["beats"]![0]!["takes"]!;
        Assert.Equal($$"""{"take_id":"{{takes[0]!["take_id"]}}","line":1}""", takes[1]!["retake_of"]!.ToJsonString());
        Assert.Equal(takes[0]!["lines"]![0]!.ToJsonString(), takes[1]!["lines"]![0]!.ToJsonString());
        window.AssertQuiet();
    }

    [Fact]
    public async Task In_a_dialogue_only_the_lines_speaker_has_settings()
    {
        var output = await app.Client.ProduceAsync(Scripts.Story);
        await using var window = await app.OpenAsync($"/sessions/{output["session_id"]}");
        var reply = window.Beat("02_reply");

        await window.Button("Revise", reply).ClickAsync();
        var what = reply.GetByLabel("Speak", new LocatorGetByLabelOptions { Exact = true });
        await what.SelectOptionAsync("0");

        await reply.GetByLabel("Stability").First.FillAsync("0.1");
        await Expect(reply.GetByRole(AriaRole.Group, new LocatorGetByRoleOptions { Name = "Boomer" })).ToBeVisibleAsync();
        await Expect(reply.GetByRole(AriaRole.Group, new LocatorGetByRoleOptions { Name = "Every-Coon" })).ToBeHiddenAsync();
        await window.Button("Speak line 2 again", reply).ClickAsync();
        await Expect(what).ToHaveValueAsync("1");
        await what.SelectOptionAsync("");
        await Expect(reply.GetByRole(AriaRole.Group, new LocatorGetByRoleOptions { Name = "Every-Coon" })).ToBeVisibleAsync();
        await Expect(reply.GetByLabel("Stability").First).ToHaveValueAsync("0.1");
        window.AssertQuiet();
    }

    [Fact]
    public async Task Line_starts_with_the_settings_of_its_own_tags()
    {
        var output = await app.Client.ProduceAsync(
            Scripts.OneBeat("Tagged", "[STABILITY: 0.2]\nMe have a tag.\n[STABILITY: 0.9] [PACE: slow]\nMe have another tag."));
        await using var window = await app.OpenAsync($"/sessions/{output["session_id"]}");
        var beat = window.Beat("01_only");

        await window.Button("Speak line 2 again", beat).ClickAsync();
        await Expect(beat.GetByLabel("Stability")).ToHaveValueAsync("0.9");
        await Expect(beat.GetByLabel("Speed")).ToHaveValueAsync("0.75");
        await Expect(beat.GetByText("Nothing changed: the same settings once more. Speaks only line 2: 20 characters.")).ToBeVisibleAsync();
        await beat.GetByLabel("Speed").FillAsync("0.8");
        await beat.GetByLabel("Speak", new LocatorGetByLabelOptions { Exact = true }).SelectOptionAsync("");
        await Expect(beat.GetByLabel("Stability")).ToHaveValueAsync("0.2");
        await Expect(beat.GetByLabel("Speed")).ToHaveValueAsync("0.8");
        await Expect(beat.GetByText("Changes speed. Speaks 34 characters.")).ToBeVisibleAsync();
        window.AssertQuiet();
    }
}
