using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using AudioFunctions.Testing;
using AudioFunctions.Testing.Running;

namespace AudioFunctions.Tests.Sessions;

[Collection(OfflineAppTests.Name)]
public sealed class SessionEndpointsTests(OfflineApp app)
{
    [Fact]
    public async Task Starting_returns_202_with_the_durable_payload_and_the_session()
    {
        var (status, body, headers) = await app.Client.SendJsonAsync(HttpMethod.Post, "sessions", ApiCalls.Els(ScriptText.OneBeat));

        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.Equal(
            [
                "id", "session_id", "statusQueryGetUri", "sendEventPostUri", "terminatePostUri", "purgeHistoryDeleteUri", "restartPostUri",
                "suspendPostUri", "resumePostUri",
            ],
            body!.AsObject().Select(property => property.Key));
        Assert.Equal(body["id"]!.GetValue<string>(), body["session_id"]!.GetValue<string>());
        Assert.All(body.AsObject(), property => Assert.NotEmpty(property.Value!.GetValue<string>()));
        Assert.Equal(body["statusQueryGetUri"]!.GetValue<string>(), headers.Location!.OriginalString);
        Assert.Equal("10", headers.GetValues("Retry-After").Single());
        await ApiCalls.EndOfAsync(body["statusQueryGetUri"]!.GetValue<string>());
    }

    [Fact]
    public async Task Session_can_be_read_at_once()
    {
        var started = await app.Client.StartSessionAsync(ScriptText.OneBeat);

        var (status, session, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{started["session_id"]}");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains(session!["status"]!.GetValue<string>(), new[] { "draft", "generating", "in_progress" });
        await ApiCalls.EndOfAsync(started["statusQueryGetUri"]!.GetValue<string>());
    }

    [Fact]
    public async Task Session_submitted_as_json_has_the_requests_project_name()
    {
        var json = new JsonObject { ["els_content"] = ScriptText.OneBeat, ["project_name"] = "from-request" }.ToJsonString();
        var (_, started, _) = await app.Client.SendJsonAsync(
            HttpMethod.Post, "sessions", new StringContent(json, Encoding.UTF8, "application/json"));

        var ended = await ApiCalls.EndOfAsync(started!["statusQueryGetUri"]!.GetValue<string>());
        var (_, session, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{started["session_id"]}");

        Assert.Equal("from-request", ended["output"]!["project_name"]!.GetValue<string>());
        Assert.Equal("from-request", session!["project_name"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(256)]
    public async Task Empty_or_too_long_idempotency_key_is_a_400_problem(int length)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "sessions") { Content = ApiCalls.Els(ScriptText.OneBeat) };
        request.Headers.Add("Idempotency-Key", new string('k', length));
        using var answer = await app.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("idempotency-key-invalid", JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["code"]!.GetValue<string>());
    }

    [Fact]
    public async Task Invalid_script_is_422_and_stores_nothing()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "sessions") { Content = ApiCalls.Els("[META]\nproject: p\n") };
        request.Headers.Add("Idempotency-Key", "invalid-script");
        using var refused = await app.Client.SendAsync(request);
        var validation = JsonNode.Parse(await refused.Content.ReadAsStringAsync())!;

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.False(validation["is_valid"]!.GetValue<bool>());

        // The key is free for the fixed script, because nothing was stored under it.
        var started = await app.Client.StartSessionAsync(ScriptText.OneBeat, "invalid-script");
        await ApiCalls.EndOfAsync(started["statusQueryGetUri"]!.GetValue<string>());
    }

    [Fact]
    public async Task Same_idempotency_key_returns_the_same_session_while_it_runs_and_after()
    {
        var first = await app.Client.StartSessionAsync(ScriptText.OneBeat, "repeat");
        var second = await app.Client.StartSessionAsync(ScriptText.OneBeat, "repeat");
        await ApiCalls.EndOfAsync(first["statusQueryGetUri"]!.GetValue<string>());
        var third = await app.Client.StartSessionAsync(ScriptText.OneBeat, "repeat");
        var (_, session, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{third["session_id"]}");

        Assert.Equal(first["session_id"]!.GetValue<string>(), second["session_id"]!.GetValue<string>());
        Assert.Equal(first["session_id"]!.GetValue<string>(), third["session_id"]!.GetValue<string>());
        Assert.Single(session!["beats"]![0]!["takes"]!.AsArray());
    }

    [Fact]
    public async Task Concurrent_clients_with_one_key_start_one_production()
    {
        var started = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => app.Client.StartSessionAsync(ScriptText.OneBeat, "at-once")));

