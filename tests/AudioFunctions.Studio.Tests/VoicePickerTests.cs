using AudioFunctions.Testing.Running;
using Microsoft.Playwright;
using static AudioFunctions.Studio.Tests.StudioWindow;

namespace AudioFunctions.Studio.Tests;

/// <summary>Choosing a voice of the speech account for a character without a profile.</summary>
[Collection(SpokenStudioTests.Name)]
public sealed class VoicePickerTests(StudioApp studio, SpeakingApp app)
{
    [Fact]
    public async Task Missing_character_gets_a_voice_after_a_preview()
    {
        var preview = await SpokenAsync();
        await using var window = await studio.OpenAsync(app.Process, "/new");
        await window.Page.EvaluateAsync(StudioWindow.LoopWhatIsPlayed);
        await window.Page.RouteAsync("https://storage.googleapis.com/**", route =>
            route.FulfillAsync(new RouteFulfillOptions { ContentType = "audio/mpeg", BodyBytes = preview }));
        await window.Page.Locator("#script").FillAsync(Scripts.OneBeat("Chosen", "[CHARACTER: auntie]\nMe have a voice now."));
        await window.Button("Add a voice for auntie").ClickAsync();
        await Expect(window.Dialog.GetByLabel("Character")).ToHaveValueAsync("auntie");
        await window.Button("Choose from the account", window.Dialog).ClickAsync();
        await Expect(window.Dialog.Locator(".picker-voice")).ToHaveCountAsync(3);
        await window.Button("Listen to Rachel", window.Dialog).ClickAsync();
        await Expect(window.Button("Pause Rachel", window.Dialog)).ToBeVisibleAsync();
        await window.ShootAsync("22-voice-picker");
        await window.AssertAccessibleAsync("voice picker");
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

    /// <summary>Any MP3.</summary>
    private async Task<byte[]> SpokenAsync()
    {
        var made = await app.Process.Client.ProduceAsync(Scripts.OneBeat("Preview", "Me am a preview."));
        var take = made["beats"]![0]!["selected_take_id"];
        return await app.Process.Client.GetByteArrayAsync($"sessions/{made["session_id"]}/takes/{take}/audio");
    }
}
