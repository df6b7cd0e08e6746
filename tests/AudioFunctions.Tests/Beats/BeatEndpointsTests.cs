using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Speech;

namespace AudioFunctions.Tests.Beats;

[Collection(BeatTests.Name)]
public sealed class BeatEndpointsTests(StandInApp app)
{
    [Fact]
    public async Task Regenerated_beat_has_two_takes_and_keeps_its_selection()
    {
        var produced = await app.Client.ProduceAsync(ScriptText.OneBeat);
        var first = produced["beats"]![0]!["selected_take_id"]!.GetValue<string>();

        var take = await RegenerateAsync(produced, """{"stability": 0, "new_pace": "slow", "new_direction": "Wearily"}""");

        var (_, session, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{produced["session_id"]}");
        var beat = session!["beats"]![0]!;
        var added = beat["takes"]![1]!;
        Assert.Equal(first, beat["selected_take_id"]!.GetValue<string>());
        Assert.Equal(take["take_id"]!.GetValue<string>(), added["take_id"]!.GetValue<string>());
        Assert.False(take["selected"]!.GetValue<bool>());
        Assert.Equal("Wearily", added["direction"]!.GetValue<string>());
        Assert.Equal("""{"stability":0,"similarity_boost":0.78,"style":0.45,"speed":0.75}""", added["segments"]![0]!["settings"]!.ToJsonString());
        Assert.Empty(app.Speech.Violations);
    }

    [Fact]
    public async Task New_take_is_selected_if_the_request_says_so()
    {
        var produced = await app.Client.ProduceAsync(ScriptText.OneBeat);

        var take = await RegenerateAsync(produced, """{"select": true}""");

        var (_, session, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{produced["session_id"]}");
        Assert.True(take["selected"]!.GetValue<bool>());
        Assert.Equal(take["take_id"]!.GetValue<string>(), session!["beats"]![0]!["selected_take_id"]!.GetValue<string>());
    }

    [Fact]
    public async Task Of_six_concurrent_regenerations_with_one_key_and_different_settings_all_but_one_are_refused()
    {
        var produced = await app.Client.ProduceAsync(ScriptText.OneBeat);

        var answers = await Task.WhenAll(Enumerable.Range(1, 6).Select(i => RegenerateAsync(produced, $$"""{"stability": 0.{{i}}}""", "six-at-once")));

        var accepted = Assert.Single(answers, answer => answer.Status == HttpStatusCode.Accepted);
        Assert.All(answers.Where(answer => answer != accepted), answer => Assert.Equal(
            (HttpStatusCode.UnprocessableEntity, "idempotency-key-reused"), (answer.Status, answer.Body["code"]!.GetValue<string>())));
        var ended = await ApiCalls.EndOfAsync(accepted.Body["statusQueryGetUri"]!.GetValue<string>());
        Assert.Equal($"0.{Array.IndexOf(answers, accepted) + 1}", ended["input"]!["settings"]!["stability"]!.ToJsonString());
        Assert.Equal(2, await TakesOfAsync(produced));
    }

    [Fact]
    public async Task Six_concurrent_regenerations_with_one_key_and_the_same_settings_make_one_take()
    {
        var produced = await app.Client.ProduceAsync(ScriptText.OneBeat);

        var answers = await Task.WhenAll(Enumerable.Range(1, 6).Select(_ => RegenerateAsync(produced, "{}", "six-the-same")));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Accepted, answer.Status));
        await ApiCalls.EndOfAsync(answers[0].Body["statusQueryGetUri"]!.GetValue<string>());
        Assert.Equal(2, await TakesOfAsync(produced));
    }