        var session = Assert.Single(started.Select(payload => payload["session_id"]!.GetValue<string>()).Distinct());
        await ApiCalls.EndOfAsync(started[0]["statusQueryGetUri"]!.GetValue<string>());
        var (_, stored, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{session}");
        Assert.Single(stored!["beats"]![0]!["takes"]!.AsArray());
    }

    [Fact]
    public async Task Of_concurrent_clients_with_one_key_and_different_projects_all_but_one_are_refused()
    {
        var answers = await Task.WhenAll(Enumerable.Range(1, 6).Select(i => StartAsync(ScriptText.OneBeat, "projects-at-once", $"project-{i}")));

        var (_, started, _) = Assert.Single(answers, answer => answer.Status == HttpStatusCode.Accepted);
        Assert.Equal(5, answers.Count(answer =>
            answer.Status == HttpStatusCode.UnprocessableEntity && answer.Body!["code"]!.GetValue<string>() == "idempotency-key-reused"));
        var ended = await ApiCalls.EndOfAsync(started!["statusQueryGetUri"]!.GetValue<string>());
        var winner = Array.FindIndex(answers, answer => answer.Status == HttpStatusCode.Accepted) + 1;
        Assert.Equal($"project-{winner}", ended["output"]!["project_name"]!.GetValue<string>());
    }

