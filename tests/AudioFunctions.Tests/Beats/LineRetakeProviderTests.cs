using System.Net;
using AudioFunctions.Testing.Running;

namespace AudioFunctions.Tests.Beats;

/// <summary>An app that is restarted with another speech provider than a take's.</summary>
public sealed class LineRetakeProviderTests
{
    [Fact]
    public async Task Line_retake_of_another_providers_take_is_refused_but_the_whole_beat_is_spoken()
    {
        await using var app = await StandInApp.StartAsync();
        var produced = await app.Client.ProduceAsync(ScriptText.Beats(1));
        await app.Process.KillAsync();
        app.Settings.With("Speech__Provider", "offline");
        await app.Process.StartAgainAsync();
        var path = $"sessions/{produced["session_id"]}/beats/01_apples/regenerate";

        var (line, problem, _) = await app.Client.SendJsonAsync(HttpMethod.Post, path, ApiCalls.Json("""{"line": 1}"""));
        var (whole, started, _) = await app.Client.SendJsonAsync(HttpMethod.Post, path, ApiCalls.Json("{}"));
        var ended = await ApiCalls.EndOfAsync(started!["statusQueryGetUri"]!.GetValue<string>());

        Assert.Equal((HttpStatusCode.Conflict, "speech-provider-changed"), (line, problem!["code"]!.GetValue<string>()));
        Assert.Equal((HttpStatusCode.Accepted, "Completed"), (whole, ended["runtimeStatus"]!.GetValue<string>()));
    }
}
