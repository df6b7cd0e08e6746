using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using AudioFunctions.Testing.Running;

namespace AudioFunctions.Tests.Scripts;

[Collection(OfflineAppTests.Name)]
public sealed class EstimateTests(OfflineApp app)
{
    [Fact]
    public async Task Estimate_has_exactly_the_documented_shape()
    {
        var (status, estimate) = await EstimateAsync(ScriptText.Beats(2));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(
            ["provider", "model", "total", "beats", "voices", "basis", "credits", "sufficient", "warnings"],
            estimate.AsObject().Select(property => property.Key));
        Assert.Equal(
            ["characters", "requests", "expected_duration_ms", "expected_credits"], estimate["total"]!.AsObject().Select(property => property.Key));
        Assert.Equal(
            ["beat_id", "beat_name", "characters", "requests", "expected_duration_ms", "expected_credits", "reused"],
            estimate["beats"]![0]!.AsObject().Select(property => property.Key));
        Assert.Equal(
            """[{"character":"every-coon","voice_id":"BRruTxiLM2nszrcCIpz1","characters":64,"requests":2}]""", estimate["voices"]!.ToJsonString());
        Assert.Equal(("offline", "espeak-ng"), (estimate["provider"]!.GetValue<string>(), estimate["model"]!.GetValue<string>()));
        Assert.Equal((64, 2, 0), Total(estimate));
        Assert.Null(estimate["credits"]);
        Assert.True(estimate["sufficient"]!.GetValue<bool>());
        Assert.Empty(estimate["warnings"]!.AsArray());
    }

    [Fact]
    public async Task Estimate_accepts_json_too()
    {
        var json = new JsonObject { ["els_content"] = ScriptText.OneBeat }.ToJsonString();

        var (status, estimate, _) = await app.Client.SendJsonAsync(
            HttpMethod.Post, "scripts/estimate", new StringContent(json, Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal((17, 1, 0), Total(estimate!));
    }

    [Fact]
    public async Task Invalid_script_is_422_with_the_validation()
    {
        var (status, body) = await EstimateAsync("[META]\nvideo_title: x\n");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains(body["diagnostics"]!.AsArray(), diagnostic => diagnostic!["code"]!.GetValue<string>() == "no-beats");
    }

    [Fact]
    public async Task Malformed_body_is_a_problem()
    {
        var (status, problem, _) = await app.Client.SendJsonAsync(
            HttpMethod.Post, "scripts/estimate", new StringContent("{}", Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("els-content-missing", problem!["code"]!.GetValue<string>());
    }

    /// <summary>
    /// Has its own voices, so that takes of other tests don't count. The same script again: within 3 %. Another script with the same voices:
    /// within 25 %.
    /// </summary>
    [Theory]
    [InlineData("add")]
    [InlineData("exact")]
    public async Task Estimate_after_a_production_is_close_to_the_spoken_length(string pauseMode)
    {
        var (one, other) = ($"granny-{pauseMode}", $"uncle-{pauseMode}");
        foreach (var character in new[] { one, other })
        {
            var voice = $$"""{"voice_id":"voice-of-{{character}}","stability":0.4,"similarity_boost":0.7,"style":0.3,"speed":0.9}""";
            var (added, _, _) = await app.Client.SendJsonAsync(HttpMethod.Put, $"voices/{character}", new StringContent(voice, Encoding.UTF8, "application/json"));
            Assert.Equal(HttpStatusCode.Created, added);
        }

        var script = Script(one, other, pauseMode, "The chips are gone. [PAUSE: 700ms]\nNobody in this bag has told me why.", "When I was young, a bag was full.\n[PACE: fast] And it was cheap, too!");
        var first = (await app.Client.ProduceAsync(script))["total_duration_ms"]!.GetValue<double>();
        var another = Script(one, other, pauseMode, "Somebody took the cherries from the tree behind the house.", "Perhaps they were hungry. [PAUSE: long] Perhaps not.");
        var (_, before) = await EstimateAsync(another);
        var second = (await app.Client.ProduceAsync(another))["total_duration_ms"]!.GetValue<double>();

        var (_, again) = await EstimateAsync(script);
        var (_, after) = await EstimateAsync(another);

        Assert.Equal("past_takes", before["basis"]!.GetValue<string>());
        Assert.InRange(DurationMs(before) / second, 0.75, 1.25);
        Assert.InRange((DurationMs(again) + DurationMs(after)) / (first + second), 0.97, 1.03);
    }

    [Fact]
    public async Task Megabyte_of_alternating_voices_is_estimated()
    {
        const int turns = 20_000;
        var lines = string.Concat(Enumerable.Repeat("[CHARACTER: fed] Me.\n[CHARACTER: chad] You.\n", turns));

        var (status, estimate) = await EstimateAsync(ScriptText.OneBeat.Replace("Me say one thing.", lines, StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal((7 * turns, 2 * turns, 0), Total(estimate));
        Assert.Equal([turns, turns], estimate["voices"]!.AsArray().Select(voice => voice!["requests"]!.GetValue<int>()));
    }

    [Fact]
    public async Task New_voice_is_estimated_from_others_or_by_a_rule_of_thumb()
    {
        var (_, estimate) = await EstimateAsync(ScriptText.OneBeat.Replace("Me say", "[CHARACTER: fed] Me say", StringComparison.Ordinal));

        Assert.Contains(estimate["basis"]!.GetValue<string>(), new[] { "past_takes", "rule_of_thumb" });
        Assert.InRange(DurationMs(estimate), 1000, 4000);
    }

    private async Task<(HttpStatusCode Status, JsonNode Body)> EstimateAsync(string script)
    {
        var (status, body, _) = await app.Client.SendJsonAsync(HttpMethod.Post, "scripts/estimate", ApiCalls.Els(script));
        return (status, body!);
    }

    private static string Script(string one, string other, string pauseMode, string first, string second) => $"""
        [META]
        video_title: Rates
        project: tests
        pause_mode: {pauseMode}
        [BEAT: 01_a]
        name: A
        ---
        [CHARACTER: {one}]
        {first}
        [CHARACTER: {other}]
        {second}
        [END_BEAT]
        [BEAT: 02_b]
        name: B
        ---
        [CHARACTER: {other}]
        {second}
        [END_BEAT]
        """;

    private static double DurationMs(JsonNode estimate) => estimate["total"]!["expected_duration_ms"]!.GetValue<int>();

    private static (int Characters, int Requests, int Credits) Total(JsonNode estimate)
    {
        var total = estimate["total"]!;
        return (total["characters"]!.GetValue<int>(), total["requests"]!.GetValue<int>(), total["expected_credits"]!.GetValue<int>());
    }
}
