using System.Net;
using System.Text.Json.Nodes;
using AudioFunctions.Serialization;
using AudioFunctions.Sessions;
using AudioFunctions.Takes;
using AudioFunctions.Testing.Running;
using AudioFunctions.Tests.Mcp;
using AudioFunctions.Tests.Production;
using Azure.Storage.Blobs;

namespace AudioFunctions.Tests.Beats;

/// <summary>Speaking one line of a beat again.</summary>
[Collection(BeatTests.Name)]
public sealed class LineRetakeTests(StandInApp app)
{
    [Fact]
    public async Task Line_retake_bills_only_the_line_and_other_lines_keep_their_times()
    {
        var id = await ProduceAsync("plums");
        var (status, started) = await RegenerateAsync(id, """{"line": 1, "stability": 0.9}""");
        var ended = await ApiCalls.EndOfAsync(started["statusQueryGetUri"]!.GetValue<string>());

        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.Equal(["Me pick plums. Me wash plums. Me eat plums.", "Me wash plums."], Bills("plums"));
        var beat = (await app.SessionAsync(id))["beats"]![0]!;
        var (first, again) = (beat["takes"]![0]!, beat["takes"]![1]!);
        Assert.Equal(ended["output"]!["take_id"]!.GetValue<string>(), again["take_id"]!.GetValue<string>());
        Assert.Equal(app.Speech.Bills.Single(bill => bill.Text == "Me wash plums.").Cost, again["billed_characters"]!.GetValue<int>());
        Assert.Equal($$"""{"take_id":"{{first["take_id"]}}","line":1}""", again["retake_of"]!.ToJsonString());
        Assert.Null(first["retake_of"]);
        Assert.Equal(first["take_id"]!.GetValue<string>(), beat["selected_take_id"]!.GetValue<string>());
        Assert.Equal(
            [("Me pick plums.", 0.35), ("Me wash plums.", 0.9), ("Me eat plums.", 0.35)],
            again["segments"]!.AsArray().Select(segment => (segment!["text"]!.GetValue<string>(), segment["settings"]!["stability"]!.GetValue<double>())));
        Assert.Equal(first["lines"]![0]!.ToJsonString(), again["lines"]![0]!.ToJsonString());
        Assert.InRange(LengthOf(again, 2) - LengthOf(first, 2), -1, 1);
        Assert.Equal([0, 1, 2], again["lines"]!.AsArray().Select(line => line!["line"]!.GetValue<int>()));
        Assert.Empty(app.Speech.Violations);
    }

