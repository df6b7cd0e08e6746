using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using AudioFunctions.Testing;
using AudioFunctions.Testing.Running;

namespace AudioFunctions.Tests.Scripts;

[Collection(OfflineAppTests.Name)]
public sealed class ScriptEndpointsTests(OfflineApp app)
{
    [Fact]
    public async Task Validate_returns_200_with_the_result()
    {
        var (status, body, _) = await app.Client.SendJsonAsync(HttpMethod.Post, "scripts/validate", ApiCalls.Els(ScriptText.OneBeat));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(
            """{"is_valid":true,"errors":[],"warnings":[],"beat_count":1,"character_count":{"every-coon":1},"diagnostics":[]}""",
            body!.ToJsonString());
    }

    [Fact]
    public async Task Validate_of_an_invalid_script_is_200_too_and_says_where()
    {
        var script = ScriptText.OneBeat.Replace("Me say", "[PACE: warp] Me say", StringComparison.Ordinal);

        var (status, body, _) = await app.Client.SendJsonAsync(HttpMethod.Post, "scripts/validate", ApiCalls.Els(script));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.False(body!["is_valid"]!.GetValue<bool>());
        var diagnostic = body["diagnostics"]![0]!;
        Assert.Equal("unknown-pace", diagnostic["code"]!.GetValue<string>());
        Assert.Equal((7, 8), (diagnostic["line"]!.GetValue<int>(), diagnostic["column"]!.GetValue<int>()));
    }

