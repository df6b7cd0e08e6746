using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using AudioFunctions.Core.Tests.Speech.Offline;
using AudioFunctions.Testing.Speech;

namespace AudioFunctions.Core.Tests.Speech;

/// <summary>The stand-in must behave like the service, or tests that use it prove nothing.</summary>
public sealed class ElevenLabsStandInTests : IAsyncLifetime, IDisposable
{
    private const string Voice = "BRruTxiLM2nszrcCIpz1";
    private const string Settings = """{"stability":0.5,"similarity_boost":0.5,"style":0,"use_speaker_boost":true,"speed":1}""";

    private readonly HttpClient _http = new();
    private ElevenLabsStandIn _standIn = null!;

    public async Task InitializeAsync()
    {
        _standIn = await ElevenLabsStandIn.StartAsync();
        _http.DefaultRequestHeaders.Add("xi-api-key", _standIn.ApiKey);
    }

    public async Task DisposeAsync() => await _standIn.DisposeAsync();

    public void Dispose() => _http.Dispose();

    [Theory]
    [InlineData("""{"model_id":"eleven_v3"}""", "text")]
    [InlineData("""{"text":"","model_id":"eleven_v3"}""", "text")]
    [InlineData("""{"text":"a"}""", "model_id")]
    [InlineData("""{"text":"a","model_id":"eleven_turbo_v2_5","speed":1}""", "speed")]
    [InlineData("""{"text":"a","model_id":"eleven_turbo_v2_5","output_format":"mp3_44100_128"}""", "output_format")]
    [InlineData("""{"text":"a","model_id":"eleven_turbo_v2_5","seed":-1}""", "seed")]
    [InlineData("""{"text":"a","model_id":"eleven_turbo_v2_5","voice_settings":{"stability":1.1}}""", "voice_settings.stability")]
    [InlineData("""{"text":"a","model_id":"eleven_turbo_v2_5","voice_settings":{"speed":"fast"}}""", "voice_settings.speed")]
    [InlineData("""{"text":"a","model_id":"eleven_turbo_v2_5","voice_settings":{"pitch":1}}""", "voice_settings.pitch")]
    [InlineData("not json", "")]
    public async Task A_wrong_body_gets_422_with_the_field(string body, string field)
    {
        var response = await PostAsync(body);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        var loc = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail")[0].GetProperty("loc");
        Assert.Equal("body." + field, string.Join('.', loc.EnumerateArray()));
        Assert.StartsWith(field, Assert.Single(_standIn.Violations), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Hello [PAUSE: 50ms] there")]
    [InlineData("[direction:Sad] Hello")]
    [InlineData("Hello <break time='1s'/>")]
    [InlineData("So Punchy, Accusatory it is")]
    public async Task Tags_and_directions_are_never_accepted(string text)
    {
        _standIn.Forbidden.Add("punchy, accusatory");

        var response = await PostAsync(JsonSerializer.Serialize(new { text, model_id = "eleven_turbo_v2_5" }));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(["a tag or a direction in the text"], _standIn.Violations);
    }

    [Fact]
    public async Task Literal_brackets_are_text() =>
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(Body("Me say [sic] and 3 < 4 > 2."))).StatusCode);

    [Theory]
    [InlineData("eleven_v3", 5_501)]
    [InlineData("eleven_multilingual_v2", 11_001)]
    [InlineData("eleven_flash_v2_5", 44_001)]
    public async Task A_text_over_the_limit_and_a_tenth_of_it_is_refused(string model, int length)
    {
        var body = JsonSerializer.Serialize(new { text = new string('a', length), model_id = model });

        await AssertCodeAsync(HttpStatusCode.BadRequest, "max_character_limit_exceeded", await PostAsync(body));
    }

    [Theory]
    [InlineData("eleven_turbo_v2_5", "\"voice_settings\":{\"speed\":0.6}", "invalid_voice_settings")]
    [InlineData("eleven_multilingual_v2", "\"voice_settings\":{\"speed\":1.3}", "invalid_voice_settings")]
    [InlineData("eleven_v3", "\"previous_text\":\"b\"", "unsupported_model")]
    [InlineData("eleven_v3", "\"next_text\":\"b\"", "unsupported_model")]
    [InlineData("eleven_multilingual_v2", "\"language_code\":\"de\"", "unsupported_model")]
    [InlineData("eleven_v3", "\"voice_settings\":{\"speed\":1.3}", null)]
    [InlineData("eleven_v4", "\"voice_settings\":{\"speed\":1.3},\"previous_text\":\"b\"", null)]
    public async Task Each_model_refuses_unsupported_fields(string model, string fields, string? code)
    {
        var response = await PostAsync($"{{\"text\":\"a\",\"model_id\":\"{model}\",{fields}}}");

        if (code is null)
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        else
            await AssertCodeAsync(HttpStatusCode.BadRequest, code, response);
    }

    [Theory]
    [InlineData("pcm_44100")]
    [InlineData("mp3_44100_192")]
    public async Task Formats_of_higher_plans_are_refused(string format)
    {
        var response = await PostAsync(Body("Me."), query: $"?output_format={format}");

        await AssertCodeAsync(HttpStatusCode.Forbidden, "output_format_not_allowed", response);
    }

    [Fact]
    public async Task An_unknown_voice_and_a_wrong_key_are_refused()
    {
        await AssertCodeAsync(HttpStatusCode.NotFound, "voice_not_found", await PostAsync(Body("Me."), voice: "nobody"));

        _http.DefaultRequestHeaders.Remove("xi-api-key");
        await AssertCodeAsync(HttpStatusCode.Unauthorized, "invalid_api_key", await PostAsync(Body("Me.")));
        Assert.Equal(["no xi-api-key"], _standIn.Violations);
    }

