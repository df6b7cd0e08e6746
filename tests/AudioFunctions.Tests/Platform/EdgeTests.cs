using System.Globalization;
using System.Net;
using AudioFunctions.Testing.Running;

namespace AudioFunctions.Tests.Platform;

[Collection(OfflineAppTests.Name)]
public sealed class EdgeTests(OfflineApp app)
{
    [Theory]
    [InlineData("GET", "openapi.json")]
    [InlineData("GET", "voices")]
    [InlineData("GET", "voices/fed")]
    [InlineData("PUT", "voices/fed")]
    [InlineData("PATCH", "voices/fed")]
    [InlineData("DELETE", "voices/fed")]
    [InlineData("GET", "sessions/none")]
    [InlineData("PATCH", "sessions/none")]
    [InlineData("DELETE", "sessions/none")]
    [InlineData("GET", "sessions/none/status")]
    [InlineData("GET", "sessions/none/takes/0123456789ab/audio")]
    [InlineData("GET", "sessions/none/exports/01_hook.mp3")]
    [InlineData("POST", "sessions")]
    [InlineData("POST", "sessions/none/export")]
    [InlineData("POST", "scripts/validate")]
    [InlineData("POST", "scripts/parse")]
    public async Task Every_function_but_health_needs_a_key(string method, string path)
    {
        using var stranger = new HttpClient { BaseAddress = app.Client.BaseAddress };
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await stranger.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Health_needs_no_key_and_names_storage_ffmpeg_and_the_speech_provider()
    {
        using var stranger = new HttpClient { BaseAddress = app.Client.BaseAddress };

        var (status, body, _) = await stranger.SendJsonAsync(HttpMethod.Get, "health");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("healthy", body!["status"]!.GetValue<string>());
        Assert.True(body["storage"]!["ok"]!.GetValue<bool>());
        Assert.True(File.Exists(body["ffmpeg"]!["path"]!.GetValue<string>()));
        Assert.Matches(@"^\d", body["ffmpeg"]!["version"]!.GetValue<string>());
        Assert.Equal("offline", body["speech"]!["provider"]!.GetValue<string>());
    }

    [Fact]
    public async Task Six_voices_exist_from_the_first_start()
    {
        // Its own app, because other tests add voices.
        await using var fresh = await StandInApp.StartAsync();

        var (status, body, _) = await fresh.Client.SendJsonAsync(HttpMethod.Get, "voices");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(
            ["boomer", "chad", "every-coon", "fed", "whale", "wojak"],
            body!["voices"]!.AsArray().Select(voice => voice!["character"]!.GetValue<string>()));
        Assert.Equal(
            """{"character":"fed","display_name":"Fed","voice_id":"BRruTxiLM2nszrcCIpz1","stability":0.65,"similarity_boost":0.78,"style":0.2,"speed":0.7,"description":"Federal Reserve raccoon. Monotone, bureaucratic, completely detached.","language_code":null,"model_id":null}""",
            body["voices"]![3]!.ToJsonString());
    }

    [Theory]
    [InlineData("health")]
    [InlineData("openapi.json")]
    [InlineData("voices")]
    [InlineData("voices/fed")]
    [InlineData("sessions")]
    public async Task Every_GET_supports_HEAD(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, path);
        using var head = await app.Client.SendAsync(request);
        using var get = await app.Client.GetAsync(path);

        Assert.Equal((HttpStatusCode.OK, get.Content.Headers.ContentType), (head.StatusCode, head.Content.Headers.ContentType));
        Assert.Equal(get.Headers.ETag, head.Headers.ETag);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("sessions/unknown")]
    [InlineData("sessions/unknown/status")]
    [InlineData("sessions/it's%20'quoted'")]
    public async Task An_unknown_session_is_a_404_problem(string path)
    {
        var (status, body, _) = await app.Client.SendJsonAsync(HttpMethod.Get, path);

        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Equal("session-not-found", body!["code"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("sessions/a%01b", "session-not-found")]
    [InlineData("sessions/a%23b/status", "session-not-found")]
    [InlineData("sessions/a%01b/takes/0123456789ab/audio", "take-not-found")]
    [InlineData("sessions/none/takes/%23/audio", "take-not-found")]
    [InlineData("sessions/a%01b/exports/01_hook.mp3", "file-not-found")]
    [InlineData("sessions/none/exports/a%01b", "file-not-found")]
    [InlineData("sessions/none/exports/..%5Cother", "file-not-found")]
    public async Task Name_that_is_invalid_as_a_key_or_container_is_not_found(string path, string code)
    {
        var (status, body, _) = await app.Client.SendJsonAsync(HttpMethod.Get, path);

        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Equal(code, body!["code"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("sessions/{0}", "session-not-found")]
    [InlineData("sessions/{0}/status", "session-not-found")]
    [InlineData("sessions/{0}/takes/0123456789ab/audio", "take-not-found")]
    [InlineData("sessions/none/exports/{0}", "file-not-found")]
    public async Task Name_that_is_too_long_is_not_found(string path, string code)
    {
        var (status, body, _) = await app.Client.SendJsonAsync(
            HttpMethod.Get, string.Format(CultureInfo.InvariantCulture, path, new string('x', 2000)));

        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Equal(code, body!["code"]!.GetValue<string>());
    }
}
