using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Speech;
using AudioFunctions.Testing.Storage;
using static AudioFunctions.Studio.Tests.StudioWindow;

namespace AudioFunctions.Studio.Tests;

/// <summary>A beat that the speech service refuses, with an app that speaks through the stand-in for ElevenLabs.</summary>
[Collection(StudioTests.Name)]
public sealed class FailedBeatTests(StudioApp studio)
{
    [Fact]
    public async Task A_failed_beat_says_why_and_is_made_when_it_is_tried_again()
    {
        await using var storage = await AzuriteServer.StartAsync();
        await using var speech = await ElevenLabsStandIn.StartAsync(new StandInOptions { Sound = StandInSound.Tones });
        using var settings = new AppSettings(storage.ConnectionString)
            .With("ELEVENLABS_API_KEY", speech.ApiKey)
            .With("ElevenLabs__BaseUrl", speech.BaseUrl)
            .With("Speech__LostAnswerSeconds", "0");
        await using var app = await AppProcess.StartAsync(settings);
        speech.Faults.When("Me not so sure", SpeechFault.QuotaExceeded, times: 1);
        var output = await app.Client.ProduceAsync(Scripts.Story);

        await using var window = await studio.OpenAsync(app, $"/sessions/{output["session_id"]}");
        var reply = window.Beat("02_reply");
        await Expect(reply.Locator(".problem code")).ToHaveTextAsync("quota-exceeded");
        await Expect(reply.Locator(".problem p")).ToHaveTextAsync(output["beats"]![1]!["error"]!["message"]!.GetValue<string>());
        await window.ShootAsync("12-failed-beat");
        await window.Button("Try again", reply).ClickAsync();

        await Expect(reply.Locator(".take.selected")).ToHaveCountAsync(1);
        await Expect(reply.Locator(".problem")).ToHaveCountAsync(0);
        await Expect(reply.Locator(".facts")).ToContainTextAsync("characters billed");
        window.AssertQuiet();
    }
}