    [Fact]
    public async Task Regenerating_a_failed_beat_selects_the_take_and_clears_the_error()
    {
        app.Speech.Faults.When("failsonce", SpeechFault.QuotaExceeded, times: 1);
        var produced = await app.Client.ProduceAsync(ScriptText.OneBeat.Replace("one thing", "failsonce", StringComparison.Ordinal));
        Assert.NotNull(produced["beats"]![0]!["error"]);

        var take = await RegenerateAsync(produced, "{}");

        var (_, session, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{produced["session_id"]}");
        Assert.Null(session!["beats"]![0]!["error"]);
        Assert.Equal(take["take_id"]!.GetValue<string>(), session["beats"]![0]!["selected_take_id"]!.GetValue<string>());
    }

    [Fact]
    public async Task Failed_regeneration_says_why_and_changes_nothing()
    {
        var produced = await app.Client.ProduceAsync(ScriptText.OneBeat.Replace("one thing", "laterfails", StringComparison.Ordinal));
        app.Speech.Faults.When("laterfails", SpeechFault.QuotaExceeded);

        var (_, started, _) = await PostAsync($"sessions/{produced["session_id"]}/beats/01_only/regenerate", "{}");
        var ended = await ApiCalls.EndOfAsync(started!["statusQueryGetUri"]!.GetValue<string>());

        var (_, session, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{produced["session_id"]}");
        Assert.Equal("Failed", ended["runtimeStatus"]!.GetValue<string>());
        Assert.Contains("quota-exceeded: ", ended["output"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("quota-exceeded", ended["customStatus"]!["error"]!["code"]!.GetValue<string>());
        Assert.Single(session!["beats"]![0]!["takes"]!.AsArray());
        Assert.Null(session["beats"]![0]!["error"]);
    }

    [Fact]
    public async Task Repeated_key_is_refused_with_other_settings_and_finds_the_regeneration_with_the_same_ones()
    {
        var produced = await app.Client.ProduceAsync(ScriptText.OneBeat);
        var started = await RegenerateAsync(produced, """{"new_pace": "slow"}""", "one-regeneration");
        await ApiCalls.EndOfAsync(started.Body["statusQueryGetUri"]!.GetValue<string>());

        foreach (var other in new[] { """{"new_pace": "fast"}""", """{"new_pace": "slow", "select": true}""", "{}" })
        {
            var (status, problem) = await RegenerateAsync(produced, other, "one-regeneration");
            Assert.Equal((HttpStatusCode.UnprocessableEntity, "idempotency-key-reused"), (status, problem["code"]!.GetValue<string>()));
        }

        foreach (var same in new[] { """{"new_pace": "slow"}""", """{"select": false, "speed": 0.75, "style": null}""" })
        {
            var (status, repeat) = await RegenerateAsync(produced, same, "one-regeneration");
            Assert.Equal((HttpStatusCode.Accepted, started.Body["id"]!.GetValue<string>()), (status, repeat["id"]!.GetValue<string>()));
        }

        Assert.Equal(2, await TakesOfAsync(produced));
    }

    [Fact]
    public async Task Repeat_finds_the_regeneration_of_a_failed_beat()
    {
        app.Speech.Faults.When("Me ate apples", SpeechFault.QuotaExceeded, times: 1);
        var produced = await app.Client.ProduceAsync(ScriptText.Beats(1));
        Assert.NotNull(produced["beats"]![0]!["error"]);
        var started = await RegenerateAsync(produced, "{}", "failed-beat");
        var ended = await ApiCalls.EndOfAsync(started.Body["statusQueryGetUri"]!.GetValue<string>());
        // It reused the responses of the failed take, which the repeat no longer finds.
        Assert.NotNull(ended["input"]!["reuse_take_id"]);

        var (status, repeat) = await RegenerateAsync(produced, "{}", "failed-beat");

        Assert.Equal((HttpStatusCode.Accepted, started.Body["id"]!.GetValue<string>()), (status, repeat["id"]!.GetValue<string>()));
        Assert.Equal(1, await TakesOfAsync(produced));
    }

    [Fact]
    public async Task Of_concurrent_clients_with_one_key_and_different_settings_one_succeeds()
    {
        var produced = await app.Client.ProduceAsync(ScriptText.OneBeat);

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(tenths => RegenerateAsync(produced, $$"""{"style": 0.{{tenths}}}""", "at-once")));

        var (winner, served) = Assert.Single(answers.Index(), answer => answer.Item.Status == HttpStatusCode.Accepted);
        Assert.Equal(5, answers.Count(answer => answer.Status == HttpStatusCode.UnprocessableEntity));
        var ended = await ApiCalls.EndOfAsync(served.Body["statusQueryGetUri"]!.GetValue<string>());
        Assert.Equal(winner / 10.0, ended["input"]!["settings"]!["style"]!.GetValue<double>());
        Assert.Equal(2, await TakesOfAsync(produced));
    }

    [Fact]
    public async Task Key_of_a_purged_regeneration_is_free()
    {
        var produced = await app.Client.ProduceAsync(ScriptText.OneBeat);
        var started = await RegenerateAsync(produced, """{"new_pace": "slow"}""", "purged");
        await ApiCalls.EndOfAsync(started.Body["statusQueryGetUri"]!.GetValue<string>());
        using var purged = await ApiCalls.Durable.DeleteAsync(new Uri(started.Body["purgeHistoryDeleteUri"]!.GetValue<string>()));
        Assert.Equal(HttpStatusCode.OK, purged.StatusCode);

        var (status, anew) = await RegenerateAsync(produced, """{"new_pace": "fast"}""", "purged");

        Assert.Equal(HttpStatusCode.Accepted, status);
        await ApiCalls.EndOfAsync(anew["statusQueryGetUri"]!.GetValue<string>());
        Assert.Equal(3, await TakesOfAsync(produced));
    }

    [Theory]
    [InlineData("{\"stability\": 1.1}", "stability must be between 0 and 1.")]
    [InlineData("{\"speed\": 0.5}", "speed must be between 0.7 and 1.2.")]
    [InlineData("{\"new_pace\": \"warp\"}", "new_pace must be one of slow, deliberate, normal, quick, fast, chaos.")]
    public async Task Settings_out_of_range_are_400_naming_field_and_range(string body, string sentence)
    {
        var (status, problem, _) = await PostAsync("sessions/any/beats/any/regenerate", body);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("setting-out-of-range", problem!["code"]!.GetValue<string>());
        Assert.Equal(sentence, problem["detail"]!.GetValue<string>());
    }

    [Fact]
    public async Task Selecting_changes_the_selection_and_says_so()
    {
        var produced = await app.Client.ProduceAsync(ScriptText.OneBeat);
        var take = await RegenerateAsync(produced, "{}");
        var takeId = take["take_id"]!.GetValue<string>();

        var (status, body, _) = await PostAsync($"sessions/{produced["session_id"]}/beats/01_only/select", $$"""{"take_id":"{{takeId}}"}""");

        var (_, session, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{produced["session_id"]}");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal($$"""{"success":true,"beat_id":"01_only","selected_take_id":"{{takeId}}"}""", body!.ToJsonString());
        Assert.Equal(takeId, session!["beats"]![0]!["selected_take_id"]!.GetValue<string>());
    }

    [Fact]
    public async Task Take_of_another_beat_cannot_be_selected()
    {
        var produced = await app.Client.ProduceAsync(ScriptText.Beats(2));
        var other = produced["beats"]![1]!["selected_take_id"]!.GetValue<string>();

        var (status, problem, _) = await PostAsync($"sessions/{produced["session_id"]}/beats/01_apples/select", $$"""{"take_id":"{{other}}"}""");

        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Equal("take-not-found", problem!["code"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("regenerate", "{}")]
    [InlineData("select", "{\"take_id\":\"0123456789ab\"}")]
    public async Task What_is_not_there_is_a_404_problem(string action, string body)
    {
        var produced = await app.Client.ProduceAsync(ScriptText.OneBeat);

        var (noBeat, beat, _) = await PostAsync($"sessions/{produced["session_id"]}/beats/99_none/{action}", body);
        var (noSession, session, _) = await PostAsync($"sessions/none/beats/01_only/{action}", body);

        Assert.Equal((HttpStatusCode.NotFound, "beat-not-found"), (noBeat, beat!["code"]!.GetValue<string>()));
        Assert.Equal((HttpStatusCode.NotFound, "session-not-found"), (noSession, session!["code"]!.GetValue<string>()));
    }

    private async Task<JsonObject> RegenerateAsync(JsonObject produced, string body)
    {
        var beatId = produced["beats"]![0]!["beat_id"]!.GetValue<string>();
        var (status, started, _) = await PostAsync($"sessions/{produced["session_id"]}/beats/{beatId}/regenerate", body);
        Assert.Equal(HttpStatusCode.Accepted, status);
        var ended = await ApiCalls.EndOfAsync(started!["statusQueryGetUri"]!.GetValue<string>());
        Assert.Equal("Completed", ended["runtimeStatus"]!.GetValue<string>());
        return ended["output"]!.AsObject();
    }

    private async Task<(HttpStatusCode Status, JsonNode Body)> RegenerateAsync(JsonObject produced, string body, string key)
    {
        var beatId = produced["beats"]![0]!["beat_id"]!.GetValue<string>();
        using var content = ApiCalls.Json(body);
        content.Headers.Add("Idempotency-Key", key);
        var (status, answer, _) = await app.Client.SendJsonAsync(
            HttpMethod.Post, $"sessions/{produced["session_id"]}/beats/{beatId}/regenerate", content);
        return (status, answer!);
    }

    private async Task<int> TakesOfAsync(JsonObject produced)
    {
        var (_, session, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{produced["session_id"]}");
        return session!["beats"]![0]!["takes"]!.AsArray().Count;
    }

    private Task<(HttpStatusCode Status, JsonNode? Body, System.Net.Http.Headers.HttpResponseHeaders Headers)> PostAsync(string path, string body) =>
        app.Client.SendJsonAsync(HttpMethod.Post, path, new StringContent(body, Encoding.UTF8, "application/json"));
}
