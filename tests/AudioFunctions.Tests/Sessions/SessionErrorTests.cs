using System.Net;
using System.Text.Json.Nodes;
using AudioFunctions.Serialization;
using AudioFunctions.Sessions;
using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Speech;
using AudioFunctions.Tests.Histories;
using Azure.Data.Tables;

namespace AudioFunctions.Tests.Sessions;

[Collection(StandInAppTests.Name)]
public sealed class SessionErrorTests(StandInApp app)
{
    [Fact]
    public async Task Production_that_failed_before_its_first_beat_says_why()
    {
        var store = new SessionStore(new TableServiceClient(app.Storage.ConnectionString), TimeProvider.System);
        await store.AddDraftAsync(new NewSession("draft-without-script", "One", "tests", [new NewBeat("01_only", "Only", "every-coon")]), default);
        var known = await app.Client.StartSessionAsync(ScriptText.OneBeat);
        var status = UriOf(known, "statusQueryGetUri");
        var start = status.Replace($"instances/{known["id"]}", "orchestrators/ProduceSession/draft-without-script", StringComparison.Ordinal);
        using var started = await ApiCalls.Durable.PostAsync(new Uri(start), new StringContent("{}"));
        var ended = await ApiCalls.EndOfAsync(status.Replace(known["id"]!.GetValue<string>(), "draft-without-script", StringComparison.Ordinal));

        var session = await SessionAsync("draft-without-script");
        var done = await ApiCalls.EndOfAsync(status);

        const string Sentence = "scripts/draft-without-script.els doesn't exist; submit the script with POST sessions.";
        Assert.Equal("in_progress", session["status"]!.GetValue<string>());
        Assert.Equal(("script-missing", Sentence), (CodeOf(session), session["error"]!["message"]!.GetValue<string>()));
        Assert.Equal($"AudioFunctions.Steps.StepFailedException: script-missing: {Sentence}", ended["output"]!.GetValue<string>());
        Assert.Equal($$$"""{"stage":"failed","error":{"code":"script-missing","message":"{{{Sentence}}}"}}""", ended["customStatus"]!.ToJsonString(ProductJson.Options));
        var failed = (await HistoryTable.ReadAsync(app.Storage.ConnectionString, "draft-without-script")).Events.Single(item => item.TaskFailed is not null).TaskFailed;
        Assert.Equal("script-missing", failed.FailureDetails.Properties["code"].StringValue);
        Assert.Null((await SessionAsync(done["instanceId"]!.GetValue<string>()))["error"]);
    }

    [Fact]
    public async Task Terminated_production_says_so_until_a_restart_completes()
    {
        var started = await TerminateAsync("heldforerror");
        var id = started["session_id"]!.GetValue<string>();

        var terminated = await SessionAsync(id);
        var (accepted, regeneration, _) = await app.Client.SendJsonAsync(HttpMethod.Post, $"sessions/{id}/beats/01_only/regenerate");
        var regenerated = await ApiCalls.EndOfAsync(UriOf(regeneration!, "statusQueryGetUri"));
        var withTake = await SessionAsync(id);
        var restart = $"{UriOf(started, "restartPostUri")}&restartWithNewInstanceId=false";
        var (restarted, _, _) = await ApiCalls.Durable.SendJsonAsync(HttpMethod.Post, restart);
        var ended = await ApiCalls.EndOfAsync(UriOf(started, "statusQueryGetUri"));
        var done = await SessionAsync(id);

        Assert.Equal(("in_progress", "production-terminated"), (terminated["status"]!.GetValue<string>(), CodeOf(terminated)));
        Assert.Equal((HttpStatusCode.Accepted, "Completed"), (accepted, regenerated["runtimeStatus"]!.GetValue<string>()));
        Assert.Single(withTake["beats"]![0]!["takes"]!.AsArray());
        Assert.Equal("production-terminated", CodeOf(withTake));
        Assert.Equal((HttpStatusCode.Accepted, "Completed"), (restarted, ended["runtimeStatus"]!.GetValue<string>()));
        Assert.True(done.ContainsKey("error"));
        Assert.Null(done["error"]);
    }

    [Fact]
    public async Task Cancellation_of_a_terminated_production_does_not_stop_a_regeneration()
    {
        var started = await TerminateAsync("heldforcancel", cancel: true);
        var id = started["session_id"]!.GetValue<string>();

        var (accepted, regeneration, _) = await app.Client.SendJsonAsync(HttpMethod.Post, $"sessions/{id}/beats/01_only/regenerate");
        var regenerated = await ApiCalls.EndOfAsync(UriOf(regeneration!, "statusQueryGetUri"));

        Assert.Equal((HttpStatusCode.Accepted, "Completed"), (accepted, regenerated["runtimeStatus"]!.GetValue<string>()));
        Assert.Single((await SessionAsync(id))["beats"]![0]!["takes"]!.AsArray());
    }

    [Fact]
    public async Task Production_purged_before_it_completed_says_so()
    {
        var started = await TerminateAsync("heldforpurge");
        using var purged = await ApiCalls.Durable.DeleteAsync(new Uri(UriOf(started, "purgeHistoryDeleteUri")));

        var session = await SessionAsync(started["session_id"]!.GetValue<string>());

        Assert.Equal(HttpStatusCode.OK, purged.StatusCode);
        Assert.Equal(("in_progress", "production-purged"), (session["status"]!.GetValue<string>(), CodeOf(session)));
    }

    /// <summary>Terminates a production while its first beat is being spoken, without reading its session.</summary>
    private async Task<JsonObject> TerminateAsync(string words, bool cancel = false)
    {
        var release = new TaskCompletionSource();
        app.Speech.Faults.When(words, SpeechFault.HeldUntil(release.Task), times: 1);
        var started = await app.Client.StartSessionAsync(ScriptText.OneBeat.Replace("one thing", words, StringComparison.Ordinal));
        // When a beat is spoken, the step that writes the session has ended, so nothing writes it after the termination.
        await app.Speech.ReceivesAsync(words);
        if (cancel)
        {
            var (status, _, _) = await app.Client.SendJsonAsync(HttpMethod.Post, $"sessions/{started["session_id"]}/cancel");
            Assert.Equal(HttpStatusCode.Accepted, status);
        }

        var terminate = UriOf(started, "terminatePostUri").Replace("{text}", "enough", StringComparison.Ordinal);
        using var answer = await ApiCalls.Durable.PostAsync(new Uri(terminate), null);
        var ended = await ApiCalls.EndOfAsync(UriOf(started, "statusQueryGetUri"));
        release.SetResult();
        Assert.Equal("Terminated", ended["runtimeStatus"]!.GetValue<string>());
        return started;
    }

    private async Task<JsonObject> SessionAsync(string id)
    {
        var (status, session, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{id}");
        Assert.Equal(HttpStatusCode.OK, status);
        return session!.AsObject();
    }

    private static string CodeOf(JsonObject session) => session["error"]!["code"]!.GetValue<string>();

    private static string UriOf(JsonNode started, string name) => started[name]!.GetValue<string>();
}
