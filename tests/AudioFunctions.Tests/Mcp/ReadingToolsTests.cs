using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using AudioFunctions.Testing.Running;
using ModelContextProtocol;

namespace AudioFunctions.Tests.Mcp;

/// <summary>The read-only tools, and how the endpoint handles messages.</summary>
[Collection(OfflineAppTests.Name)]
public sealed class ReadingToolsTests(OfflineApp app)
{
    private const string Broken = "[META]\ndefault_pace: warp\n[BEAT: 01_only]\nname: Only\n---\n[PACE: warp]\nMe say one thing.\n[END_BEAT]";

    [Theory]
    [InlineData(null)]
    [InlineData("2025-06-18")]
    public async Task Script_is_validated_fixed_and_parsed(string? version)
    {
        await using var agent = await Agent.ConnectAsync(app.Process, version);

        var broken = await agent.DoAsync("validate_els_script", new { els_content = Broken });
        var refused = await agent.FailAsync("parse_els_script", new { els_content = Broken });
        var valid = await agent.DoAsync("validate_els_script", new { els_content = ScriptText.OneBeat });
        var parsed = await agent.DoAsync("parse_els_script", new { els_content = ScriptText.OneBeat });

        Assert.False(broken["is_valid"]!.GetValue<bool>());
        Assert.Equal(
            ["2:15 unknown-default", "6:8 unknown-pace"],
            broken["diagnostics"]!.AsArray().Where(one => one!["severity"]!.GetValue<string>() == "error")
                .Select(one => $"{one!["line"]}:{one["column"]} {one["code"]}"));
        Assert.Equal("script-invalid", refused["code"]!.GetValue<string>());
        Assert.True(JsonNode.DeepEquals(broken, refused["validation"]));
        Assert.True(valid["is_valid"]!.GetValue<bool>());
        Assert.Equal("Me say one thing.", parsed["beats"]![0]!["combined_script"]!.GetValue<string>());
    }

    [Fact]
    public async Task Voices_match_REST()
    {
        await using var agent = await Agent.ConnectAsync(app.Process);

        var listed = await agent.DoAsync("list_voice_profiles", new { });
        var one = await agent.DoAsync("get_voice_profile", new { character_name = "EveryCoon" });
        var none = await agent.FailAsync("get_voice_profile", new { character_name = "nobody" });

        var (_, voices, _) = await app.Client.SendJsonAsync(HttpMethod.Get, "voices");
        var (_, problem, _) = await app.Client.SendJsonAsync(HttpMethod.Get, "voices/nobody");
        Assert.True(JsonNode.DeepEquals(voices, listed));
        Assert.Equal("every-coon", one["character"]!.GetValue<string>());
        Assert.Equal(Said(problem!), Said(none));
    }

    [Fact]
    public async Task Session_matches_REST_and_an_unknown_one_is_a_tool_error()
    {
        await using var agent = await Agent.ConnectAsync(app.Process);
        var produced = await app.Client.ProduceAsync(ScriptText.OneBeat);
        var id = produced["session_id"]!.GetValue<string>();

        var session = await agent.DoAsync("get_production_session", new { session_id = id });
        var none = await agent.FailAsync("get_production_session", new { session_id = "none" });
        var impossible = await agent.FailAsync("get_production_session", new { session_id = "../x" });

        var (_, shown, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{id}");
        var (_, problem, _) = await app.Client.SendJsonAsync(HttpMethod.Get, "sessions/none");
        Assert.True(JsonNode.DeepEquals(shown, session));
        Assert.Equal(Said(problem!), Said(none));
        Assert.Equal("session-not-found", impossible["code"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("validate_els_script", "{}", "els-content-missing")]
    [InlineData("validate_els_script", """{"els_content":null}""", "els-content-missing")]
    [InlineData("get_production_session", """{"session_id":7}""", "json-invalid")]
    [InlineData("get_production_session", """{"session_id":"a","beat":"b"}""", "json-invalid")]
    [InlineData("list_voice_profiles", """{"character":"boomer"}""", "json-invalid")]
    public async Task Wrong_arguments_are_a_tool_error(string tool, string arguments, string code)
    {
        await using var agent = await Agent.ConnectAsync(app.Process);

        var error = await agent.FailAsync(tool, JsonNode.Parse(arguments)!);

        Assert.Equal(code, error["code"]!.GetValue<string>());
    }

    [Fact]
    public async Task Unknown_tool_is_a_protocol_error()
    {
        await using var agent = await Agent.ConnectAsync(app.Process);

        var failure = await Assert.ThrowsAsync<McpProtocolException>(() => agent.CallAsync("speak", new { }));

        Assert.Equal(McpErrorCode.InvalidParams, failure.ErrorCode);
    }

    [Theory]
    [InlineData("{", "application/json, text/event-stream", "", HttpStatusCode.BadRequest, -32700)]
    [InlineData("[]", "application/json, text/event-stream", "", HttpStatusCode.BadRequest, -32600)]
    [InlineData("{}", "application/json, text/event-stream", "", HttpStatusCode.BadRequest, -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/list"}""", "application/json", "", HttpStatusCode.NotAcceptable, -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/list"}""", "application/json, text/event-stream", "2026-07-28", HttpStatusCode.BadRequest, -32020)]
    public async Task Malformed_message_is_refused(string body, string accept, string version, HttpStatusCode status, int code)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "mcp") { Content = ApiCalls.Json(body) };
        request.Headers.TryAddWithoutValidation("Accept", accept);
        if (version.Length > 0)
            request.Headers.Add("MCP-Protocol-Version", version);
        using var answer = await app.Client.SendAsync(request);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(code, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["error"]!["code"]!.GetValue<int>());
    }

    [Fact]
    public async Task Notification_is_accepted_and_a_request_without_a_key_is_not()
    {
        using var stranger = new HttpClient { BaseAddress = app.Client.BaseAddress };

        Assert.Equal(HttpStatusCode.Accepted, await NotifyAsync(app.Client));
        Assert.Equal(HttpStatusCode.Unauthorized, await NotifyAsync(stranger));

        static async Task<HttpStatusCode> NotifyAsync(HttpClient client)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "mcp")
            {
                Content = new StringContent("""{"jsonrpc":"2.0","method":"notifications/initialized"}""", Encoding.UTF8, "application/json"),
            };
            request.Headers.TryAddWithoutValidation("Accept", "application/json, text/event-stream");
            using var answer = await client.SendAsync(request);
            return answer.StatusCode;
        }
    }

    private static (string Code, string Detail) Said(JsonNode error) => (error["code"]!.GetValue<string>(), error["detail"]!.GetValue<string>());
}
