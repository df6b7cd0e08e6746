using System.Text.Json.Nodes;
using AudioFunctions.Testing.Running;
using Microsoft.Playwright;
using static AudioFunctions.Studio.Tests.StudioWindow;

namespace AudioFunctions.Studio.Tests;

/// <summary>Revising a beat with several characters, each with its own settings.</summary>
[Collection(TakeStudioTests.Name)]
public sealed class DialogueRevisionTests(StudioApp app)
{
    [Fact]
    public async Task Each_character_starts_with_its_own_settings_and_only_changes_are_sent()
    {
        var output = await app.Client.ProduceAsync(Scripts.Story);
        await using var window = await app.OpenAsync($"/sessions/{output["session_id"]}");
        var reply = window.Beat("02_reply");
        await window.Button("Revise", reply).ClickAsync();
        var (boomer, coon) = (Group(reply, "Boomer"), Group(reply, "Every-Coon"));
        await Expect(boomer.GetByLabel("Stability")).ToHaveValueAsync("0.5");
        await Expect(boomer.GetByLabel("Speed")).ToHaveValueAsync("0.85");
        await Expect(coon.GetByLabel("Stability")).ToHaveValueAsync("0.8");
        await Expect(coon.GetByLabel("Speed")).ToHaveValueAsync("1");

        await coon.GetByLabel("Pace").SelectOptionAsync("slow");
        await coon.GetByLabel("Stability").FillAsync("0.1");
        await Expect(reply.GetByText("Changes Every-Coon: pace, stability.")).ToBeVisibleAsync();
        await window.ShootAsync("5-revise-dialogue");
        await window.Button("Make a new take", reply).ClickAsync();

        await Expect(reply.Locator(".take")).ToHaveCountAsync(2);
        var (_, session, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{output["session_id"]}");
        var takes = session!["beats"]![1]!["takes"]!;
        Assert.Equal(Settings(takes[0]!, 0), Settings(takes[1]!, 0));
        Assert.Equal((0.1, 0.75), (Of(takes[1]!, "stability"), Of(takes[1]!, "speed")));
        Assert.Equal(Of(takes[0]!, "style"), Of(takes[1]!, "style"));
        window.AssertQuiet();
    }

    private static ILocator Group(ILocator beat, string character) =>
        beat.GetByRole(AriaRole.Group, new LocatorGetByRoleOptions { Name = character });

    private static string Settings(JsonNode take, int segment) => take["segments"]![segment]!["settings"]!.ToJsonString();

    private static double Of(JsonNode take, string setting) => take["segments"]![1]!["settings"]![setting]!.GetValue<double>();
}