    [Fact]
    public async Task Parse_returns_the_sample_exactly()
    {
        var samples = Path.Combine(Repository.Root, "tests", "AudioFunctions.Core.Tests", "Scripts", "Samples");
        var script = await File.ReadAllTextAsync(Path.Combine(samples, "dialogue.els"));
        var expected = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(samples, "dialogue.expected.json")))!["result"];

        var (status, body, _) = await app.Client.SendJsonAsync(HttpMethod.Post, "scripts/parse", ApiCalls.Els(script));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.True(JsonNode.DeepEquals(expected, body), body!.ToJsonString());
    }

    [Fact]
    public async Task Parse_of_an_invalid_script_is_422_with_the_validation()
    {
        var (status, body, _) = await app.Client.SendJsonAsync(HttpMethod.Post, "scripts/parse", ApiCalls.Els("[META]\nvideo_title: x\n"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains(body!["diagnostics"]!.AsArray(), diagnostic => diagnostic!["code"]!.GetValue<string>() == "no-beats");
    }

    [Fact]
    public async Task Project_name_of_the_request_overrides_the_scripts()
    {
        var json = new JsonObject { ["els_content"] = ScriptText.OneBeat, ["project_name"] = "from-request" }.ToJsonString();

        var (_, fromJson, _) = await app.Client.SendJsonAsync(
            HttpMethod.Post, "scripts/parse", new StringContent(json, Encoding.UTF8, "application/json"));
        var (_, fromQuery, _) = await app.Client.SendJsonAsync(
            HttpMethod.Post, "scripts/parse?project_name=from-query", ApiCalls.Els(ScriptText.OneBeat));

        Assert.Equal("from-request", fromJson!["project"]!.GetValue<string>());
        Assert.Equal("from-query", fromQuery!["project"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("application/json", "{\"els_content\": ", HttpStatusCode.BadRequest, "json-invalid")]
    [InlineData("application/json", "{\"els_content\": 7}", HttpStatusCode.BadRequest, "json-invalid")]
    [InlineData("application/json", "[]", HttpStatusCode.BadRequest, "json-invalid")]
    [InlineData("application/json", "null", HttpStatusCode.BadRequest, "els-content-missing")]
    [InlineData("application/json", "{\"els_content\": \"\\ud800\"}", HttpStatusCode.BadRequest, "json-invalid")]
    [InlineData("application/json", "{\"project_name\": \"x\"}", HttpStatusCode.BadRequest, "els-content-missing")]
    [InlineData("application/x-www-form-urlencoded", "[META]", HttpStatusCode.UnsupportedMediaType, "content-type-unsupported")]
    [InlineData("text/plain; charset=iso-8859-1", "[META]", HttpStatusCode.UnsupportedMediaType, "content-type-unsupported")]
    public async Task Malformed_body_is_a_problem_with_a_code(
        string contentType, string content, HttpStatusCode expected, string code)
    {
        var body = new ByteArrayContent(Encoding.UTF8.GetBytes(content));
        body.Headers.TryAddWithoutValidation("Content-Type", contentType);
        using var request = new HttpRequestMessage(HttpMethod.Post, "scripts/validate") { Content = body };
        using var answer = await app.Client.SendAsync(request);
        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;

        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(code, problem["code"]!.GetValue<string>());
        Assert.Equal((int)expected, problem["status"]!.GetValue<int>());
        Assert.Equal("/api/scripts/validate", problem["instance"]!.GetValue<string>());
        Assert.NotEmpty(problem["detail"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("text/plain; charset=\"utf-8\"", "x")]
    [InlineData("Text/Plain;charset=UTF-8;format=flowed", "x")]
    [InlineData("application/json; charset=\"utf-8\"", "{\"els_content\": \"x\"}")]
    public async Task Content_type_may_have_parameters_and_quotes(string type, string body)
    {
        var content = new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        Assert.Equal(HttpStatusCode.OK, (await app.Client.SendJsonAsync(HttpMethod.Post, "scripts/validate", content)).Status);
    }

    [Fact]
    public async Task Byte_order_mark_before_json_is_dropped()
    {
        var json = "\uFEFF" + new JsonObject { ["els_content"] = ScriptText.OneBeat }.ToJsonString();

        var (status, body, _) = await app.Client.SendJsonAsync(
            HttpMethod.Post, "scripts/validate", new StringContent(json, Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.True(body!["is_valid"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Compressed_body_is_refused()
    {
        var content = ApiCalls.Els(ScriptText.OneBeat);
        content.Headers.ContentEncoding.Add("gzip");

        var (status, body, _) = await app.Client.SendJsonAsync(HttpMethod.Post, "scripts/validate", content);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, status);
        Assert.Equal("content-type-unsupported", body!["code"]!.GetValue<string>());
    }

    [Fact]
    public async Task Script_over_one_mebibyte_is_too_large_at_1_1()
    {
        var (status, body, _) = await app.Client.SendJsonAsync(
            HttpMethod.Post, "scripts/validate", ApiCalls.Els(new string('x', 1024 * 1024 + 1)));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("too-large", body!["diagnostics"]![0]!["code"]!.GetValue<string>());
    }

    [Fact]
    public async Task Megabyte_of_nonsense_gets_a_readable_response()
    {
        var (status, body, _) = await app.Client.SendJsonAsync(
            HttpMethod.Post, "scripts/validate", ApiCalls.Els(new string('[', 1024 * 1024)));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.False(body!["is_valid"]!.GetValue<bool>());
        Assert.InRange(body["diagnostics"]!.AsArray().Count, 1, 10_000);
    }

    [Fact]
    public async Task Valid_script_with_countless_warnings_has_no_error()
    {
        var script = ScriptText.OneBeat.Replace("Me say one thing.", string.Concat(Enumerable.Repeat("a * b\n", 10_050)), StringComparison.Ordinal);

        var (_, body, _) = await app.Client.SendJsonAsync(HttpMethod.Post, "scripts/validate", ApiCalls.Els(script));

        Assert.True(body!["is_valid"]!.GetValue<bool>());
        Assert.Empty(body["errors"]!.AsArray());
        Assert.Equal(
            "and 50 more problems, which are not listed; fix these first", body["warnings"]!.AsArray()[^1]!.GetValue<string>());
    }

    [Fact]
    public async Task Invalid_utf8_is_a_diagnostic()
    {
        var content = new ByteArrayContent([0x5B, 0xFF, 0xFE]);
        content.Headers.TryAddWithoutValidation("Content-Type", "text/plain");

        var (status, body, _) = await app.Client.SendJsonAsync(HttpMethod.Post, "scripts/validate", content);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains(body!["diagnostics"]!.AsArray(), diagnostic => diagnostic!["code"]!.GetValue<string>() == "not-utf8");
    }
}