    [Fact]
    public async Task Same_key_with_another_script_is_refused()
    {
        var first = await app.Client.StartSessionAsync(ScriptText.OneBeat, "reused");
        using var request = new HttpRequestMessage(HttpMethod.Post, "sessions") { Content = ApiCalls.Els(ScriptText.Beats(2)) };
        request.Headers.Add("Idempotency-Key", "reused");
        using var answer = await app.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal("idempotency-key-reused", JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["code"]!.GetValue<string>());
        await ApiCalls.EndOfAsync(first["statusQueryGetUri"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("first", "other")]
    [InlineData("first", null)]
    [InlineData(null, "other")]
    public async Task Same_key_with_the_same_script_in_another_project_is_refused(string? first, string? other)
    {
        var key = $"projects-{first}-{other}";
        var (_, started, _) = await StartAsync(ScriptText.OneBeat, key, first);
        await ApiCalls.EndOfAsync(started!["statusQueryGetUri"]!.GetValue<string>());

        var (refused, problem, _) = await StartAsync(ScriptText.OneBeat, key, other);
        var (repeated, repeat, _) = await StartAsync(ScriptText.OneBeat, key, first);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "idempotency-key-reused"), (refused, problem!["code"]!.GetValue<string>()));
        Assert.Equal((HttpStatusCode.Accepted, started["session_id"]!.GetValue<string>()), (repeated, repeat!["session_id"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Project_is_the_same_from_request_and_script_however_long_its_name_is()
    {
        var longName = ScriptText.OneBeat.Replace("project: tests", $"project: {new string('p', 1500)}", StringComparison.Ordinal);
        foreach (var (script, project) in new[] { (ScriptText.OneBeat, "tests"), (longName, null) })
        {
            var started = await app.Client.StartSessionAsync(script, $"same-project-{project}");
            var (status, repeat, _) = await StartAsync(script, $"same-project-{project}", project);

            Assert.Equal((HttpStatusCode.Accepted, started["id"]!.GetValue<string>()), (status, repeat!["id"]!.GetValue<string>()));
            await ApiCalls.EndOfAsync(started["statusQueryGetUri"]!.GetValue<string>());
        }
    }

    [Fact]
    public async Task Session_status_is_the_durable_status_without_a_management_key()
    {
        var started = await app.Client.StartSessionAsync(ScriptText.OneBeat);
        var durable = await ApiCalls.EndOfAsync(started["statusQueryGetUri"]!.GetValue<string>());

        var (status, body, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{started["session_id"]}/status");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(durable.ToJsonString(), body!.ToJsonString());
        Assert.Equal(
            ["name", "instanceId", "runtimeStatus", "input", "customStatus", "output", "createdTime", "lastUpdatedTime"],
            durable.Select(property => property.Key));
        Assert.Equal("""{"stage":"done","beat":1,"of":1,"beat_id":null,"failed":0}""", durable["customStatus"]!.ToJsonString());
    }

    [Fact]
    public async Task Terminated_session_does_not_stay_generating()
    {
        var started = await app.Client.StartSessionAsync(ScriptText.Beats(40));
        var terminate = started["terminatePostUri"]!.GetValue<string>().Replace("{text}", "enough", StringComparison.Ordinal);
        using var answer = await ApiCalls.Durable.PostAsync(new Uri(terminate), null);
        var ended = await ApiCalls.EndOfAsync(started["statusQueryGetUri"]!.GetValue<string>());

        var (_, session, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{started["session_id"]}");

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal("Terminated", ended["runtimeStatus"]!.GetValue<string>());
        Assert.NotEqual("generating", session!["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task Production_that_ended_before_it_wrote_its_session_is_not_a_draft()
    {
        var known = await app.Client.StartSessionAsync(ScriptText.OneBeat);
        var status = known["statusQueryGetUri"]!.GetValue<string>();
        var start = status.Replace($"instances/{known["id"]}", "orchestrators/ProduceSession/nothing-handed-in", StringComparison.Ordinal);
        using var started = await ApiCalls.Durable.PostAsync(new Uri(start), new StringContent("{}"));
        var ended = await ApiCalls.EndOfAsync(status.Replace(known["id"]!.GetValue<string>(), "nothing-handed-in", StringComparison.Ordinal));

        var (_, session, _) = await app.Client.SendJsonAsync(HttpMethod.Get, "sessions/nothing-handed-in");
        var (_, refusal, _) = await app.Client.SendJsonAsync(HttpMethod.Post, "sessions/nothing-handed-in/export");

        Assert.Equal("Failed", ended["runtimeStatus"]!.GetValue<string>());
        Assert.Equal("in_progress", session!["status"]!.GetValue<string>());
        Assert.Equal("script-missing", session["error"]!["code"]!.GetValue<string>());
        Assert.Equal("nothing-selected", refusal!["code"]!.GetValue<string>());
        await ApiCalls.EndOfAsync(status);
    }

    [Fact]
    public async Task Restart_with_a_new_id_is_a_new_session_with_the_same_script()
    {
        var started = await app.Client.StartSessionAsync(ScriptText.OneBeat);
        await ApiCalls.EndOfAsync(started["statusQueryGetUri"]!.GetValue<string>());

        var (status, restarted, _) = await ApiCalls.Durable.SendJsonAsync(HttpMethod.Post, started["restartPostUri"]!.GetValue<string>());
        var ended = await ApiCalls.EndOfAsync(restarted!["statusQueryGetUri"]!.GetValue<string>());

        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.NotEqual(started["session_id"]!.GetValue<string>(), ended["instanceId"]!.GetValue<string>());
        Assert.Single(ended["output"]!["beats"]![0]!["takes"]!.AsArray());
    }

    [Fact]
    public async Task Purged_production_leaves_the_session_and_its_status()
    {
        var started = await app.Client.StartSessionAsync(ScriptText.OneBeat);
        await ApiCalls.EndOfAsync(started["statusQueryGetUri"]!.GetValue<string>());
        using var purged = await ApiCalls.Durable.DeleteAsync(new Uri(started["purgeHistoryDeleteUri"]!.GetValue<string>()));

        var (found, status, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{started["session_id"]}/status");
        var (_, session, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{started["session_id"]}");

        Assert.Equal(HttpStatusCode.OK, purged.StatusCode);
        Assert.Equal((HttpStatusCode.OK, "Completed"), (found, status!["runtimeStatus"]!.GetValue<string>()));
        Assert.Equal("01_only", status["output"]!["beats"]![0]!["beat_id"]!.GetValue<string>());
        Assert.Single(session!["beats"]![0]!["takes"]!.AsArray());
    }

    [Fact]
    public async Task Shrinkflation_sample_becomes_eight_takes_with_the_written_pauses()
    {
        var output = await app.Client.ProduceAsync(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "samples", "shrinkflation.els")));

        Assert.Equal(8, output["beats"]!.AsArray().Count);
        Assert.StartsWith("Generated 8/8 beats, ", output["summary"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(
            output["beats"]!.AsArray().Sum(beat => beat!["takes"]![0]!["audio_duration_ms"]!.GetValue<int>()),
            output["total_duration_ms"]!.GetValue<int>());
    }

    private async Task<(HttpStatusCode Status, JsonNode? Body, System.Net.Http.Headers.HttpResponseHeaders Headers)> StartAsync(
        string script, string key, string? projectName)
    {
        using var content = ApiCalls.Els(script);
        content.Headers.Add("Idempotency-Key", key);
        return await app.Client.SendJsonAsync(HttpMethod.Post, projectName is null ? "sessions" : $"sessions?project_name={projectName}", content);
    }
}
