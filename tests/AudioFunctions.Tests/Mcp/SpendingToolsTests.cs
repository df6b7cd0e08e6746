using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Speech;
using ModelContextProtocol.Protocol;

namespace AudioFunctions.Tests.Mcp;

/// <summary>The tools that make something, with the stand-in for ElevenLabs.</summary>
[Collection(BeatTests.Name)]
public sealed class SpendingToolsTests(StandInApp app)
{
    [Fact]
    public async Task Agent_takes_a_script_from_its_first_mistake_to_the_exported_files()
    {
        await using var agent = await Agent.ConnectAsync(app.Process);
        var script = ScriptText.Beats(2, "planted");
        var broken = await agent.DoAsync("validate_els_script", new { els_content = script.Replace("120ms", "soon", StringComparison.Ordinal) });
        var valid = await agent.DoAsync("validate_els_script", new { els_content = script });
        var estimate = (await agent.DoAsync("create_production_session", new { els_content = script, dry_run = true }))["estimate"]!;
        var created = await agent.DoAsync("create_production_session", new { els_content = script, project_name = "orchard" });
        var id = created["session"]!["session_id"]!.GetValue<string>();
        var first = await agent.DoAsync("generate_beat_audio", new { session_id = id, beat_id = "01_apples" });
        await agent.DoAsync("generate_beat_audio", new { session_id = id, beat_id = "02_berries" });
        var session = await agent.DoAsync("get_production_session", new { session_id = id });
        var spoken = app.Speech.RequestsFor("planted");
        var again = await agent.CallAsync("regenerate_beat_audio", new
        {
            session_id = id,
            beat_id = "01_apples",
            new_direction = "Wearily",
            new_pace = "slow",
            stability = 0.3,
            style = 0,
            include_audio = true,
        });
        var second = JsonNode.Parse(Agent.TextOf(again))!["take"]!;
        var selected = await agent.DoAsync("select_take", new { session_id = id, beat_id = "01_apples", take_id = second["take_id"]!.GetValue<string>() });
        var exported = await agent.DoAsync("export_selected_takes", new { session_id = id });
        var completed = await agent.DoAsync("update_session_status", new { session_id = id, status = "completed" });

        Assert.False(broken["is_valid"]!.GetValue<bool>());
        Assert.True(valid["is_valid"]!.GetValue<bool>());
        Assert.Equal(2, estimate["total"]!["requests"]!.GetValue<int>());
        Assert.Equal("draft", created["session"]!["status"]!.GetValue<string>());
        Assert.Equal(estimate["total"]!.ToJsonString(), created["estimate"]!["total"]!.ToJsonString());
        Assert.Equal((2, "in_progress"), (spoken, session["status"]!.GetValue<string>()));
        Assert.Equal("orchard", session["project_name"]!.GetValue<string>());
        Assert.Equal(first["take"]!["take_id"]!.GetValue<string>(), session["beats"]![0]!["selected_take_id"]!.GetValue<string>());
        Assert.Equal(("Wearily", 0.3, 0.75), (
            second["direction"]!.GetValue<string>(),
            second["segments"]![0]!["settings"]!["stability"]!.GetValue<double>(),
            second["segments"]![0]!["settings"]!["speed"]!.GetValue<double>()));
        Assert.Equal("audio/mpeg", Assert.Single(again.Content.OfType<AudioContentBlock>()).MimeType);
        Assert.EndsWith($"/takes/{second["take_id"]}/audio", Assert.Single(again.Content.OfType<ResourceLinkBlock>()).Uri, StringComparison.Ordinal);
        Assert.True(selected["success"]!.GetValue<bool>());
        Assert.Equal(["01_apples.mp3", "02_berries.mp3"], exported["exported_files"]!.AsArray().Select(file => file!.GetValue<string>()));
        Assert.Equal("completed", completed["status"]!.GetValue<string>());
        Assert.Empty(app.Speech.Violations);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("2025-11-25")]
    public async Task Workflow_reports_the_session_first_and_each_beat_while_it_is_spoken(string? version)
    {
        await using var agent = await Agent.ConnectAsync(app.Process, version);
        var word = $"picked{version?.Length}";
        var release = new TaskCompletionSource();
        app.Speech.Faults.When($"{word} berries", SpeechFault.HeldUntil(release.Task), times: 1);
        var progress = new ProgressLog();

        var running = agent.DoAsync("complete_audio_workflow", new { els_content = ScriptText.Beats(3, word) }, progress);
        // Held until the progress is reported: a response without streaming would never be released.
        await progress.WaitForAsync("speaking beat 2 of 3, 02_berries");
        release.SetResult();
        var done = await running;

        var id = done["production"]!["session_id"]!.GetValue<string>();
        Assert.Equal($"Session {id}: starting", progress.All[0].Message);
        Assert.All(progress.All.Zip(progress.All.Skip(1)), pair => Assert.True(pair.First.Progress < pair.Second.Progress));
        Assert.All(progress.All, one => Assert.InRange(one.Progress, 0, one.Total!.Value));
        Assert.Equal(3, done["export"]!["exported_files"]!.AsArray().Count);
        Assert.Equal("exported", (await agent.DoAsync("get_production_session", new { session_id = id }))["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task Cancelling_the_workflow_cancels_the_production_and_generating_speaks_what_is_missing()
    {
        await using var agent = await Agent.ConnectAsync(app.Process);
        var release = new TaskCompletionSource();
        app.Speech.Faults.When("washed berries", SpeechFault.HeldUntil(release.Task), times: 1);
        var progress = new ProgressLog();
        using var cancel = new CancellationTokenSource();

        var running = agent.CallAsync("complete_audio_workflow", new { els_content = ScriptText.Beats(4, "washed") }, progress, cancel.Token);
        await app.Speech.ReceivesAsync("washed berries");
        await progress.WaitForAsync("02_berries");
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        var id = progress.All[0].Message!.Split(' ', ':')[1];
        await UntilCancelledAsync(id);
        release.SetResult();
        var session = await UntilStatusAsync(agent, id, "in_progress");
        var generated = await agent.DoAsync("generate_beat_audio", new { session_id = id, beat_id = "03_cherries" });

        Assert.Equal([null, null, "cancelled", "cancelled"], ApiCalls.ErrorsOf(session));
        Assert.True(generated["selected"]!.GetValue<bool>());
        Assert.Equal([null, null, null, "cancelled"], ApiCalls.ErrorsOf(await agent.DoAsync("get_production_session", new { session_id = id })));
        Assert.All(["apples", "berries", "cherries"], fruit => Assert.Equal(1, app.Speech.RequestsFor($"washed {fruit}")));
        Assert.Equal(0, app.Speech.RequestsFor("washed dates"));
    }

    [Fact]
    public async Task Notification_cancels_a_call_whose_connection_stays_open()
    {
        await using var agent = await Agent.ConnectAsync(app.Process);
        var release = new TaskCompletionSource();
        app.Speech.Faults.When("strained berries", SpeechFault.HeldUntil(release.Task), times: 1);
        using var initialized = await PostMessageAsync(null, new
        {
            jsonrpc = "2.0",
            id = 1,
            method = "initialize",
            @params = new { protocolVersion = "2025-11-25", capabilities = new { }, clientInfo = new { name = "raw", version = "1" } },
        });
        var client = Assert.Single(initialized.Headers.GetValues("Mcp-Session-Id"));

        using var call = await PostMessageAsync(client, new
        {
            jsonrpc = "2.0",
            id = 2,
            method = "tools/call",
            @params = new
            {
                name = "complete_audio_workflow",
                arguments = new { els_content = ScriptText.Beats(4, "strained") },
                _meta = new { progressToken = "p" },
            },
        });
        await app.Speech.ReceivesAsync("strained berries");
        using var cancelled = await PostMessageAsync(client, new { jsonrpc = "2.0", method = "notifications/cancelled", @params = new { requestId = 2 } });
        var text = await call.Content.ReadAsStringAsync();
        var id = Regex.Match(text, "Session ([0-9a-f]+): starting").Groups[1].Value;
        await UntilCancelledAsync(id);
        release.SetResult();

        Assert.Equal(HttpStatusCode.Accepted, cancelled.StatusCode);
        Assert.DoesNotContain("\"result\"", text, StringComparison.Ordinal);
        Assert.Equal([null, null, "cancelled", "cancelled"], ApiCalls.ErrorsOf(await UntilStatusAsync(agent, id, "in_progress")));
    }

    [Fact]
    public async Task Max_credits_stops_a_production_and_a_beat_before_they_cost_more()
    {
        await using var agent = await Agent.ConnectAsync(app.Process);
        var script = ScriptText.Beats(2, "weeded");
        var estimate = (await agent.DoAsync("complete_audio_workflow", new { els_content = script, dry_run = true }))["estimate"]!;
        var limit = estimate["beats"]![0]!["expected_credits"]!.GetValue<int>() + 1;

        var stopped = await agent.FailAsync("complete_audio_workflow", new { els_content = script, max_credits = limit });
        var id = stopped["session"]!["session_id"]!.GetValue<string>();
        var beat = new { session_id = id, beat_id = "02_berries" };
        var tooDear = await agent.FailAsync("generate_beat_audio", new { beat.session_id, beat.beat_id, max_credits = 1 });
        var again = await agent.FailAsync("regenerate_beat_audio", new { session_id = id, beat_id = "01_apples", max_credits = 0 });
        var (missing, spoken) = (app.Speech.Requests.Count, await agent.DoAsync("generate_beat_audio", new { session_id = id, beat_id = "01_apples", max_credits = 0 }));
        var dry = await agent.DoAsync("generate_beat_audio", new { beat.session_id, beat.beat_id, dry_run = true });
        var dryOfSpoken = await agent.DoAsync("generate_beat_audio", new { session_id = id, beat_id = "01_apples", dry_run = true });

        Assert.Equal("budget-reached", stopped["code"]!.GetValue<string>());
        Assert.Equal([null, "budget-reached"], ApiCalls.ErrorsOf(stopped["session"]!));
        Assert.Equal(("budget-reached", "budget-reached"), (tooDear["code"]!.GetValue<string>(), again["code"]!.GetValue<string>()));
        Assert.NotNull(spoken["take"]);
        Assert.Equal(missing, app.Speech.Requests.Count);
        Assert.InRange(dry["estimate"]!["total"]!["expected_credits"]!.GetValue<int>(), 2, 100);
        Assert.True(dryOfSpoken["estimate"]!["beats"]![0]!["reused"]!.GetValue<bool>());
        Assert.Equal(0, dryOfSpoken["estimate"]!["total"]!["expected_credits"]!.GetValue<int>());
        Assert.Equal((1, 0), (app.Speech.RequestsFor("weeded apples"), app.Speech.RequestsFor("weeded berries")));
    }

    [Fact]
    public async Task Draft_is_not_continued_while_one_of_its_beats_is_spoken()
    {
        await using var agent = await Agent.ConnectAsync(app.Process);
        var created = await agent.DoAsync("create_production_session", new { els_content = ScriptText.Beats(2, "mulched") });
        var id = created["session"]!["session_id"]!.GetValue<string>();
        var release = new TaskCompletionSource();
        app.Speech.Faults.When("mulched apples", SpeechFault.HeldUntil(release.Task), times: 1);

        var generating = agent.DoAsync("generate_beat_audio", new { session_id = id, beat_id = "01_apples" });
        await app.Speech.ReceivesAsync("mulched apples");
        var (status, problem, _) = await app.Client.SendJsonAsync(HttpMethod.Post, $"sessions/{id}/continue");
        release.SetResult();
        await generating;
        var (_, continued, _) = await app.Client.SendJsonAsync(HttpMethod.Post, $"sessions/{id}/continue");
        await ApiCalls.EndOfAsync(continued!["statusQueryGetUri"]!.GetValue<string>());

        Assert.Equal((HttpStatusCode.Conflict, "session-generating"), (status, problem!["code"]!.GetValue<string>()));
        Assert.Equal((1, 1), (app.Speech.RequestsFor("mulched apples"), app.Speech.RequestsFor("mulched berries")));
        Assert.Equal("in_progress", (await agent.DoAsync("get_production_session", new { session_id = id }))["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task Two_concurrent_calls_for_a_beat_without_a_take_make_one()
    {
        await using var agent = await Agent.ConnectAsync(app.Process);
        var created = await agent.DoAsync("create_production_session", new { els_content = ScriptText.Beats(1, "sowed") });
        var beat = new { session_id = created["session"]!["session_id"]!.GetValue<string>(), beat_id = "01_apples" };
        var release = new TaskCompletionSource();
        app.Speech.Faults.When("sowed apples", SpeechFault.HeldUntil(release.Task), times: 1);

        var first = agent.DoAsync("generate_beat_audio", beat);
        await app.Speech.ReceivesAsync("sowed apples");
        var progress = new ProgressLog();
        var second = agent.DoAsync("generate_beat_audio", beat, progress);
        await progress.WaitForAsync("speaking beat 01_apples");
        release.SetResult();

        Assert.Equal((await first)["take"]!["take_id"]!.GetValue<string>(), (await second)["take"]!["take_id"]!.GetValue<string>());
        Assert.Equal(1, app.Speech.RequestsFor("sowed apples"));
    }

    /// <summary>Returns when the response headers arrive.</summary>
    private async Task<HttpResponseMessage> PostMessageAsync(string? client, object message)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(app.Client.BaseAddress!, "mcp"));
        request.Headers.Add("Accept", "application/json, text/event-stream");
        request.Headers.Add("x-functions-key", app.Process.FunctionKey());
        if (client is not null)
            request.Headers.Add("Mcp-Session-Id", client);
        request.Content = ApiCalls.Json(JsonSerializer.Serialize(message));
        return await ApiCalls.Durable.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>Polls like an agent until the session has the status.</summary>
    private static async Task<JsonObject> UntilStatusAsync(Agent agent, string id, string status)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (true)
        {
            var session = await agent.DoAsync("get_production_session", new { session_id = id });
            if (session["status"]!.GetValue<string>() == status)
                return session;
            await Task.Delay(200, timeout.Token);
        }
    }

    /// <summary>The app notices the closed connection a moment later; a second request to cancel is accepted while the production runs.</summary>
    private async Task UntilCancelledAsync(string id)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!await SessionTraces.IsCancelRequestedAsync(app.Storage.ConnectionString, id))
            await Task.Delay(100, timeout.Token);
    }
}