    [Fact]
    public async Task Words_captions_and_lossless_files_are_made_from_a_line_retake()
    {
        var id = await ProduceAsync("quinces");
        var first = await RetakeAsync(id, """{"line": 0}""");
        var second = await RetakeAsync(id, $$"""{"line": 2, "take_id": "{{first}}", "select": true}""");

        var (_, words, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{id}/takes/{second}/words");
        var exported = await app.Client.ExportAsync(id, """{"captions":true,"words":true,"wav":true,"stems":true}""");
        using var captions = await app.Client.GetAsync(new Uri($"sessions/{id}/exports/01_fruit.srt", UriKind.Relative));

        Assert.Equal(["Me pick quinces. Me wash quinces. Me eat quinces.", "Me pick quinces.", "Me eat quinces."], Bills("quinces"));
        Assert.Equal([0, 0, 0, 1, 1, 1, 2, 2, 2], words!["words"]!.AsArray().Select(word => word!["line"]!.GetValue<int>()));
        Assert.Contains("01_fruit.wav", exported["exported_files"]!.AsArray().Select(name => name!.GetValue<string>()));
        var text = await captions.Content.ReadAsStringAsync();
        Assert.All(new[] { "Me pick quinces.", "Me wash quinces.", "Me eat quinces." }, line => Assert.Contains(line, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Repeated_key_needs_the_same_line_even_if_another_take_is_selected()
    {
        var id = await ProduceAsync("medlars");
        var (_, started) = await RegenerateAsync(id, """{"line": 0, "select": true}""", "medlars-0");
        await ApiCalls.EndOfAsync(started["statusQueryGetUri"]!.GetValue<string>());

        var (same, repeat) = await RegenerateAsync(id, """{"line": 0, "select": true}""", "medlars-0");
        foreach (var other in new[] { """{"line": 1, "select": true}""", """{"select": true}""", """{"line": 0}""" })
        {
            var (status, problem) = await RegenerateAsync(id, other, "medlars-0");
            Assert.Equal((HttpStatusCode.UnprocessableEntity, "idempotency-key-reused"), (status, problem["code"]!.GetValue<string>()));
        }

        Assert.Equal((HttpStatusCode.Accepted, started["id"]!.GetValue<string>()), (same, repeat["id"]!.GetValue<string>()));
        Assert.Equal(2, Bills("medlars").Count);
    }

    [Fact]
    public async Task Script_with_other_pauses_is_assembled_from_the_line_retake()
    {
        var id = await ProduceAsync("sloes");
        var again = await RetakeAsync(id, """{"line": 1, "select": true}""");

        var change = await app.ReplaceScriptAsync(id, Script("sloes").Replace("Me eat", "[PAUSE: long]\nMe eat", StringComparison.Ordinal), "?produce=true");

        Assert.Equal(["01_fruit assemble pauses"], ScriptChanges.Actions(change));
        Assert.Equal(2, Bills("sloes").Count);
        var beat = (await app.SessionAsync(id))["beats"]![0]!;
        Assert.Equal(3, Assert.Single(beat["takes"]!.AsArray())!["segments"]!.AsArray().Count);
        var (status, problem) = await RegenerateAsync(id, $$"""{"line": 1, "take_id": "{{again}}"}""");
        Assert.Equal((HttpStatusCode.Conflict, "take-of-older-wording"), (status, problem["code"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Invalid_line_retake_is_refused()
    {
        var id = await ProduceAsync("damsons", "[PAUSE: 120ms]\n...");

        foreach (var (body, expected, code, says) in new[]
        {
            ("""{"line": 4}""", HttpStatusCode.BadRequest, "line-not-in-beat", "its lines are 0 to 3"),
            ("""{"line": -1}""", HttpStatusCode.BadRequest, "line-not-in-beat", "no line -1"),
            ("""{"line": 3}""", HttpStatusCode.BadRequest, "line-not-in-beat", "has no words"),
            ("""{"line": 1.5}""", HttpStatusCode.BadRequest, "json-invalid", "'line'"),
            ("""{"take_id": "0123456789ab"}""", HttpStatusCode.BadRequest, "line-missing", "\"line\""),
            ("""{"line": 0, "take_id": "0123456789ab"}""", HttpStatusCode.NotFound, "take-not-found", "'0123456789ab'"),
            ("""{"line": 0, "take_id": "%/#"}""", HttpStatusCode.NotFound, "take-not-found", "'%/#'"),
            ("""{"line": 0, "characters": {"boomer": {"style": 0}}}""", HttpStatusCode.BadRequest, "character-not-in-beat", "boomer"),
            ("""{"line": 0, "speed": 9}""", HttpStatusCode.BadRequest, "setting-out-of-range", "speed"),
        })
        {
            var (status, problem) = await RegenerateAsync(id, body);
            Assert.Equal((body, expected, code), (body, status, problem["code"]!.GetValue<string>()));
            Assert.Contains(says, problem["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        }

        Assert.Single(Bills("damsons"));
    }

    [Fact]
    public async Task Line_retake_without_stored_speech_is_refused_without_cost()
    {
        var id = await ProduceAsync("cherimoyas");
        var take = (await app.SessionAsync(id))["beats"]![0]!["selected_take_id"]!.GetValue<string>();
        var blobs = new BlobContainerClient(app.Storage.ConnectionString, TakeFiles.ContainerName);
        await blobs.DeleteBlobAsync(new TakeKey(id, "01_fruit", take).RawBlob(0));

        var (status, problem) = await RegenerateAsync(id, """{"line": 1}""");

        Assert.Equal((HttpStatusCode.Conflict, "stored-speech-gone"), (status, problem["code"]!.GetValue<string>()));
        Assert.Single(Bills("cherimoyas"));
    }

    [Fact]
    public async Task Line_retake_of_a_take_with_older_voices_is_refused_without_cost()
    {
        var id = await ProduceAsync("rambutans");
        var take = (await app.SessionAsync(id))["beats"]![0]!["selected_take_id"]!.GetValue<string>();
        var files = new TakeFiles(new BlobServiceClient(app.Storage.ConnectionString));
        var plan = await files.ReadPlanAsync(new TakeKey(id, "01_fruit", take), default);
        var older = plan with { Segments = [.. plan.Segments.Select(segment => segment with { Model = segment.Model! with { SoundVersion = 2 } })] };
        var blob = new BlobContainerClient(app.Storage.ConnectionString, TakeFiles.ContainerName).GetBlobClient(new TakeKey(id, "01_fruit", take).PlanBlob);
        await blob.UploadAsync(BinaryData.FromObjectAsJson(older, ProductJson.Options), overwrite: true);

        var (status, problem) = await RegenerateAsync(id, """{"line": 1}""");

        Assert.Equal((HttpStatusCode.Conflict, "speech-provider-changed"), (status, problem["code"]!.GetValue<string>()));
        Assert.Contains("sound different", problem["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Single(Bills("rambutans"));
    }

    [Fact]
    public async Task Agent_estimates_a_line_retake_and_makes_it()
    {
        var id = await ProduceAsync("loquats");
        await using var agent = await Agent.ConnectAsync(app.Process);

        var dry = await agent.DoAsync("regenerate_beat_audio", new { session_id = id, beat_id = "01_fruit", line = 2, dry_run = true });
        var (_, several, _) = await app.Client.SendJsonAsync(
            HttpMethod.Post, $"sessions/{id}/beats/01_fruit/estimate", ApiCalls.Json("""{"line":2,"takes":3}"""));
        var refused = await agent.CallAsync("regenerate_beat_audio", new { session_id = id, beat_id = "01_fruit", line = 2, max_credits = 0 });
        var made = await agent.DoAsync("regenerate_beat_audio", new { session_id = id, beat_id = "01_fruit", line = 2 });

        Assert.Equal("Me eat loquats.".Length, dry["estimate"]!["total"]!["characters"]!.GetValue<int>());
        Assert.Equal(3 * "Me eat loquats.".Length, several!["total"]!["characters"]!.GetValue<int>());
        Assert.Contains("Speaking the line costs", Agent.TextOf(refused), StringComparison.Ordinal);
        Assert.Equal(2, made["take"]!["retake_of"]!["line"]!.GetValue<int>());
        Assert.Equal(["Me pick loquats. Me wash loquats. Me eat loquats.", "Me eat loquats."], Bills("loquats"));
    }

    private static string Script(string fruit, string more = "") => $"""
        [META]
        video_title: Fruit
        project: tests
        [BEAT: 01_fruit]
        name: Fruit
        ---
        Me pick {fruit}.
        Me wash {fruit}.
        Me eat {fruit}.
        {more}
        [END_BEAT]
        """;

    private static int LengthOf(JsonNode take, int line) =>
        take["lines"]![line]!["end_ms"]!.GetValue<int>() - take["lines"]![line]!["start_ms"]!.GetValue<int>();

    private List<string> Bills(string fruit) =>
        [.. app.Speech.Bills.Select(bill => bill.Text).Where(text => text.Contains(fruit, StringComparison.Ordinal))];

    private async Task<string> ProduceAsync(string fruit, string more = "") =>
        (await app.Client.ProduceAsync(Script(fruit, more)))["session_id"]!.GetValue<string>();

    /// <returns>The new take's id.</returns>
    private async Task<string> RetakeAsync(string id, string body)
    {
        var (_, started) = await RegenerateAsync(id, body);
        var ended = await ApiCalls.EndOfAsync(started["statusQueryGetUri"]!.GetValue<string>());
        return ended["output"]!["take_id"]!.GetValue<string>();
    }

    private async Task<(HttpStatusCode Status, JsonNode Body)> RegenerateAsync(string id, string body, string? key = null)
    {
        var content = ApiCalls.Json(body);
        if (key is not null)
            content.Headers.Add("Idempotency-Key", key);
        var (status, answer, _) = await app.Client.SendJsonAsync(HttpMethod.Post, $"sessions/{id}/beats/01_fruit/regenerate", content);
        return (status, answer!);
    }
}
