using System.Net;
using System.Text.Json.Nodes;
using AudioFunctions.Testing.Running;

namespace AudioFunctions.Tests.Beats;

/// <summary>Reviews of beats: approved, redo, a note, locked.</summary>
[Collection(BeatTests.Name)]
public sealed class BeatReviewTests(StandInApp app)
{
    private const string Approved = """{"review":"approved","note":"The second bag.","locked":false}""";

    [Fact]
    public async Task Review_is_part_of_the_beat_and_a_change_keeps_missing_fields()
    {
        var beat = await ProducedBeatAsync();

        var untouched = ReviewOf(await GetAsync(beat));
        await ReviewAsync(beat, Approved);
        var (status, changed) = await ReviewAsync(beat, """{"review":"redo"}""");

        Assert.Equal("""{"review":null,"note":null,"locked":false}""", untouched);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("""{"review":"redo","note":"The second bag.","locked":false}""", ReviewOf(changed));
        var session = (await app.Client.SendJsonAsync(HttpMethod.Get, beat.Split("/beats/")[0])).Body!;
        Assert.Equal(ReviewOf(changed), ReviewOf(session["beats"]![0]!));
        await ReviewAsync(beat, """{"review":null,"note":""}""");
        Assert.Equal("""{"review":null,"note":null,"locked":false}""", ReviewOf(await GetAsync(beat)));
    }

    [Fact]
    public async Task Selecting_another_take_clears_the_approval()
    {
        var beat = await ProducedBeatAsync();
        await ReviewAsync(beat, Approved);

        var added = await RegenerateAsync(beat, "{}");
        var kept = ReviewOf(await GetAsync(beat));
        await app.Client.SendJsonAsync(HttpMethod.Post, $"{beat}/select", ApiCalls.Json($$"""{"take_id":"{{added["take_id"]}}"}"""));
        var gone = ReviewOf(await GetAsync(beat));
        await ReviewAsync(beat, """{"review":"redo"}""");
        await RegenerateAsync(beat, """{"select":true}""");

        Assert.Equal(Approved, kept);
        Assert.Equal("""{"review":null,"note":"The second bag.","locked":false}""", gone);
        Assert.Equal(gone, ReviewOf(await GetAsync(beat)));
    }

    [Fact]
    public async Task Locked_beat_is_not_spoken_again_until_it_is_unlocked()
    {
        var beat = await ProducedBeatAsync();
        await ReviewAsync(beat, """{"locked":true}""");

        var (refused, problem, _) = await app.Client.SendJsonAsync(HttpMethod.Post, $"{beat}/regenerate", ApiCalls.Json("{}"));
        await ReviewAsync(beat, """{"locked":false}""");
        await RegenerateAsync(beat, "{}");

        Assert.Equal((HttpStatusCode.Conflict, "beat-locked"), (refused, problem!["code"]!.GetValue<string>()));
        Assert.Equal(2, (await GetAsync(beat))["takes"]!.AsArray().Count);
    }

