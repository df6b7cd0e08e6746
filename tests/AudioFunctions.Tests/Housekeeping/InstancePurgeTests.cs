using System.Net;
using System.Text.Json.Nodes;
using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Speech;

namespace AudioFunctions.Tests.Housekeeping;

/// <summary>A session outlives the instances that made it.</summary>
[Collection(HousekeepingAppTests.Name)]
public sealed class InstancePurgeTests(HousekeepingApp shared)
{
    private readonly HttpClient _client = shared.Client;

    [Fact]
    public async Task Purged_production_has_a_status_and_its_session_can_be_regenerated_exported_and_deleted()
    {
        var key = Guid.NewGuid().ToString("N");
        var id = await ProduceAsync(ScriptText.OneBeat, key);
        var (_, before, _) = await _client.SendJsonAsync(HttpMethod.Get, $"sessions/{id}/status");
        await shared.ForgetAsync(id);

        var (found, after, _) = await _client.SendJsonAsync(HttpMethod.Get, $"sessions/{id}/status");
        Assert.Equal((HttpStatusCode.OK, "Completed"), (found, after!["runtimeStatus"]!.GetValue<string>()));
        Assert.Equal(before!["output"]!.ToJsonString(), after["output"]!.ToJsonString());
        Assert.Equal(before["customStatus"]!.ToJsonString(), after["customStatus"]!.ToJsonString());

        // A repeat of the request, or of a drop's event, finds the session.
        var bills = shared.App.Speech.Bills.Count;
        Assert.Equal(id, (await _client.StartSessionAsync(ScriptText.OneBeat, key))["session_id"]!.GetValue<string>());
        Assert.Equal(bills, shared.App.Speech.Bills.Count);

        await RegenerateAsync(id, "01_only", Guid.NewGuid().ToString("N"));
        Assert.Equal("""["01_only.mp3"]""", (await _client.ExportAsync(id))["exported_files"]!.ToJsonString());
        await shared.ForgetAsync($"export-{id}");
        Assert.Equal(HttpStatusCode.OK, (await _client.SendJsonAsync(HttpMethod.Get, $"sessions/{id}/exports/manifest.json")).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await _client.SendJsonAsync(HttpMethod.Delete, $"sessions/{id}")).Status);
        Assert.Empty(await SessionTraces.FindAsync(shared.Connection, id));
    }

    [Fact]
    public async Task Purged_production_with_a_missing_beat_can_be_continued()
    {
        shared.App.Speech.Faults.When("berries", SpeechFault.QuotaExceeded, times: 1);
        var id = await ProduceAsync(ScriptText.Beats(2));
        await shared.ForgetAsync(id);

        var (_, forgotten, _) = await _client.SendJsonAsync(HttpMethod.Get, $"sessions/{id}/status");
        Assert.Equal("quota-exceeded", forgotten!["output"]!["beats"]![1]!["error"]!["code"]!.GetValue<string>());
        Assert.EndsWith("(1 failed)", forgotten["output"]!["summary"]!.GetValue<string>(), StringComparison.Ordinal);

        var (status, started, _) = await _client.SendJsonAsync(HttpMethod.Post, $"sessions/{id}/continue");
        Assert.Equal(HttpStatusCode.Accepted, status);
        await ApiCalls.EndOfAsync(started!["statusQueryGetUri"]!.GetValue<string>());
        var (_, session, _) = await _client.SendJsonAsync(HttpMethod.Get, $"sessions/{id}");
        Assert.Equal([1, 1], session!["beats"]!.AsArray().Select(beat => beat!["takes"]!.AsArray().Count));
    }

    [Fact]
    public async Task Repeat_of_a_purged_regeneration_costs_nothing()
    {
        var id = await ProduceAsync(ScriptText.OneBeat);
        var key = Guid.NewGuid().ToString("N");
        var instance = await RegenerateAsync(id, "01_only", key);
        await shared.ForgetAsync(instance);
        var bills = shared.App.Speech.Bills.Count;

        var (status, problem, _) = await SendRegenerationAsync(id, "01_only", key);

        Assert.Equal((HttpStatusCode.Conflict, "idempotency-key-expired"), (status, problem!["code"]!.GetValue<string>()));
        Assert.Equal(bills, shared.App.Speech.Bills.Count);
        Assert.NotEqual(instance, await RegenerateAsync(id, "01_only", Guid.NewGuid().ToString("N")));
    }

    [Fact]
    public async Task Error_of_a_production_that_ended_early_outlives_the_purge()
    {
        var gate = new TaskCompletionSource();
        var before = Berries();
        shared.App.Speech.Faults.When("berries", SpeechFault.HeldUntil(gate.Task), times: 1);
        var started = await _client.StartSessionAsync(ScriptText.Beats(2));
        var id = started["session_id"]!.GetValue<string>();
        while (Berries() == before)
            await Task.Delay(50);
        using var terminated = await ApiCalls.Durable.PostAsync(
            new Uri(started["terminatePostUri"]!.GetValue<string>().Replace("{text}", "enough", StringComparison.Ordinal)), null);
        await ApiCalls.EndOfAsync(started["statusQueryGetUri"]!.GetValue<string>());
        gate.SetResult();

        // The running activity ends, and its result is ignored.
        await shared.ForgetAsync(id);
        var (status, session, _) = await _client.SendJsonAsync(HttpMethod.Get, $"sessions/{id}/status");

        Assert.Equal((HttpStatusCode.OK, "Terminated"), (status, session!["runtimeStatus"]!.GetValue<string>()));
        Assert.Equal("production-terminated", (await _client.SendJsonAsync(HttpMethod.Get, $"sessions/{id}")).Body!["error"]!["code"]!.GetValue<string>());
    }

    [Fact]
    public async Task Draft_has_no_production_to_purge()
    {
        var (_, draft, _) = await _client.SendJsonAsync(HttpMethod.Post, "drafts", ApiCalls.Els(ScriptText.OneBeat));

        await shared.RunOnceAsync("PurgeInstances");

        var (status, problem, _) = await _client.SendJsonAsync(HttpMethod.Get, $"sessions/{draft!["session_id"]}/status");
        Assert.Equal((HttpStatusCode.NotFound, "production-not-found"), (status, problem!["code"]!.GetValue<string>()));
    }

    private int Berries() => shared.App.Speech.RequestsFor("berries");

    private async Task<string> ProduceAsync(string script, string? key = null)
    {
        var started = await _client.StartSessionAsync(script, key);
        await ApiCalls.EndOfAsync(started["statusQueryGetUri"]!.GetValue<string>());
        return started["session_id"]!.GetValue<string>();
    }

    /// <returns>The instance, which has ended.</returns>
    private async Task<string> RegenerateAsync(string id, string beatId, string key)
    {
        var (_, started, _) = await SendRegenerationAsync(id, beatId, key);
        var ended = await ApiCalls.EndOfAsync(started!["statusQueryGetUri"]!.GetValue<string>());
        Assert.Equal("Completed", ended["runtimeStatus"]!.GetValue<string>());
        return started["id"]!.GetValue<string>();
    }

    private async Task<(HttpStatusCode Status, JsonNode? Body, System.Net.Http.Headers.HttpResponseHeaders Headers)> SendRegenerationAsync(
        string id, string beatId, string key)
    {
        using var body = ApiCalls.Json("{}");
        body.Headers.Add("Idempotency-Key", key);
        return await _client.SendJsonAsync(HttpMethod.Post, $"sessions/{id}/beats/{beatId}/regenerate", body);
    }
}
