using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Speech;

namespace AudioFunctions.Tests.Production;

/// <summary>An app that is restarted with another speech provider during a production.</summary>
public sealed class ProviderChangeTests
{
    [Fact]
    public async Task Production_stops_without_cost_and_continues_with_the_new_provider()
    {
        await using var app = await StandInApp.StartAsync();
        var release = new TaskCompletionSource();
        app.Speech.Faults.When("found berries", SpeechFault.HeldUntil(release.Task), times: 1);
        var started = await app.Client.StartSessionAsync(ScriptText.Beats(3));
        var path = $"sessions/{started["session_id"]}";
        await app.Speech.ReceivesAsync("found berries");
        await app.Process.KillAsync();
        release.SetResult();
        app.Settings.With("Speech__Provider", "offline");
        await app.Process.StartAgainAsync();

        await ApiCalls.EndOfAsync(started["statusQueryGetUri"]!.GetValue<string>());
        var (_, stopped, _) = await app.Client.SendJsonAsync(HttpMethod.Get, path);
        var (_, continued, _) = await app.Client.SendJsonAsync(HttpMethod.Post, $"{path}/continue");
        await ApiCalls.EndOfAsync(continued!["statusQueryGetUri"]!.GetValue<string>());
        var (_, done, _) = await app.Client.SendJsonAsync(HttpMethod.Get, path);

        Assert.Equal([null, "speech-provider-changed", "speech-provider-changed"], ApiCalls.ErrorsOf(stopped!));
        Assert.Equal([null, null, null], ApiCalls.ErrorsOf(done!));
        Assert.Equal(
            ["elevenlabs", "offline", "offline"],
            done!["beats"]!.AsArray().Select(beat => Assert.Single(beat!["takes"]!.AsArray())!["provider"]!.GetValue<string>()));
    }
}