    [Fact]
    public async Task Restarted_production_skips_a_locked_beat()
    {
        var started = await app.Client.StartSessionAsync(ScriptText.Beats(2));
        await ApiCalls.EndOfAsync(started["statusQueryGetUri"]!.GetValue<string>());
        await ReviewAsync($"sessions/{started["session_id"]}/beats/01_apples", """{"locked":true}""");

        using var answer = await ApiCalls.Durable.PostAsync(new Uri($"{started["restartPostUri"]}&restartWithNewInstanceId=false"), null);
        await ApiCalls.EndOfAsync(started["statusQueryGetUri"]!.GetValue<string>());

        var (_, session, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{started["session_id"]}");
        Assert.Equal([1, 2], session!["beats"]!.AsArray().Select(beat => beat!["takes"]!.AsArray().Count));
    }

    [Fact]
    public async Task Change_without_effect_keeps_the_version()
    {
        var beat = await ProducedBeatAsync();
        await ReviewAsync(beat, Approved);
        using var before = await app.Client.GetAsync(new Uri(beat, UriKind.Relative));

        await ReviewAsync(beat, "{}");
        await ReviewAsync(beat, """{"review":"approved","note":" The second bag.\n"}""");

        using var after = await app.Client.GetAsync(new Uri(beat, UriKind.Relative));
        Assert.Equal(before.Headers.ETag, after.Headers.ETag);
    }

    [Fact]
    public async Task Beat_without_a_take_can_have_a_note_but_not_be_approved_or_locked()
    {
        var (_, draft, _) = await app.Client.SendJsonAsync(HttpMethod.Post, "sessions?produce=false", ApiCalls.Els(ScriptText.OneBeat));
        var beat = $"sessions/{draft!["session_id"]}/beats/{draft["beats"]![0]!["beat_id"]}";

        foreach (var untrue in (string[])["""{"review":"approved"}""", """{"locked":true}"""])
        {
            var (status, answer) = await ReviewAsync(beat, untrue);
            Assert.Equal((HttpStatusCode.Conflict, "beat-has-no-take"), (status, answer["code"]!.GetValue<string>()));
        }

        var (annotated, body) = await ReviewAsync(beat, """{"note":"Ask the writer."}""");
        Assert.Equal((HttpStatusCode.OK, "Ask the writer."), (annotated, body["note"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("""{"review":"fine"}""", "review must be approved, redo or null.")]
    [InlineData("""{"review":"Approved"}""", "review must be approved, redo or null.")]
    [InlineData("""{"review":1}""", "review must be approved, redo or null.")]
    [InlineData("""{"note":7}""", "note must be text of at most 2000 characters, or null.")]
    [InlineData("""{"note":"\ud83d"}""", "note contains half a surrogate pair, which is not a character; send both halves or neither.")]
    [InlineData("""{"note":"a\u0000b"}""", "note must not contain the control character U+0000; only tabs and line breaks are allowed.")]
    [InlineData("""{"note":"\u0085"}""", "note must not contain the control character U+0085; only tabs and line breaks are allowed.")]
    [InlineData("""{"locked":"yes"}""", "locked must be true or false.")]
    public async Task Invalid_review_is_refused_and_changes_nothing(string body, string detail)
    {
        var beat = await ProducedBeatAsync();

        var (status, problem) = await ReviewAsync(beat, body);

        Assert.Equal((HttpStatusCode.BadRequest, "review-invalid", detail), (status, problem["code"]!.GetValue<string>(), problem["detail"]!.GetValue<string>()));
        Assert.Equal("""{"review":null,"note":null,"locked":false}""", ReviewOf(await GetAsync(beat)));
    }

    [Fact]
    public async Task Second_review_of_the_same_version_is_refused()
    {
        var beat = await ProducedBeatAsync();
        using var seen = await app.Client.GetAsync(new Uri(beat, UriKind.Relative));
        var version = seen.Headers.ETag!.ToString();

        var answers = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => ReviewAsync(beat, Approved, version)));

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.PreconditionFailed], answers.Select(answer => answer.Status).Order());
    }

    private async Task<string> ProducedBeatAsync()
    {
        var produced = await app.Client.ProduceAsync(ScriptText.OneBeat);
        return $"sessions/{produced["session_id"]}/beats/{produced["beats"]![0]!["beat_id"]}";
    }

    private async Task<JsonNode> GetAsync(string beat) => (await app.Client.SendJsonAsync(HttpMethod.Get, beat)).Body!;

    private async Task<(HttpStatusCode Status, JsonNode Answer)> ReviewAsync(string beat, string body, string? version = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, beat) { Content = ApiCalls.Json(body) };
        if (version is not null)
            request.Headers.Add("If-Match", version);
        using var answer = await app.Client.SendAsync(request);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }

    private async Task<JsonNode> RegenerateAsync(string beat, string body)
    {
        var (_, started, _) = await app.Client.SendJsonAsync(HttpMethod.Post, $"{beat}/regenerate", ApiCalls.Json(body));
        return (await ApiCalls.EndOfAsync(started!["statusQueryGetUri"]!.GetValue<string>()))["output"]!;
    }

    private static string ReviewOf(JsonNode beat) => new JsonObject
    {
        ["review"] = beat["review"]?.DeepClone(),
        ["note"] = beat["note"]?.DeepClone(),
        ["locked"] = beat["locked"]!.DeepClone(),
    }.ToJsonString();
}
