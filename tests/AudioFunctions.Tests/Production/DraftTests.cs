using System.Net;
using System.Text.Json.Nodes;
using AudioFunctions.Testing.Running;

namespace AudioFunctions.Tests.Production;

/// <summary>A session that is created now and spoken later, as a whole or beat by beat.</summary>
[Collection(OfflineAppTests.Name)]
public sealed class DraftTests(OfflineApp app)
{
    [Theory]
    [InlineData("sessions?produce=false")]
    [InlineData("drafts")]
    public async Task Draft_is_not_spoken_until_it_is_continued(string request)
    {
        var draft = await SubmitAsync(request, ScriptText.Beats(2));
        var id = draft["session_id"]!.GetValue<string>();

        Assert.Equal("draft", draft["status"]!.GetValue<string>());
        Assert.Equal(["01_apples", "02_berries"], draft["beats"]!.AsArray().Select(beat => beat!["beat_id"]!.GetValue<string>()));
        Assert.All(draft["beats"]!.AsArray(), beat => Assert.Empty(beat!["takes"]!.AsArray()));
        Assert.Equal("production-not-found", await CodeAsync(HttpMethod.Get, $"sessions/{id}/status", HttpStatusCode.NotFound));
        Assert.Equal("nothing-to-cancel", await CodeAsync(HttpMethod.Post, $"sessions/{id}/cancel", HttpStatusCode.Conflict));
        Assert.Equal("nothing-selected", await CodeAsync(HttpMethod.Post, $"sessions/{id}/export", HttpStatusCode.Conflict));

        using var continued = await app.Client.PostAsync($"sessions/{id}/continue", null);
        var ended = await ApiCalls.EndOfAsync((await ReadAsync(continued))["statusQueryGetUri"]!.GetValue<string>());
        Assert.Equal("Completed", ended["runtimeStatus"]!.GetValue<string>());
        var produced = await SessionAsync(id);
        Assert.Equal("in_progress", produced["status"]!.GetValue<string>());
        Assert.All(produced["beats"]!.AsArray(), beat => Assert.Single(beat!["takes"]!.AsArray()));
    }

    [Fact]
    public async Task Draft_is_spoken_beat_by_beat_and_exported()
    {
        var id = (await SubmitAsync("sessions?produce=false", ScriptText.Beats(2)))["session_id"]!.GetValue<string>();

        using var regenerated = await app.Client.PostAsync($"sessions/{id}/beats/02_berries/regenerate", null);
        await ApiCalls.EndOfAsync((await ReadAsync(regenerated))["statusQueryGetUri"]!.GetValue<string>());

        var session = await SessionAsync(id);
        Assert.Equal("in_progress", session["status"]!.GetValue<string>());
        Assert.Equal([false, true], session["beats"]!.AsArray().Select(beat => beat!["selected_take_id"] is not null));
        var export = await app.Client.ExportAsync(id);
        Assert.Equal(["02_berries.mp3"], export["exported_files"]!.AsArray().Select(file => file!.GetValue<string>()));
    }

    [Fact]
    public async Task Draft_can_be_deleted()
    {
        var id = (await SubmitAsync("drafts", ScriptText.OneBeat))["session_id"]!.GetValue<string>();

        using var deleted = await app.Client.DeleteAsync($"sessions/{id}");
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Equal("session-not-found", await CodeAsync(HttpMethod.Get, $"sessions/{id}", HttpStatusCode.NotFound));
    }

    [Fact]
    public async Task Key_of_a_draft_is_not_one_of_a_production_and_a_repeat_finds_the_draft()
    {
        var first = await SubmitAsync("drafts", ScriptText.OneBeat, "draft-1");
        var repeated = await SubmitAsync("sessions?produce=false", ScriptText.OneBeat, "draft-1");
        Assert.Equal(first["session_id"]!.GetValue<string>(), repeated["session_id"]!.GetValue<string>());
        Assert.Equal("idempotency-key-reused", (await RefuseAsync("sessions", ScriptText.OneBeat, "draft-1", HttpStatusCode.UnprocessableEntity))["code"]!.GetValue<string>());

        var started = await app.Client.StartSessionAsync(ScriptText.OneBeat, "production-1");
        Assert.Equal("idempotency-key-reused", (await RefuseAsync("drafts", ScriptText.OneBeat, "production-1", HttpStatusCode.UnprocessableEntity))["code"]!.GetValue<string>());
        await ApiCalls.EndOfAsync(started["statusQueryGetUri"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("sessions?produce=false&max_credits=10", "option-invalid")]
    [InlineData("drafts?reuse_from=some", "option-invalid")]
    [InlineData("sessions?produce=later", "option-invalid")]
    [InlineData("sessions?max_credit=10", "option-invalid")]
    public async Task Options_of_a_production_are_refused_for_a_draft(string request, string code)
    {
        var problem = await RefuseAsync(request, ScriptText.OneBeat, key: null, HttpStatusCode.BadRequest);

        Assert.Equal(code, problem["code"]!.GetValue<string>());
    }

    [Fact]
    public async Task Invalid_script_makes_no_draft()
    {
        var validation = await RefuseAsync("drafts", "[META]\nproject: p\n", key: null, HttpStatusCode.UnprocessableEntity);

        Assert.False(validation["is_valid"]!.GetValue<bool>());
    }

    private async Task<JsonObject> SubmitAsync(string request, string script, string? key = null)
    {
        using var answer = await SendAsync(request, script, key);
        var body = await ReadAsync(answer);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, body.ToJsonString());
        return body;
    }

    private async Task<JsonObject> RefuseAsync(string request, string script, string? key, HttpStatusCode status)
    {
        using var answer = await SendAsync(request, script, key);
        Assert.Equal(status, answer.StatusCode);
        return await ReadAsync(answer);
    }

    private async Task<HttpResponseMessage> SendAsync(string path, string script, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = ApiCalls.Els(script) };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return await app.Client.SendAsync(request);
    }

    private async Task<JsonObject> SessionAsync(string id) => JsonNode.Parse(await app.Client.GetStringAsync($"sessions/{id}"))!.AsObject();

    private async Task<string> CodeAsync(HttpMethod method, string path, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(method, path);
        using var answer = await app.Client.SendAsync(request);
        Assert.Equal(status, answer.StatusCode);
        return (await ReadAsync(answer))["code"]!.GetValue<string>();
    }

    private static async Task<JsonObject> ReadAsync(HttpResponseMessage answer) => JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject();
}
