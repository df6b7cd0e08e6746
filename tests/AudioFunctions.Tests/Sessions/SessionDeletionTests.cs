using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using AudioFunctions.Sessions;
using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Speech;
using Azure;
using Azure.Data.Tables;

namespace AudioFunctions.Tests.Sessions;

[Collection(StandInAppTests.Name)]
public sealed class SessionDeletionTests(StandInApp app)
{
    [Fact]
    public async Task Deleted_session_leaves_no_row_no_blob_and_no_instance()
    {
        var id = await ProduceAsync("one thing");
        var other = await ProduceAsync("another thing");
        await app.Client.ExportAsync(id);
        await ApiCalls.EndOfAsync((await RegenerateAsync(id)).Body!["statusQueryGetUri"]!.GetValue<string>());
        var before = await SessionTraces.FindAsync(app.Storage.ConnectionString, id);

        var (status, body) = await DeleteAsync(id);

        Assert.Equal(HttpStatusCode.NoContent, status);
        Assert.Null(body);
        // Script, parsed script, two takes of four files, two exported files; session, beat, two takes, one regeneration.
        Assert.Equal(12, before.Count(trace => trace.StartsWith("blob ", StringComparison.Ordinal)));
        Assert.Equal(5, before.Count(trace => trace.StartsWith("row Sessions ", StringComparison.Ordinal)));
        Assert.Empty(await SessionTraces.FindAsync(app.Storage.ConnectionString, id));
        Assert.Equal(HttpStatusCode.NotFound, (await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{id}/status")).Status);
        Assert.Equal(HttpStatusCode.OK, (await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{other}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await DeleteAsync(id)).Status);
    }

    [Theory]
    [InlineData("it's%20nobody")]
    [InlineData("@counter@one")]
    [InlineData("no%01body%3F%23")]
    public async Task An_unknown_session_is_a_404_problem(string id)
    {
        var (status, problem) = await DeleteAsync(id);

        Assert.Equal((HttpStatusCode.NotFound, "session-not-found"), (status, problem!["code"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Deletion_is_refused_while_the_production_runs()
    {
        var release = new TaskCompletionSource();
        app.Speech.Faults.When("heldfordelete", SpeechFault.HeldUntil(release.Task));
        var started = await app.Client.StartSessionAsync(ScriptText.OneBeat.Replace("one thing", "heldfordelete", StringComparison.Ordinal));

        var (status, problem) = await DeleteAsync(started["session_id"]!.GetValue<string>());
        release.SetResult();

        Assert.Equal((HttpStatusCode.Conflict, "session-generating"), (status, problem!["code"]!.GetValue<string>()));
        var ended = await ApiCalls.EndOfAsync(started["statusQueryGetUri"]!.GetValue<string>());
        Assert.Equal("Generated 1/1 beats", ended["output"]!["summary"]!.GetValue<string>()[..19]);
    }

    [Fact]
    public async Task Deletion_is_refused_while_a_beat_is_regenerated()
    {
        var id = await ProduceAsync("regeneratedbeforedelete");
        var release = new TaskCompletionSource();
        app.Speech.Faults.When("regeneratedbeforedelete", SpeechFault.HeldUntil(release.Task));
        var started = await RegenerateAsync(id);

        var (status, problem) = await DeleteAsync(id);
        release.SetResult();

        Assert.Equal((HttpStatusCode.Conflict, "session-generating"), (status, problem!["code"]!.GetValue<string>()));
        var ended = await ApiCalls.EndOfAsync(started.Body!["statusQueryGetUri"]!.GetValue<string>());
        Assert.Equal("Completed", ended["runtimeStatus"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.NoContent, (await DeleteAsync(id)).Status);
    }

    [Fact]
    public async Task Session_whose_production_wrote_nothing_cannot_be_completed_but_can_be_deleted()
    {
        var started = await app.Client.StartSessionAsync(ScriptText.Beats(30));
        var id = started["session_id"]!.GetValue<string>();
        // Wait for the step that writes the session: after the termination, it would write the row that is deleted here again.
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while ((await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{id}")).Body!["beats"]!.AsArray().Count == 0)
            await Task.Delay(20, timeout.Token);
        var terminate = started["terminatePostUri"]!.GetValue<string>().Replace("{text}", "enough", StringComparison.Ordinal);
        using var answer = await ApiCalls.Durable.PostAsync(new Uri(terminate), null);
        await ApiCalls.EndOfAsync(started["statusQueryGetUri"]!.GetValue<string>());
        var table = new TableServiceClient(app.Storage.ConnectionString).GetTableClient(SessionStore.TableName);
        await table.CreateIfNotExistsAsync();
        await table.DeleteEntityAsync(id, "session");
        var done = new StringContent("""{"status":"completed"}""", Encoding.UTF8, "application/json");
        var (refused, problem, _) = await app.Client.SendJsonAsync(HttpMethod.Patch, $"sessions/{id}", done);

        var (status, _) = await DeleteAsync(id);

        Assert.Equal((HttpStatusCode.Conflict, "nothing-produced"), (refused, problem!["code"]!.GetValue<string>()));
        Assert.Equal(HttpStatusCode.NoContent, status);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{id}")).Status);
    }

    [Fact]
    public async Task Same_idempotency_key_makes_a_new_session_afterwards()
    {
        var first = await app.Client.StartSessionAsync(ScriptText.OneBeat, "deleted-and-again");
        var id = first["session_id"]!.GetValue<string>();
        await ApiCalls.EndOfAsync(first["statusQueryGetUri"]!.GetValue<string>());
        await DeleteAsync(id);

        var second = await app.Client.StartSessionAsync(ScriptText.Beats(2), "deleted-and-again");
        await ApiCalls.EndOfAsync(second["statusQueryGetUri"]!.GetValue<string>());

        var (_, session, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{id}");
        Assert.Equal(["01_apples", "02_berries"], session!["beats"]!.AsArray().Select(beat => beat!["beat_id"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Session_with_an_interrupted_deletion_is_hidden_and_cannot_be_created_again_until_a_repeat_finishes()
    {
        var started = await app.Client.StartSessionAsync(ScriptText.OneBeat, "cut-off");
        var id = started["session_id"]!.GetValue<string>();
        await ApiCalls.EndOfAsync(started["statusQueryGetUri"]!.GetValue<string>());
        var table = new TableServiceClient(app.Storage.ConnectionString).GetTableClient(SessionStore.TableName);
        await table.UpdateEntityAsync(new TableEntity(id, "session") { ["DeletingAt"] = DateTimeOffset.UtcNow }, ETag.All);

        var (shown, _, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{id}");
        using var request = new HttpRequestMessage(HttpMethod.Post, "sessions") { Content = ApiCalls.Els(ScriptText.OneBeat) };
        request.Headers.Add("Idempotency-Key", "cut-off");
        using var refused = await app.Client.SendAsync(request);
        var problem = JsonNode.Parse(await refused.Content.ReadAsStringAsync());
        var (finished, _) = await DeleteAsync(id);

        Assert.Equal(HttpStatusCode.NotFound, shown);
        Assert.Equal((HttpStatusCode.Conflict, "session-deleting"), (refused.StatusCode, problem!["code"]!.GetValue<string>()));
        Assert.Equal(HttpStatusCode.NoContent, finished);
        Assert.Empty(await SessionTraces.FindAsync(app.Storage.ConnectionString, id));
    }

    [Fact]
    public async Task Repeat_removes_the_history_of_an_instance_whose_row_was_already_deleted()
    {
        var id = await ProduceAsync("halfpurged");
        var tables = new TableServiceClient(app.Storage.ConnectionString);
        await tables.GetTableClient("AudioProductionsInstances").DeleteEntityAsync(id, "");
        var mark = new TableEntity(id, "session") { ["DeletingAt"] = DateTimeOffset.UtcNow };
        await tables.GetTableClient(SessionStore.TableName).UpdateEntityAsync(mark, ETag.All);
        var left = await SessionTraces.FindAsync(app.Storage.ConnectionString, id);

        var (status, _) = await DeleteAsync(id);

        Assert.Contains(left, trace => trace.StartsWith("row AudioProductionsHistory ", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.NoContent, status);
        Assert.Empty(await SessionTraces.FindAsync(app.Storage.ConnectionString, id));
    }

    private async Task<string> ProduceAsync(string words)
    {
        var produced = await app.Client.ProduceAsync(ScriptText.OneBeat.Replace("one thing", words, StringComparison.Ordinal));
        return produced["session_id"]!.GetValue<string>();
    }

    private Task<(HttpStatusCode Status, JsonNode? Body, System.Net.Http.Headers.HttpResponseHeaders Headers)> RegenerateAsync(string id) =>
        app.Client.SendJsonAsync(
            HttpMethod.Post, $"sessions/{id}/beats/01_only/regenerate", new StringContent("{}", Encoding.UTF8, "application/json"));

    private async Task<(HttpStatusCode Status, JsonNode? Body)> DeleteAsync(string id)
    {
        var (status, body, _) = await app.Client.SendJsonAsync(HttpMethod.Delete, $"sessions/{id}");
        return (status, body);
    }
}