    [Fact]
    public async Task The_audio_is_an_MP3_that_matches_its_alignment()
    {
        const string text = "Corporation stole your chips. Bag not same! 🦝 end";

        var response = await PostAsync(Body(text));
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        var alignment = body.GetProperty("alignment");
        var starts = alignment.GetProperty("character_start_times_seconds").EnumerateArray().Select(e => e.GetDouble()).ToList();
        var ends = alignment.GetProperty("character_end_times_seconds").EnumerateArray().Select(e => e.GetDouble()).ToList();
        var characters = alignment.GetProperty("characters").EnumerateArray().Select(e => e.GetString()!).ToList();
        Assert.Equal(text, string.Concat(characters));
        Assert.Equal("25", response.Headers.GetValues("character-cost").Single());
        Assert.Equal("1", response.Headers.GetValues("current-concurrent-requests").Single());
        Assert.Equal("5", response.Headers.GetValues("maximum-concurrent-requests").Single());

        var heard = Decoded.Of(body.GetProperty("audio_base64").GetBytesFromBase64());
        for (var i = 0; i < characters.Count; i++)
        {
            if (i == 0 || characters[i - 1] == " ")
                Assert.Equal(starts[i], heard.FirstSoundFrom(starts[i] - 0.02), tolerance: 0.02);
            if (i == characters.Count - 1 || characters[i + 1] == " ")
                Assert.Equal(ends[i], heard.LastSoundUntil(ends[i] + 0.02), tolerance: 0.03);
        }
    }

    [Fact]
    public async Task The_length_of_speech_can_be_set()
    {
        await using var standIn = await ElevenLabsStandIn.StartAsync(new StandInOptions { SpeechDuration = TimeSpan.FromSeconds(2) });

        var response = await PostAsync(Body("Any text at all."), standIn.BaseUrl);
        var audio = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("audio_base64").GetBytesFromBase64();

        // To the MP3's frame: through a pipe, FFmpeg can't know where the padding of the last frame starts.
        Assert.Equal(2.0, Decoded.Samples(audio).Length / 22050.0, tolerance: 0.027);
    }

    [Fact]
    public async Task Requests_over_the_concurrency_limit_are_refused()
    {
        await using var standIn = await ElevenLabsStandIn.StartAsync(
            new StandInOptions { MaximumConcurrentRequests = 2, Sound = StandInSound.Tones });
        var release = new TaskCompletionSource();
        standIn.Faults.When("Me", SpeechFault.HeldUntil(release.Task));

        var requests = Enumerable.Range(0, 3).Select(_ => PostAsync(Body("Me."), standIn.BaseUrl)).ToList();
        var first = await Task.WhenAny(requests);
        release.SetResult();

        await AssertCodeAsync(HttpStatusCode.TooManyRequests, "concurrent_limit_exceeded", await first);
        var others = await Task.WhenAll(requests.Except([first]));
        Assert.All(others, other => Assert.Equal(HttpStatusCode.OK, other.StatusCode));
        Assert.Equal(2, standIn.Bills.Count);
    }

    [Fact]
    public async Task A_delayed_response_is_never_sent_early()
    {
        _standIn.Faults.Next(SpeechFault.Slow(TimeSpan.FromMilliseconds(400)));
        var sent = Stopwatch.GetTimestamp();

        await PostAsync(Body("Me."));

        Assert.True(Stopwatch.GetElapsedTime(sent) >= TimeSpan.FromMilliseconds(400));
    }

    [Fact]
    public async Task Bill_history_and_subscription_are_consistent()
    {
        await PostAsync(Body("First."));
        await PostAsync(Body("Second one."));

        var history = await _http.GetFromJsonAsync<JsonElement>($"{_standIn.BaseUrl}/v1/history?page_size=1");
        var second = history.GetProperty("history")[0];
        var rest = await _http.GetFromJsonAsync<JsonElement>(
            $"{_standIn.BaseUrl}/v1/history?page_size=1&start_after_history_item_id={second.GetProperty("history_item_id")}");
        var subscription = await _http.GetFromJsonAsync<JsonElement>($"{_standIn.BaseUrl}/v1/user/subscription");

        Assert.True(history.GetProperty("has_more").GetBoolean());
        Assert.Equal("Second one.", second.GetProperty("text").GetString());
        Assert.False(rest.GetProperty("has_more").GetBoolean());
        Assert.Equal("First.", rest.GetProperty("history")[0].GetProperty("text").GetString());
        Assert.Equal(3 + 6, _standIn.BilledCharacters);
        Assert.Equal(9, subscription.GetProperty("character_count").GetInt32());
        var audio = await _http.GetByteArrayAsync($"{_standIn.BaseUrl}/v1/history/{second.GetProperty("history_item_id")}/audio");
        Assert.NotEmpty(Decoded.Samples(audio));
    }

    private static string Body(string text) =>
        $$"""{"text":{{JsonSerializer.Serialize(text)}},"model_id":"eleven_turbo_v2_5","voice_settings":{{Settings}}}""";

    private Task<HttpResponseMessage> PostAsync(
        string body, string? baseUrl = null, string query = "?output_format=mp3_44100_128", string voice = Voice) =>
        _http.PostAsync(
            new Uri($"{baseUrl ?? _standIn.BaseUrl}/v1/text-to-speech/{voice}/with-timestamps{query}"),
            new StringContent(body, Encoding.UTF8, "application/json"));

    private static async Task AssertCodeAsync(HttpStatusCode status, string code, HttpResponseMessage response)
    {
        Assert.Equal(status, response.StatusCode);
        var error = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(code, error.GetProperty("detail").GetProperty("status").GetString());
    }
}
