using System.Net;
using System.Text.Json.Nodes;
using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Storage;

namespace AudioFunctions.Tests.Production;

/// <summary>The app is killed while a script is replaced: the session has the old script or the new one, never a mixture.</summary>
[Collection(KilledReuseTests.Name)]
public sealed class ScriptChangeCrashTests(ProxiedApp shared) : IDisposable
{
    private static readonly string Script = ScriptText.Beats(3);

    private static readonly string Edited = Script
        .Replace("Me ate apples", "Me stole apples", StringComparison.Ordinal)
        .Replace("berries. [PAUSE: 120ms]", "berries. [PAUSE: 420ms]", StringComparison.Ordinal);

    public void Dispose() => shared.Proxy.Unhook();

    [Fact]
    public async Task Replacement_killed_around_each_write_can_be_repeated()
    {
        var app = shared.App;
        var id = (await app.Client.ProduceAsync(Script))["session_id"]!.GetValue<string>();
        var kills = new KillSchedule()
            .After("the text is stored", call => call.IsBlobWrite($"scripts/{id}/") && call.Path.EndsWith(".els", StringComparison.Ordinal), Victim.Host, 1)
            .Before("the wordings are written", call => call.IsTransactionWith("beat-01_apples."), Victim.Worker, 2)
            .Before("the script is replaced", call => call.IsTransactionWith("script-0"), Victim.Host, 1)
            .After("the script is replaced", call => call.IsTransactionWith("script-0"), Victim.Host, 1);
        kills.Arm(shared.Proxy, app.Process);
        var (before, billed) = (app.Speech.Requests.Count, app.Speech.Bills.Count);

        JsonNode? change = null;
        for (var lives = 0; change is null && lives < 8; lives++)
        {
            change = await TryPutAsync(app, id);
            await app.Process.ReviveAsync();
            await IsWholeAsync(app, id);
        }

        Assert.Equal(kills.Planned, kills.Done);
        await LiveUntilCompleteAsync(app, id);
        Assert.Equal(["Me found apples. Me stole apples."], app.Speech.Bills.Skip(billed).Select(bill => bill.Text));
        Assert.Equal(before + 1, app.Speech.Requests.Count);
        var session = await app.SessionAsync(id);
        Assert.All(session["beats"]!.AsArray(), beat => Assert.Single(beat!["takes"]!.AsArray()));
        Assert.Equal(0, session["beats"]![1]!["takes"]![0]!["billed_characters"]!.GetValue<int>());
        Assert.Equal(Edited, await app.Client.GetStringAsync(new Uri($"sessions/{id}/script", UriKind.Relative)));
    }

    [Fact]
    public async Task Replacement_killed_while_assembling_stored_speech()
    {
        var app = shared.App;
        var id = (await app.Client.ProduceAsync(Script))["session_id"]!.GetValue<string>();
        var kills = new KillSchedule()
            .Before("the commit of a copy", call => call.IsCommitAskingFor("ReuseTake"), Victim.Host, 1)
            .After("the speech is copied", KilledProduction.Writes("berries", ".raw-"), Victim.Worker, 1)
            .After("the plan is stored", KilledProduction.Writes("berries", ".plan"), Victim.Worker, 1);
        kills.Arm(shared.Proxy, app.Process);
        var before = app.Speech.Requests.Count;

        var (_, change) = await app.PutScriptAsync(id, Edited);
        await LiveUntilCompleteAsync(app, id, isSpoken: false);

        Assert.Equal(kills.Planned, kills.Done);
        Assert.True(change["production_started"]!.GetValue<bool>());
        Assert.Equal(before, app.Speech.Requests.Count);
        Assert.Equal([false, true, true], ScriptChanges.Selected(await app.SessionAsync(id)).Select(take => take is not null));
    }

    /// <returns>Null if the app was killed meanwhile, or the session isn't ready for it.</returns>
    private static async Task<JsonNode?> TryPutAsync(StandInApp app, string id)
    {
        try
        {
            var (status, change) = await app.PutScriptAsync(id, Edited, "?produce=true");
            return status == HttpStatusCode.OK ? change : null;
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or System.Text.Json.JsonException)
        {
            return null;
        }
    }

    /// <summary>Checks that the text, the beats' lines and their takes belong to one script.</summary>
    private static async Task IsWholeAsync(StandInApp app, string id)
    {
        var isNew = await app.Client.GetStringAsync(new Uri($"sessions/{id}/script", UriKind.Relative)) == Edited;
        var (_, beat, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{id}/beats/01_apples");
        Assert.Contains(isNew ? "stole apples" : "ate apples", beat!.ToJsonString(), StringComparison.Ordinal);
        Assert.All(beat["takes"]!.AsArray(), take => Assert.Contains(isNew ? "stole" : "ate", take!["segments"]!.ToJsonString(), StringComparison.Ordinal));
    }

    /// <summary>Restarts the app whenever it was killed, and continues the session if its production has stopped.</summary>
    private static async Task LiveUntilCompleteAsync(StandInApp app, string id, bool isSpoken = true)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        while (true)
        {
            timeout.Token.ThrowIfCancellationRequested();
            try
            {
                await app.Process.ReviveAsync();
                var (status, session, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{id}");
                // The host refuses requests while it starts another worker.
                var isDone = status == HttpStatusCode.OK && session!["status"]!.GetValue<string>() == "in_progress";
                if (isDone && (!isSpoken || ScriptChanges.Selected(session!).All(take => take is not null)))
                    return;
                if (isDone)
                    await app.Client.SendJsonAsync(HttpMethod.Post, $"sessions/{id}/continue");
            }
            catch (Exception failure) when (failure is HttpRequestException or IOException or System.Text.Json.JsonException)
            {
                // Killed before the response was complete.
            }

            await Task.Delay(250, timeout.Token);
        }
    }
}
