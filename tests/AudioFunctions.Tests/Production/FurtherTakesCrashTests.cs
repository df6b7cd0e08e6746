using System.Text.Json.Nodes;
using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Storage;

namespace AudioFunctions.Tests.Production;

/// <summary>Further takes in an app that is killed, and with a fixed seed.</summary>
public sealed class FurtherTakesCrashTests
{
    [Fact]
    public async Task Killed_between_and_in_further_takes_and_each_is_paid_for_once()
    {
        await using var storage = new ProxiedStorage();
        await using var app = await StandInApp.StartAsync(connection: storage.StartAsync, configure: settings => settings.With("ElevenLabs__Seed", "4294967295"));
        var kills = new KillSchedule()
            .Before("the commit of speech", call => call.IsCommitAskingFor("SynthesizeBeat"), Victim.Host, 3)
            .After("the commit of a look", call => call.IsCommitAskingFor("FindSpokenBeats"), Victim.Worker, 1)
            .After("an answer is stored", KilledProduction.Writes("berries", ".raw-"), Victim.Worker, 2)
            .Before("a take is persisted", KilledProduction.AddsTake("apples"), Victim.Host, 2);
        var started = await KilledProduction.StartAsync(app, storage.Proxy, kills, async () =>
            (await app.Client.SendJsonAsync(HttpMethod.Post, "sessions?takes=2", ApiCalls.Els(ScriptText.Beats(2)))).Body!.AsObject());

        var ended = await app.LiveUntilDoneAsync(started["statusQueryGetUri"]!.GetValue<string>(), KilledProduction.MaxLives);

        Assert.Equal(kills.Planned, kills.Done);
        KilledProduction.AssertCompleted(ended);
        Assert.Equal([2, 2], ended["output"]!["beats"]!.AsArray().Select(beat => beat!["takes"]!.AsArray().Count));
        Assert.Equal(4, app.Speech.Bills.Count);
        // The same seed would give the same audio again.
        Assert.Equal([4294967295, 0], Seeds().Distinct());
        var session = await app.SessionAsync(started["session_id"]!.GetValue<string>());
        Assert.All(session["beats"]!.AsArray(), beat => Assert.Equal(beat!["takes"]![0]!["take_id"]!.GetValue<string>(), beat["selected_take_id"]!.GetValue<string>()));

        // So would several retakes of one line.
        var path = $"sessions/{started["session_id"]}/beats/01_apples/regenerate";
        var (_, retakes, _) = await app.Client.SendJsonAsync(HttpMethod.Post, path, ApiCalls.Json("""{"line":1,"takes":3}"""));
        await ApiCalls.EndOfAsync(retakes!["statusQueryGetUri"]!.GetValue<string>());
        Assert.Equal([4294967295, 0, 1], Seeds().TakeLast(3));

        IEnumerable<long> Seeds() => app.Speech.Requests.Select(request => JsonNode.Parse(request.Body)!["seed"]!.GetValue<long>());
    }
}
