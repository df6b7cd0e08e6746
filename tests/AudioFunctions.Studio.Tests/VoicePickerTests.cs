using AudioFunctions.Testing.Running;
using Microsoft.Playwright;
using static AudioFunctions.Studio.Tests.StudioWindow;

namespace AudioFunctions.Studio.Tests;

/// <summary>Choosing a voice of the speech account for a character without a profile.</summary>
[Collection(SpokenStudioTests.Name)]
public sealed class VoicePickerTests(SpeakingApp app)
{
    [Fact]
    public async Task Missing_character_gets_a_voice_after_a_preview()
    {
        var preview = await SpokenAsync();
        await using var window = await app.OpenAsync("/new");
        await window.Page.EvaluateAsync(StudioWindow.LoopWhatIsPlayed);
        await window.Page.EvaluateAsync(
            "() => { const { play } = HTMLMediaElement.prototype; HTMLMediaElement.prototype.play = function () { globalThis.heardNow = this; return play.call(this); }; }");
        await window.Page.RouteAsync("https://storage.googleapis.com/**", route =>
            route.FulfillAsync(new RouteFulfillOptions { ContentType = "audio/mpeg", BodyBytes = preview }));
        await window.Page.RouteAsync("**/voices/available*", GivePreviewsAsync);
        await window.Page.Locator("#script").FillAsync(Scripts.OneBeat("Chosen", "[CHARACTER: auntie]\nMe have a voice now."));
        await window.Button("Add a voice for auntie").ClickAsync();
        await Expect(window.Dialog.GetByLabel("Character")).ToHaveValueAsync("auntie");
        await window.Button("Choose from the account", window.Dialog).ClickAsync();
        await Expect(window.Dialog.Locator(".picker-voice")).ToHaveCountAsync(3);
        await window.Button("Listen to Rachel", window.Dialog).ClickAsync();
        await Expect(window.Button("Pause Rachel", window.Dialog)).ToBeVisibleAsync();
        await window.ShootAsync("22-voice-picker");
        await window.AssertAccessibleAsync("voice picker");
        await window.Button("Pause Rachel", window.Dialog).ClickAsync();
        await HearAllAsync(window);
        await window.Dialog.GetByLabel("Find a voice").FillAsync("rach");
        await Expect(window.Dialog.Locator(".picker-voice")).ToHaveCountAsync(1);

        await window.Button("Use Rachel", window.Dialog).ClickAsync();
        await Expect(window.Dialog.GetByLabel("ElevenLabs voice id")).ToHaveValueAsync("21m00Tcm4TlvDq8ikWAM");
        await window.Button("Save", window.Dialog).ClickAsync();

        await Expect(window.Page.Locator(".verdict")).ToHaveTextAsync("Ready to produce");
        var (_, voice, _) = await app.Process.Client.SendJsonAsync(HttpMethod.Get, "voices/auntie");
        Assert.Equal("21m00Tcm4TlvDq8ikWAM", voice!["voice_id"]!.GetValue<string>());
        window.AssertQuiet();
    }

    /// <summary>The account's other voices have none.</summary>
    private static async Task GivePreviewsAsync(IRoute route)
    {
        var answer = await route.FetchAsync();
        var body = (await answer.TextAsync()).Replace(
            "\"preview_url\":null", "\"preview_url\":\"https://storage.googleapis.com/another\"", StringComparison.Ordinal);
        await route.FulfillAsync(new RouteFulfillOptions { Response = answer, Body = body });
    }

    /// <summary>One preview after the other, and the one that is heard can be used with Enter.</summary>
    private static async Task HearAllAsync(StudioWindow window)
    {
        var (heard, audible) = (window.Dialog.Locator(".picker-voice.heard"), window.Dialog.Locator(".picker-voice:has(.icon-button)"));
        await window.Button("Listen to all", window.Dialog).ClickAsync();
        for (var number = 0; number < await audible.CountAsync(); number++)
        {
            await Expect(heard).ToHaveAttributeAsync("data-voice-id", (await audible.Nth(number).GetAttributeAsync("data-voice-id"))!);
            await Expect(heard.Locator("button").Last).ToBeFocusedAsync();
            // They are looped, so that a test that is late still hears them.
            await window.Page.EvaluateAsync("() => globalThis.heardNow.dispatchEvent(new Event('ended'))");
        }

        await Expect(heard).ToHaveCountAsync(0);
    }

    /// <summary>Any MP3.</summary>
    private async Task<byte[]> SpokenAsync()
    {
        var made = await app.Process.Client.ProduceAsync(Scripts.OneBeat("Preview", "Me am a preview."));
        var take = made["beats"]![0]!["selected_take_id"];
        return await app.Process.Client.GetByteArrayAsync($"sessions/{made["session_id"]}/takes/{take}/audio");
    }
}
