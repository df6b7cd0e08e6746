using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using AudioFunctions.Testing.Running;

namespace AudioFunctions.Tests.Speech;

/// <summary>Voices with their own models.</summary>
[Collection(BeatTests.Name)]
public sealed class ModelTests(StandInApp app)
{
    private const string Lines = "Me found the very last bag of chips. Me ate all of it!";

    [Fact]
    public async Task On_a_model_without_speed_the_pace_is_applied_to_the_speech()
    {
        await GiveModelAsync("third", "eleven_v3");

        var slow = await TakeOfAsync(Script($"[CHARACTER: third] [PACE: slow] {Lines} [PAUSE: 0]"));
        var normal = await TakeOfAsync(Script($"[CHARACTER: third] [PACE: normal] {Lines} [PAUSE: 0]"));

        var requests = Asked(Lines);
        Assert.Equal(2, requests.Count);
        Assert.All(requests, request => Assert.Equal(["text", "model_id", "voice_settings"], request.AsObject().Select(field => field.Key)));
        Assert.All(requests, request => Assert.Equal(
            ["stability", "similarity_boost"], request["voice_settings"]!.AsObject().Select(setting => setting.Key)));
        Assert.Equal(normal["audio_duration_ms"]!.GetValue<int>() / 0.75, slow["audio_duration_ms"]!.GetValue<int>(), 40.0);
        Assert.Equal(normal["lines"]![0]!["end_ms"]!.GetValue<int>() / 0.75, slow["lines"]![0]!["end_ms"]!.GetValue<int>(), 150.0);
        Assert.Equal(("eleven_v3", 0.75), (slow["segments"]![0]!["model"]!.GetValue<string>(), slow["segments"]![0]!["settings"]!["speed"]!.GetValue<double>()));
        Assert.Equal("good", slow["quality"]!["verdict"]!.GetValue<string>());
        Assert.Empty(slow["warnings"]!.AsArray());
        Assert.Equal(Lines.Length, slow["billed_characters"]!.GetValue<int>());
        Assert.Empty(app.Speech.Violations);
    }

    [Fact]
    public async Task Other_pace_on_a_model_without_speed_reuses_the_speech()
    {
        await GiveModelAsync("third", "eleven_v3");
        const string Text = "Me say this once and hear it at any pace.";
        var first = await app.Client.ProduceAsync(Script($"[CHARACTER: third] {Text}"));

        var second = await app.Client.ProduceAsync(Script($"[CHARACTER: third] [PACE: chaos] {Text}"), first["session_id"]!.GetValue<string>());

        Assert.Single(Asked(Text));
        Assert.Equal((Duration(first) - 300) / 1.2, Duration(second) - 300, 40.0);
    }

    [Fact]
    public async Task Each_character_of_a_beat_is_spoken_by_its_own_model_at_its_own_price()
    {
        await GiveModelAsync("styled", "eleven_multilingual_v2");
        const string Mine = "Me have no style whatever.";
        const string Theirs = "And I have got plenty of it!";
        var script = Script($"[STYLE: 0.8] {Mine}\n[CHARACTER: styled] {Theirs}");

        var (_, estimate, _) = await app.Client.SendJsonAsync(HttpMethod.Post, "scripts/estimate", ApiCalls.Els(script));
        var (_, validation, _) = await app.Client.SendJsonAsync(HttpMethod.Post, "scripts/validate", ApiCalls.Els(script));
        var take = await TakeOfAsync(script);

        Assert.Equal("eleven_turbo_v2_5", Assert.Single(Asked(Mine))["model_id"]!.GetValue<string>());
        var styled = Assert.Single(Asked(Theirs));
        Assert.Equal(("eleven_multilingual_v2", 0.8), (styled["model_id"]!.GetValue<string>(), styled["voice_settings"]!["style"]!.GetValue<double>()));
        Assert.Equal(["eleven_turbo_v2_5", "eleven_multilingual_v2"], take["segments"]!.AsArray().Select(segment => segment!["model"]!.GetValue<string>()));
        Assert.Equal((Mine.Length / 2) + Theirs.Length, take["billed_characters"]!.GetValue<int>());
        Assert.InRange(estimate!["total"]!["expected_credits"]!.GetValue<int>(), (Mine.Length / 2) + Theirs.Length - 1, (Mine.Length / 2) + Theirs.Length + 1);
        Assert.Equal(
            ["setting-without-effect: The style of line 1 has no effect, because every-coon's model, eleven_turbo_v2_5, doesn't support style."],
            take["warnings"]!.AsArray().Select(warning => warning!.GetValue<string>()));
        var diagnostic = Assert.Single(validation!["diagnostics"]!.AsArray())!;
        Assert.Equal(("setting-without-effect", 7, 9), (diagnostic["code"]!.GetValue<string>(), diagnostic["line"]!.GetValue<int>(), diagnostic["column"]!.GetValue<int>()));
        Assert.Contains(estimate["warnings"]!.AsArray(), warning => warning!.GetValue<string>().StartsWith("line 7, column 9: style has no effect", StringComparison.Ordinal));
        Assert.Empty(app.Speech.Violations);
    }

