using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Speech;

namespace AudioFunctions.Tests.Sessions;

[Collection(StandInAppTests.Name)]
public sealed class SessionStatusTests(StandInApp app)
{
    [Fact]
    public async Task Session_is_completed_and_reopened()
    {
        var id = (await app.Client.ProduceAsync(ScriptText.OneBeat))["session_id"]!.GetValue<string>();

        var done = await PatchAsync(id, """{"status":"completed"}""");
        var (_, shown, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{id}");
        var back = await PatchAsync(id, """{"status":"in_progress"}""");

        Assert.Equal((HttpStatusCode.OK, "completed"), (done.Status, done.Body!["status"]!.GetValue<string>()));
        Assert.Equal(shown!.ToJsonString(), done.Body.ToJsonString());
        Assert.Equal((HttpStatusCode.OK, "in_progress"), (back.Status, back.Body!["status"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("""{"status":"exported"}""", "status-invalid")]
    [InlineData("""{"status":"Completed"}""", "status-invalid")]
    [InlineData("{}", "status-invalid")]
    [InlineData("completed", "json-invalid")]
    [InlineData("""{"status":3}""", "json-invalid")]
    public async Task Any_other_status_is_400(string body, string code)
    {
        var (status, problem) = await PatchAsync("any", body);

        Assert.Equal((HttpStatusCode.BadRequest, code), (status, problem!["code"]!.GetValue<string>()));
    }

    [Fact]
    public async Task An_unknown_session_is_a_404_problem()
    {
        var (status, problem) = await PatchAsync("nobody", """{"status":"completed"}""");

        Assert.Equal((HttpStatusCode.NotFound, "session-not-found"), (status, problem!["code"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Status_cannot_be_set_while_the_production_runs()
    {
        var release = new TaskCompletionSource();
        app.Speech.Faults.When("heldforstatus", SpeechFault.HeldUntil(release.Task));
        var started = await app.Client.StartSessionAsync(ScriptText.OneBeat.Replace("one thing", "heldforstatus", StringComparison.Ordinal));

        var (status, problem) = await PatchAsync(started["session_id"]!.GetValue<string>(), """{"status":"completed"}""");
        release.SetResult();

        Assert.Equal((HttpStatusCode.Conflict, "session-generating"), (status, problem!["code"]!.GetValue<string>()));
        var ended = await ApiCalls.EndOfAsync(started["statusQueryGetUri"]!.GetValue<string>());
        Assert.Equal("Completed", ended["runtimeStatus"]!.GetValue<string>());
    }

    private async Task<(HttpStatusCode Status, JsonNode? Body)> PatchAsync(string id, string body)
    {
        var content = new StringContent(body, Encoding.UTF8, "application/json");
        var (status, answer, _) = await app.Client.SendJsonAsync(HttpMethod.Patch, $"sessions/{id}", content);
        return (status, answer);
    }
}
