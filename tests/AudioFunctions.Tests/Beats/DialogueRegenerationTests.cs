using System.Net;
using System.Text.Json.Nodes;
using AudioFunctions.Testing.Running;

namespace AudioFunctions.Tests.Beats;

/// <summary>Regenerating a beat with settings for single characters.</summary>
[Collection(BeatTests.Name)]
public sealed class DialogueRegenerationTests(StandInApp app)
{
    private const string Dialogue = """
        [META]
        video_title: Two
        project: tests
        [BEAT: 01_talk]
        name: Talk
        ---
        [CHARACTER: Boomer] [PACE: slow] [STABILITY: 0.9]
        Me argue first.
        [CHARACTER: wojak]
        Me argue second.
        [CHARACTER: boomer] [PACE: fast]
        Me argue third.
        [END_BEAT]
        """;

    [Fact]
    public async Task Beat_lists_the_settings_of_each_character()
    {
        var id = await ProduceAsync();

        var (_, beat, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{id}/beats/01_talk");

        Assert.Equal(
            """
            [{"character":"boomer","display_name":"Boomer","effective_settings":{"pace":"slow","stability":0.9,"similarity_boost":0.78,"style":0.3,"speed":0.75},"model":"eleven_turbo_v2_5","without_effect":["style","direction"]},
            {"character":"wojak","display_name":"Wojak","effective_settings":{"pace":"slow","stability":0.9,"similarity_boost":0.78,"style":0.6,"speed":0.75},"model":"eleven_turbo_v2_5","without_effect":["style","direction"]}]
            """.ReplaceLineEndings(""),
            beat!["characters"]!.ToJsonString());
    }

    [Fact]
    public async Task Settings_for_one_character_do_not_change_the_others()
    {
        var id = await ProduceAsync();
        var before = await SettingsOfLastTakeAsync(id);

        var (status, started, _) = await RegenerateAsync(id, """{"characters": {"Wojak": {"stability": 0, "new_pace": "deliberate"}}}""");
        await ApiCalls.EndOfAsync(started!["statusQueryGetUri"]!.GetValue<string>());

        var after = await SettingsOfLastTakeAsync(id);
        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.Equal((before[0], before[2]), (after[0], after[2]));
        Assert.Equal(("wojak", """{"stability":0,"similarity_boost":0.78,"style":0.6,"speed":0.85}"""), after[1]);
        Assert.Empty(app.Speech.Violations);
    }

    [Fact]
    public async Task Repeated_key_needs_the_same_settings_for_each_character()
    {
        var id = await ProduceAsync();
        var (first, started, _) = await RegenerateAsync(id, """{"characters": {"wojak": {"stability": 0.2}}}""", "per-character");
        var (same, again, _) = await RegenerateAsync(id, """{"characters": {"WOJAK": {"stability": 0.2}}}""", "per-character");
        var (other, problem, _) = await RegenerateAsync(id, """{"characters": {"boomer": {"stability": 0.2}}}""", "per-character");
        await ApiCalls.EndOfAsync(started!["statusQueryGetUri"]!.GetValue<string>());

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted), (first, same));
        Assert.Equal(started["id"]!.GetValue<string>(), again!["id"]!.GetValue<string>());
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "idempotency-key-reused"), (other, problem!["code"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("""{"characters": {"chad": {"stability": 0}}}""", "character-not-in-beat", "'chad'; its speakers are boomer, wojak")]
    [InlineData("""{"characters": {"wojak": {"speed": 3}}}""", "setting-out-of-range", "characters.wojak.speed must be between 0.7 and 1.2")]
    [InlineData("""{"characters": {"wojak": {"new_pace": "sprint"}}}""", "setting-out-of-range", "characters.wojak.new_pace must be one of")]
    [InlineData("""{"characters": {"wojak": {}, "Wojak ": {}}}""", "setting-out-of-range", "'wojak' 2 times")]
    [InlineData("""{"characters": {"wojak": {"pitch": 1}}}""", "json-invalid", "characters")]
    [InlineData("""{"characters": ["wojak"]}""", "json-invalid", "characters")]
    public async Task Invalid_settings_for_a_character_are_refused(string body, string code, string says)
    {
        var id = await ProduceAsync();

        var (status, problem, _) = await RegenerateAsync(id, body);

        Assert.Equal((HttpStatusCode.BadRequest, code), (status, problem!["code"]!.GetValue<string>()));
        Assert.Contains(says, problem["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    private async Task<string> ProduceAsync() => (await app.Client.ProduceAsync(Dialogue))["session_id"]!.GetValue<string>();

    private async Task<List<(string Character, string Settings)>> SettingsOfLastTakeAsync(string id)
    {
        var (_, session, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{id}");
        var segments = session!["beats"]![0]!["takes"]!.AsArray()[^1]!["segments"]!.AsArray();
        return [.. segments.Select(segment => (segment!["character"]!.GetValue<string>(), segment["settings"]!.ToJsonString()))];
    }

    private Task<(HttpStatusCode Status, JsonNode? Body, System.Net.Http.Headers.HttpResponseHeaders Headers)> RegenerateAsync(
        string id, string body, string? key = null)
    {
        var content = ApiCalls.Json(body);
        if (key is not null)
            content.Headers.Add("Idempotency-Key", key);
        return app.Client.SendJsonAsync(HttpMethod.Post, $"sessions/{id}/beats/01_talk/regenerate", content);
    }
}
