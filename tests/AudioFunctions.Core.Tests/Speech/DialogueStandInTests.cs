using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using AudioFunctions.Testing.Speech;

namespace AudioFunctions.Core.Tests.Speech;

/// <summary>The stand-in is as strict about dialogues as the service (ElevenLabs API reference, Create dialogue with timestamps).</summary>
public sealed class DialogueStandInTests : IAsyncLifetime, IDisposable
{
    private const string Voice = "BRruTxiLM2nszrcCIpz1";
    private const string Other = "21m00Tcm4TlvDq8ikWAM";

    private readonly HttpClient _http = new();
    private ElevenLabsStandIn _standIn = null!;

    public async Task InitializeAsync()
    {
        _standIn = await ElevenLabsStandIn.StartAsync(new StandInOptions { Sound = StandInSound.Tones });
        _http.DefaultRequestHeaders.Add("xi-api-key", _standIn.ApiKey);
    }

    public async Task DisposeAsync() => await _standIn.DisposeAsync();

    public void Dispose() => _http.Dispose();

    [Theory]
    [InlineData("""{"model_id":"eleven_v3"}""", "inputs")]
    [InlineData("""{"model_id":"eleven_v3","inputs":[]}""", "inputs")]
    [InlineData("""{"model_id":"eleven_v3","inputs":["a"]}""", "inputs")]
    [InlineData("""{"model_id":"eleven_v3","inputs":[{"text":"a"}]}""", "voice_id")]
    [InlineData("""{"model_id":"eleven_v3","inputs":[{"text":"","voice_id":"v"}]}""", "text")]
    [InlineData("""{"model_id":"eleven_v3","inputs":[{"text":"a","voice_id":"v","stability":1}]}""", "inputs.stability")]
    [InlineData("""{"model_id":"eleven_v3","inputs":[{"text":"a","voice_id":"v"}],"voice_settings":{}}""", "voice_settings")]
    [InlineData("""{"model_id":"eleven_v3","inputs":[{"text":"a","voice_id":"v"}],"settings":{"style":0.5}}""", "settings.style")]
    [InlineData("""{"model_id":"eleven_v3","inputs":[{"text":"a","voice_id":"v"}],"settings":{"stability":2}}""", "settings.stability")]
    [InlineData("""{"inputs":[{"text":"a","voice_id":"v"}]}""", "model_id")]
    public async Task A_wrong_body_is_refused_with_the_field(string body, string field)
    {
        var response = await PostAsync(body);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.StartsWith(field, Assert.Single(_standIn.Violations), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("eleven_turbo_v2_5", 1, 1, 0.5, "unsupported_model")]
    [InlineData("eleven_v3", 1, 1, 0.4, "invalid_ttd_stability")]
    [InlineData("eleven_v4", 3, 700, 0.4, "text_too_long")]
    [InlineData("eleven_v4", 11, 1, 0.4, "too_many_voices")]
    public async Task The_limits_of_a_dialogue_are_enforced(string model, int voices, int characters, double stability, string code)
    {
        var response = await PostAsync(JsonSerializer.Serialize(new
        {
            inputs = Enumerable.Range(0, voices).Select(i => new { text = new string('a', characters), voice_id = $"voice-{i}" }),
            model_id = model,
            settings = new { stability },
        }));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(code, (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetProperty("code").GetString());
    }

    [Fact]
    public async Task The_response_says_who_speaks_when_and_the_history_lists_the_turns()
    {
        var response = await PostAsync($$"""
            {"model_id":"eleven_v4","inputs":[{"text":"Me first.","voice_id":"{{Voice}}"},{"text":"Me too!","voice_id":"{{Other}}"}]}
            """);

        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("16", response.Headers.GetValues("character-cost").Single());
        Assert.Equal(
            "Me first.Me too!", string.Concat(body.GetProperty("alignment").GetProperty("characters").EnumerateArray().Select(one => one.GetString())));
        Assert.Equal(
            [(Voice, 0, 9, 0), (Other, 9, 16, 1)],
            body.GetProperty("voice_segments").EnumerateArray().Select(segment => (
                segment.GetProperty("voice_id").GetString(),
                segment.GetProperty("character_start_index").GetInt32(),
                segment.GetProperty("character_end_index").GetInt32(),
                segment.GetProperty("dialogue_input_index").GetInt32())));
        var listed = (await _http.GetFromJsonAsync<JsonElement>(new Uri($"{_standIn.BaseUrl}/v1/history"))).GetProperty("history")[0];
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (listed.GetProperty("text").ValueKind, listed.GetProperty("voice_id").ValueKind));
        Assert.Equal(["Me first.", "Me too!"], listed.GetProperty("dialogue").EnumerateArray().Select(turn => turn.GetProperty("text").GetString()));
        Assert.Empty(_standIn.Violations);
    }

    private Task<HttpResponseMessage> PostAsync(string body) => _http.PostAsync(
        new Uri($"{_standIn.BaseUrl}/v1/text-to-dialogue/with-timestamps?output_format=mp3_44100_128"),
        new StringContent(body, Encoding.UTF8, "application/json"));
}