    [Fact]
    public async Task Acted_directions_are_sent_and_billed_but_shown_nowhere()
    {
        await GiveModelAsync("third", "eleven_v3");
        const string Secret = "Nobody in town knows.";
        const string Shout = "Now everybody knows!";
        const string AsSent = $"[whispering] {Secret} [laughs (not) loud)] {Shout}";
        var script = Script(
            $"[CHARACTER: third] [PACE: slow]\n[DIRECTION: whispering]\n{Secret}\n[DIRECTION: laughs \\[not\\] loud\\]]\n{Shout}")
            .Replace("project: tests", "project: tests\ndirections: act", StringComparison.Ordinal);

        var (_, estimate, _) = await app.Client.SendJsonAsync(HttpMethod.Post, "scripts/estimate", ApiCalls.Els(script));
        var take = await TakeOfAsync(script);

        Assert.Single(Asked(AsSent));
        Assert.Equal(AsSent.Length, take["billed_characters"]!.GetValue<int>());
        Assert.Equal(AsSent.Length, estimate!["total"]!["characters"]!.GetValue<int>());
        Assert.Equal($"{Secret} {Shout}", take["segments"]![0]!["text"]!.GetValue<string>());
        Assert.Empty(take["warnings"]!.AsArray());
        Assert.Equal("good", take["quality"]!["verdict"]!.GetValue<string>());
        var lines = take["lines"]!.AsArray();
        Assert.Equal(2, lines.Count);
        // The tag before the second line is silent, so the line starts after it.
        Assert.InRange(lines[1]!["start_ms"]!.GetValue<int>() - lines[0]!["end_ms"]!.GetValue<int>(), 150, 900);
        Assert.Empty(app.Speech.Violations);
    }

    [Fact]
    public async Task Directions_stay_notes_if_the_model_has_no_audio_tags()
    {
        const string Text = "Me do as me please here.";

        var take = await TakeOfAsync(Script($"[DIRECTION: whispering] {Text}").Replace("project: tests", "project: tests\ndirections: act", StringComparison.Ordinal));

        Assert.Single(Asked(Text));
        Assert.Equal(
            ["direction-not-acted: The direction of line 1 isn't acted on, because every-coon's model, eleven_turbo_v2_5, has no audio tags."],
            take["warnings"]!.AsArray().Select(warning => warning!.GetValue<string>()));
        Assert.Equal("whispering", take["direction"]!.GetValue<string>());
    }

    [Fact]
    public async Task Invalid_model_is_refused_and_an_empty_one_means_the_default()
    {
        await GiveModelAsync("fickle", "eleven_v3");

        var (bad, problem, _) = await app.Client.SendJsonAsync(HttpMethod.Patch, "voices/fickle", Json("""{"model_id":"eleven v3!"}"""));
        var (_, kept, _) = await app.Client.SendJsonAsync(HttpMethod.Patch, "voices/fickle", Json("""{"style":0.1}"""));
        var (_, cleared, _) = await app.Client.SendJsonAsync(HttpMethod.Patch, "voices/fickle", Json("""{"model_id":""}"""));

        Assert.Equal((HttpStatusCode.BadRequest, "setting-out-of-range"), (bad, problem!["code"]!.GetValue<string>()));
        Assert.Contains("model_id", problem["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("eleven_v3", kept!["model_id"]!.GetValue<string>());
        Assert.Null(cleared!["model_id"]);
    }

    private static string Script(string body) => $"[META]\nvideo_title: Models\nproject: tests\n[BEAT: 01_models]\nname: Models\n---\n{body}\n[END_BEAT]\n";

    private static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    private static int Duration(JsonNode session) => session["total_duration_ms"]!.GetValue<int>();

    private List<JsonNode> Asked(string text) =>
        [.. app.Speech.Requests.Where(request => request.Text == text).Select(request => JsonNode.Parse(request.Body)!)];

    private async Task<JsonNode> TakeOfAsync(string script)
    {
        var produced = await app.Client.ProduceAsync(script);
        var (_, session, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{produced["session_id"]!.GetValue<string>()}");
        return session!["beats"]![0]!["takes"]![0]!;
    }

    private async Task GiveModelAsync(string character, string model)
    {
        var profile = $$"""{"voice_id":"21m00Tcm4TlvDq8ikWAM","stability":0.5,"similarity_boost":0.78,"style":0.3,"speed":1,"model_id":"{{model}}"}""";
        var (status, _, _) = await app.Client.SendJsonAsync(HttpMethod.Put, $"voices/{character}", Json(profile));
        Assert.True(status is HttpStatusCode.OK or HttpStatusCode.Created);
    }
}
