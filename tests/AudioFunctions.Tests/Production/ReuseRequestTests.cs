using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Speech;

namespace AudioFunctions.Tests.Production;

/// <summary><c>reuse_from</c> of <c>POST sessions</c>.</summary>
[Collection(StandInAppTests.Name)]
public sealed class ReuseRequestTests(StandInApp app)
{
    [Theory]
    [InlineData("0123456789abcdef0123456789abcdef")]
    [InlineData("no/such id?")]
    [InlineData("../scripts")]
    [InlineData("")]
    public async Task Unknown_session_to_reuse_is_404_and_stores_nothing(string reuseFrom)
    {
        var key = Guid.NewGuid().ToString("N");

        var asText = await PostAsync(ApiCalls.Els(ScriptText.OneBeat), $"?reuse_from={Uri.EscapeDataString(reuseFrom)}", key);
        var asJson = await PostAsync(Json(new JsonObject { ["els_content"] = ScriptText.OneBeat, ["reuse_from"] = reuseFrom }), "", key);

        Assert.Equal((HttpStatusCode.NotFound, "reuse-session-not-found"), (asText.Status, asText.Body["code"]!.GetValue<string>()));
        Assert.Equal((HttpStatusCode.NotFound, "reuse-session-not-found"), (asJson.Status, asJson.Body["code"]!.GetValue<string>()));
        // The key wasn't used up: there is no session with its id.
        var started = await app.Client.StartSessionAsync(ScriptText.OneBeat.Replace("one thing", "another", StringComparison.Ordinal), key);
        await ApiCalls.EndOfAsync(started["statusQueryGetUri"]!.GetValue<string>());
    }

    [Fact]
    public async Task Deleted_session_to_reuse_is_404()
    {
        var first = await app.Client.ProduceAsync(ScriptText.OneBeat);
        using var deleted = await app.Client.DeleteAsync(new Uri($"sessions/{first["session_id"]}", UriKind.Relative));

        var answer = await PostAsync(ApiCalls.Els(ScriptText.OneBeat), $"?reuse_from={first["session_id"]}");

        Assert.Equal((HttpStatusCode.NotFound, "reuse-session-not-found"), (answer.Status, answer.Body["code"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Generating_session_to_reuse_is_409()
    {
        var release = new TaskCompletionSource();
        app.Speech.Faults.When("stillheld", SpeechFault.HeldUntil(release.Task), times: 1);
        var started = await app.Client.StartSessionAsync(ScriptText.OneBeat.Replace("one thing", "stillheld", StringComparison.Ordinal));

        var answer = await PostAsync(ApiCalls.Els(ScriptText.OneBeat), $"?reuse_from={started["session_id"]}");
        release.SetResult();

        Assert.Equal((HttpStatusCode.Conflict, "session-generating"), (answer.Status, answer.Body["code"]!.GetValue<string>()));
        await ApiCalls.EndOfAsync(started["statusQueryGetUri"]!.GetValue<string>());
    }

    [Fact]
    public async Task Json_body_reuses_too()
    {
        var first = await app.Client.ProduceAsync(ScriptText.OneBeat);
        var before = app.Speech.Requests.Count;

        var answer = await PostAsync(
            Json(new JsonObject { ["els_content"] = ScriptText.OneBeat, ["reuse_from"] = first["session_id"]!.GetValue<string>() }), "");
        var ended = await ApiCalls.EndOfAsync(answer.Body["statusQueryGetUri"]!.GetValue<string>());

        Assert.Equal(first["session_id"]!.GetValue<string>(), ended["output"]!["beats"]![0]!["takes"]![0]!["reused_from"]!["session_id"]!.GetValue<string>());
        Assert.Equal(before, app.Speech.Requests.Count);
    }

    [Fact]
    public async Task Repeat_finds_its_session_with_any_reuse_from_even_if_the_other_session_is_gone()
    {
        var key = Guid.NewGuid().ToString("N");
        var first = await app.Client.ProduceAsync(ScriptText.OneBeat);
        var started = await app.Client.StartSessionAsync(ScriptText.OneBeat, key, first["session_id"]!.GetValue<string>());
        await ApiCalls.EndOfAsync(started["statusQueryGetUri"]!.GetValue<string>());
        using var deleted = await app.Client.DeleteAsync(new Uri($"sessions/{first["session_id"]}", UriKind.Relative));
        var before = app.Speech.Requests.Count;

        foreach (var reuseFrom in new[] { first["session_id"]!.GetValue<string>(), "another", null })
        {
            var repeat = await app.Client.StartSessionAsync(ScriptText.OneBeat, key, reuseFrom);
            Assert.Equal(started["session_id"]!.GetValue<string>(), repeat["session_id"]!.GetValue<string>());
        }

        Assert.Equal(before, app.Speech.Requests.Count);
    }

    private static StringContent Json(JsonObject body) => new(body.ToJsonString(), Encoding.UTF8, "application/json");

    private async Task<(HttpStatusCode Status, JsonNode Body)> PostAsync(HttpContent content, string query, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"sessions{query}") { Content = content };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        using var answer = await app.Client.SendAsync(request);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }
}
