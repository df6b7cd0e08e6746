using System.Net;
using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Speech;

namespace AudioFunctions.Tests.Platform;

/// <summary>A working folder of an earlier version, with its sessions, but another task hub.</summary>
public sealed class OtherHubTests
{
    private const string HubName = "AzureFunctionsJobHost__extensions__durableTask__hubName";

    [Fact]
    public async Task Production_of_another_hub_can_be_continued()
    {
        // The search for a lost response takes as long as a request may take.
        await using var app = await StandInApp.StartAsync(configure: settings => settings.With(HubName, "EarlierHub").With("Speech__TimeoutSeconds", "5"));
        app.Speech.Faults.When("berries", SpeechFault.HeldUntil(new TaskCompletionSource().Task), times: 1);
        var path = $"sessions/{(await app.Client.StartSessionAsync(ScriptText.Beats(2)))["session_id"]}";
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        while (!(await app.Client.SendJsonAsync(HttpMethod.Get, path)).Body!["beats"]!.AsArray().Any(beat => beat!["takes"]!.AsArray().Count > 0))
            await Task.Delay(20, timeout.Token);
        await app.Process.KillAsync();
        app.Settings.With(HubName, "LaterHub");
        await app.Process.StartAgainAsync();
        Assert.Equal("in_progress", (await app.Client.SendJsonAsync(HttpMethod.Get, path)).Body!["status"]!.GetValue<string>());

        var (_, continued, _) = await app.Client.SendJsonAsync(HttpMethod.Post, $"{path}/continue");
        var ended = await ApiCalls.EndOfAsync(continued!["statusQueryGetUri"]!.GetValue<string>());

        Assert.Equal("Completed", ended["runtimeStatus"]!.GetValue<string>());
        var (_, finished, _) = await app.Client.SendJsonAsync(HttpMethod.Get, path);
        Assert.Equal([1, 1], finished!["beats"]!.AsArray().Select(beat => beat!["takes"]!.AsArray().Count));
    }

    [Fact]
    public async Task Production_of_another_hub_has_an_error_and_its_session_can_be_finished()
    {
        await using var app = await StandInApp.StartAsync(configure: settings => settings.With(HubName, "EarlierHub"));
        app.Speech.Faults.When("berries", SpeechFault.HeldUntil(new TaskCompletionSource().Task), times: 1);
        var started = await app.Client.StartSessionAsync(ScriptText.Beats(2), "carried-over");
        var path = $"sessions/{started["session_id"]}";
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        while (!(await app.Client.SendJsonAsync(HttpMethod.Get, path)).Body!["beats"]!.AsArray().Any(beat => beat!["takes"]!.AsArray().Count > 0))
            await Task.Delay(20, timeout.Token);
        await app.Process.KillAsync();
        app.Settings.With(HubName, "LaterHub");
        await app.Process.StartAgainAsync();

        var (_, session, _) = await app.Client.SendJsonAsync(HttpMethod.Get, path);
        var again = await app.Client.StartSessionAsync(ScriptText.Beats(2), "carried-over");
        var (status, _, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"{path}/status");
        var (_, regeneration, _) = await app.Client.SendJsonAsync(HttpMethod.Post, $"{path}/beats/02_berries/regenerate");
        var ended = await ApiCalls.EndOfAsync(regeneration!["statusQueryGetUri"]!.GetValue<string>());
        var (_, finished, _) = await app.Client.SendJsonAsync(HttpMethod.Get, path);

        Assert.Equal(("in_progress", "production-purged"), (session!["status"]!.GetValue<string>(), session["error"]!["code"]!.GetValue<string>()));
        Assert.Contains("earlier version", session["error"]!["message"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(started["session_id"]!.GetValue<string>(), again["session_id"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Equal("Completed", ended["runtimeStatus"]!.GetValue<string>());
        Assert.Equal([1, 1], finished!["beats"]!.AsArray().Select(beat => beat!["takes"]!.AsArray().Count));
    }
}
