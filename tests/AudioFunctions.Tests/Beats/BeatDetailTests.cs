using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using AudioFunctions.Testing.Running;

namespace AudioFunctions.Tests.Beats;

[Collection(BeatTests.Name)]
public sealed class BeatDetailTests(StandInApp app)
{
    private const string Directed = """
        [META]
        video_title: One
        project: tests
        [BEAT: 01_only]
        name: Only
        ---
        [CHARACTER: boomer] [DIRECTION: Wearily] [PACE: slow] [STABILITY: 0]
        Me say one & only thing.
        [PAUSE: 70ms]
        [STYLE: 0.9]
        And **another**.
        [END_BEAT]
        """;

    [Fact]
    public async Task Beat_has_its_script_and_the_settings_of_its_first_line()
    {
        var produced = await app.Client.ProduceAsync(Directed);
        var (_, session, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{produced["session_id"]}");

        var (status, beat, headers) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{produced["session_id"]}/beats/01_only");

        Assert.Equal(HttpStatusCode.OK, status);
        foreach (var (name, value) in session!["beats"]![0]!.AsObject())
            Assert.True(JsonNode.DeepEquals(value, beat![name]), name);
        Assert.Equal(
            """{"direction":"Wearily","pace":"slow","stability":0,"similarity_boost":0.78,"style":0.3,"speed":0.75}""",
            beat!["effective_settings"]!.ToJsonString());
        Assert.Equal(["Me say one & only thing.", "And ANOTHER."], beat["script"]!["lines"]!.AsArray().Select(line => line!["text"]!.GetValue<string>()));
        Assert.Equal(70, beat["script"]!["lines"]![0]!["pause_after_ms"]!.GetValue<int>());
        Assert.NotNull(headers.ETag);
    }

    [Theory]
    [InlineData("sessions/unknown/beats/01_only", "session-not-found")]
    [InlineData("sessions/{0}/beats/02_other", "beat-not-found")]
    [InlineData("sessions/{0}/beats/%27", "beat-not-found")]
    [InlineData("sessions/{0}/beats/01_ONLY", "beat-not-found")]
    [InlineData("sessions/unknown/script", "session-not-found")]
    public async Task What_is_not_there_is_404(string path, string code)
    {
        var produced = await app.Client.ProduceAsync(ScriptText.OneBeat);

        var (status, problem, _) = await app.Client.SendJsonAsync(
            HttpMethod.Get, path.Replace("{0}", produced["session_id"]!.GetValue<string>(), StringComparison.Ordinal));

        Assert.Equal((HttpStatusCode.NotFound, code), (status, problem!["code"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Beat_whose_character_has_no_voice_profile_has_no_effective_settings()
    {
        await PutVoiceAsync("leaver");
        var produced = await app.Client.ProduceAsync(Directed.Replace("boomer", "leaver", StringComparison.Ordinal));
        await app.Client.DeleteAsync("voices/leaver");

        var (status, beat, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{produced["session_id"]}/beats/01_only");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Null(beat!["effective_settings"]);
    }

    [Fact]
    public async Task Script_is_returned_byte_for_byte()
    {
        var text = "\uFEFF" + Directed.ReplaceLineEndings("\r\n");
        var produced = await app.Client.ProduceAsync(text);

        using var answer = await app.Client.GetAsync($"sessions/{produced["session_id"]}/script");

        Assert.Equal("text/plain; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal(System.Text.Encoding.UTF8.GetBytes(text), await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Selection_with_an_outdated_version_is_refused()
    {
        var produced = await app.Client.ProduceAsync(ScriptText.OneBeat);
        var path = $"sessions/{produced["session_id"]}/beats/01_only";
        var take = produced["beats"]![0]!["selected_take_id"]!.GetValue<string>();
        var (_, _, before) = await app.Client.SendJsonAsync(HttpMethod.Get, path);

        using var first = await SelectAsync(path, take, before.ETag!);
        using var second = await SelectAsync(path, take, before.ETag!);
        using var third = await SelectAsync(path, take, first.Headers.ETag!);

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, second.StatusCode);
        Assert.Equal("precondition-failed", JsonNode.Parse(await second.Content.ReadAsStringAsync())!["code"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.OK, third.StatusCode);
        var (_, _, after) = await app.Client.SendJsonAsync(HttpMethod.Get, path);
        Assert.Equal(third.Headers.ETag, after.ETag);
    }

    private async Task<HttpResponseMessage> SelectAsync(string path, string takeId, EntityTagHeaderValue version)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{path}/select") { Content = JsonContent.Create(new { take_id = takeId }) };
        request.Headers.IfMatch.Add(version);
        return await app.Client.SendAsync(request);
    }

    private async Task PutVoiceAsync(string character)
    {
        using var voice = JsonContent.Create(new { voice_id = "BRruTxiLM2nszrcCIpz1", stability = 0.5, similarity_boost = 0.5, style = 0.5, speed = 1.0 });
        using var answer = await app.Client.PutAsync($"voices/{character}", voice);
        answer.EnsureSuccessStatusCode();
    }
}
