using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Speech;

namespace AudioFunctions.Tests.Mcp;

/// <summary>Tools that refuse a call, or whose work fails, with the stand-in for ElevenLabs.</summary>
[Collection(BeatTests.Name)]
public sealed class RefusedToolsTests(StandInApp app) : IDisposable
{
    public void Dispose() => app.Speech.Subscription.Remaining = null;

    [Fact]
    public async Task Refusal_of_REST_is_a_tool_error_with_the_same_message()
    {
        await using var agent = await Agent.ConnectAsync(app.Process);
        var produced = await app.Client.ProduceAsync(ScriptText.Beats(1, "watered"));
        var (id, beat) = (produced["session_id"]!.GetValue<string>(), "01_apples");
        (string Tool, object Arguments, HttpMethod Method, string Path, string? Body)[] refused =
        [
            ("regenerate_beat_audio", new { session_id = "none", beat_id = beat }, HttpMethod.Post, $"sessions/none/beats/{beat}/regenerate", null),
            ("regenerate_beat_audio", new { session_id = id, beat_id = "09" }, HttpMethod.Post, $"sessions/{id}/beats/09/regenerate", null),
            ("regenerate_beat_audio", new { session_id = id, beat_id = beat, stability = 2 }, HttpMethod.Post, $"sessions/{id}/beats/{beat}/regenerate", """{"stability":2}"""),
            ("regenerate_beat_audio", new { session_id = id, beat_id = beat, new_pace = "warp" }, HttpMethod.Post, $"sessions/{id}/beats/{beat}/regenerate", """{"new_pace":"warp"}"""),
            ("select_take", new { session_id = id, beat_id = beat, take_id = "none" }, HttpMethod.Post, $"sessions/{id}/beats/{beat}/select", """{"take_id":"none"}"""),
            ("export_selected_takes", new { session_id = "none" }, HttpMethod.Post, "sessions/none/export", null),
            ("update_session_status", new { session_id = id, status = "done" }, HttpMethod.Patch, $"sessions/{id}", """{"status":"done"}"""),
            ("update_session_status", new { session_id = "none", status = "completed" }, HttpMethod.Patch, "sessions/none", """{"status":"completed"}"""),
            ("complete_audio_workflow", new { els_content = ScriptText.OneBeat, max_credits = -1 }, HttpMethod.Post, "sessions?max_credits=-1", ScriptText.OneBeat),
            ("create_production_session", new { els_content = ScriptText.OneBeat, project_name = "\n" }, HttpMethod.Post, "sessions?project_name=%0A", ScriptText.OneBeat),
        ];

        foreach (var (tool, arguments, method, path, body) in refused)
        {
            var error = await agent.FailAsync(tool, arguments);
            using var content = body is null ? null : body.StartsWith('{') ? ApiCalls.Json(body) : ApiCalls.Els(body);
            var (_, problem, _) = await app.Client.SendJsonAsync(method, path, content);
            Assert.Equal($"{problem!["code"]} {problem["detail"]}", $"{error["code"]} {error["detail"]}");
        }
    }

    [Fact]
    public async Task Invalid_script_and_too_few_credits_start_nothing()
    {
        await using var agent = await Agent.ConnectAsync(app.Process);
        var broken = await agent.FailAsync("complete_audio_workflow", new { els_content = "[META]\nproject: p\n" });
        app.Speech.Subscription.Remaining = 0;
        var unpaid = await agent.FailAsync("complete_audio_workflow", new { els_content = ScriptText.Beats(1, "pruned") });

        Assert.Equal("script-invalid", broken["code"]!.GetValue<string>());
        Assert.Equal("no-beats", broken["validation"]!["diagnostics"]!.AsArray().First(one => one!["severity"]!.GetValue<string>() == "error")!["code"]!.GetValue<string>());
        Assert.Equal("quota-exceeded", unpaid["code"]!.GetValue<string>());
        Assert.Equal(0, app.Speech.RequestsFor("pruned"));
    }

    [Fact]
    public async Task Failed_beat_is_a_tool_error_with_its_reason()
    {
        await using var agent = await Agent.ConnectAsync(app.Process);
        app.Speech.Faults.When("raked apples", SpeechFault.QuotaExceeded, times: 2);

        var failed = await agent.FailAsync("complete_audio_workflow", new { els_content = ScriptText.Beats(1, "raked") });
        var id = failed["session"]!["session_id"]!.GetValue<string>();
        var stillFailing = await agent.FailAsync("generate_beat_audio", new { session_id = id, beat_id = "01_apples" });
        var nothing = await agent.FailAsync("export_selected_takes", new { session_id = id });
        var spoken = await agent.DoAsync("generate_beat_audio", new { session_id = id, beat_id = "01_apples" });

        Assert.Equal(
            ("quota-exceeded", "quota-exceeded", "nothing-selected"),
            (failed["code"]!.GetValue<string>(), stillFailing["code"]!.GetValue<string>(), nothing["code"]!.GetValue<string>()));
        Assert.True(spoken["selected"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Beat_that_fails_half_way_says_why_and_is_not_paid_for_again()
    {
        await using var agent = await Agent.ConnectAsync(app.Process);
        var script = ScriptText.Beats(1, "dug").Replace("Me ate apples.", "[CHARACTER: boomer] They dug pears.", StringComparison.Ordinal);
        var created = await agent.DoAsync("create_production_session", new { els_content = script });
        var id = created["session"]!["session_id"]!.GetValue<string>();
        app.Speech.Faults.When("dug pears", SpeechFault.QuotaExceeded, times: 2);

        var failed = await agent.FailAsync("generate_beat_audio", new { session_id = id, beat_id = "01_apples" });
        var session = await agent.DoAsync("get_production_session", new { session_id = id });
        var failedOtherwise = await agent.FailAsync("regenerate_beat_audio", new { session_id = id, beat_id = "01_apples", stability = 0.1 });
        var spoken = await agent.DoAsync("generate_beat_audio", new { session_id = id, beat_id = "01_apples" });

        Assert.Equal("quota-exceeded", failedOtherwise["code"]!.GetValue<string>());
        Assert.Equal("quota-exceeded", failed["code"]!.GetValue<string>());
        Assert.Equal("quota-exceeded", Assert.Single(ApiCalls.ErrorsOf(session)));
        Assert.Equal("draft", session["status"]!.GetValue<string>());
        Assert.True(spoken["selected"]!.GetValue<bool>());
        // Once as scripted and once with another stability, but not twice as scripted.
        Assert.Equal((2, 3), (app.Speech.RequestsFor("dug apples"), app.Speech.RequestsFor("dug pears")));
    }
}
