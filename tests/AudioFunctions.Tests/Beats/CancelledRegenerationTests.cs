using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Speech;
using AudioFunctions.Tests.Mcp;
using AudioFunctions.Tests.Production;

namespace AudioFunctions.Tests.Beats;

/// <summary>Regenerations that are stopped before they have spoken everything.</summary>
[Collection(BeatTests.Name)]
public sealed class CancelledRegenerationTests(StandInApp app)
{
    private const string TwoVoices = """
        [META]
        video_title: Two voices
        project: tests
        [BEAT: 01_only]
        name: Only
        ---
        Me WORD the door first.
        [CHARACTER: boomer]
        Me WORD the window second.
        [END_BEAT]
        """;

    [Fact]
    public async Task Regeneration_stopped_between_two_requests_keeps_the_first_and_the_next_take_uses_it()
    {
        var id = await ProduceAsync(TwoVoices.Replace("WORD", "barricade", StringComparison.Ordinal));
        var before = await BeatAsync(id);
        var (started, release) = await StartHeldAsync(id, "barricade the door");

        var (status, cancelled, _) = await CancelAsync(id);
        var (again, _, _) = await CancelAsync(id);
        release.SetResult();
        var stopped = await ApiCalls.EndOfAsync(UriOf(started));
        var between = await BeatAsync(id);
        var (_, next, _) = await RegenerateAsync(id, "{}");
        var ended = await ApiCalls.EndOfAsync(UriOf(next!));

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted), (status, again));
        Assert.Equal([started["id"]!.GetValue<string>()], cancelled!["instance_ids"]!.AsArray().Select(one => one!.GetValue<string>()));
        Assert.Equal("Failed", stopped["runtimeStatus"]!.GetValue<string>());
        Assert.Contains("cancelled: The regeneration was cancelled", stopped["output"]!.GetValue<string>(), StringComparison.Ordinal);
        // The beat has a take, so it has no error.
        Assert.Equal(before.ToJsonString(), between.ToJsonString());
        Assert.Equal("Completed", ended["runtimeStatus"]!.GetValue<string>());
        Assert.Equal(2, (await BeatAsync(id))["takes"]!.AsArray().Count);
        Assert.Equal((2, 2), (Bills("barricade the door"), Bills("barricade the window")));
    }

    [Fact]
    public async Task Several_takes_stopped_in_the_second_keep_it_and_no_third_is_spoken()
    {
        var id = await ProduceAsync(ScriptText.OneBeat.Replace("one thing", "halting", StringComparison.Ordinal));
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var seen = app.Speech.RequestsFor("halting");
        app.Speech.Faults.When("halting", SpeechFault.ClippedAudio, times: 1);
        app.Speech.Faults.When("halting", SpeechFault.HeldUntil(release.Task), times: 1);
        var (_, started, _) = await RegenerateAsync(id, """{"takes":4}""");
        await app.Speech.ReceivesAsync("halting", seen + 2);

        var (status, _, _) = await CancelAsync(id);
        release.SetResult();
        var ended = await ApiCalls.EndOfAsync(UriOf(started!));

        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.Equal("Completed", ended["runtimeStatus"]!.GetValue<string>());
        Assert.Equal("cancelled", ended["output"]!["error"]!["code"]!.GetValue<string>());
        Assert.Equal(2, ended["output"]!["take_ids"]!.AsArray().Count);
        Assert.Equal(3, (await BeatAsync(id))["takes"]!.AsArray().Count);
        Assert.Equal(3, Bills("halting"));
    }

    [Fact]
    public async Task Only_the_beats_own_regenerations_stop_and_only_those_that_run()
    {
        var script = ScriptText.Beats(2, "guarded");
        var id = (await app.Client.ProduceAsync(script))["session_id"]!.GetValue<string>();
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        app.Speech.Faults.When("guarded", SpeechFault.HeldUntil(release.Task), times: 2);
        var seen = app.Speech.RequestsFor("guarded");
        var (_, apples, _) = await RegenerateAsync(id, """{"takes":2}""", "01_apples");
        var (_, berries, _) = await RegenerateAsync(id, """{"takes":2}""", "02_berries");
        await app.Speech.ReceivesAsync("guarded", seen + 2);

        await CancelAsync(id, "01_apples");
        release.SetResult();
        var stopped = await ApiCalls.EndOfAsync(UriOf(apples!));
        var unaffected = await ApiCalls.EndOfAsync(UriOf(berries!));
        var (status, problem, _) = await CancelAsync(id, "01_apples");
        var (_, later, _) = await RegenerateAsync(id, "{}", "01_apples");

        Assert.Equal("cancelled", stopped["output"]!["error"]!["code"]!.GetValue<string>());
        Assert.Null(unaffected["output"]!["error"]);
        Assert.Equal((HttpStatusCode.Conflict, "nothing-to-cancel"), (status, problem!["code"]!.GetValue<string>()));
        Assert.Equal("Completed", (await ApiCalls.EndOfAsync(UriOf(later!)))["runtimeStatus"]!.GetValue<string>());
    }

    [Fact]
    public async Task Stopped_first_take_leaves_its_error_in_the_beat()
    {
        var (_, draft, _) = await app.Client.SendJsonAsync(
            HttpMethod.Post, "drafts", ApiCalls.Els(TwoVoices.Replace("WORD", "varnish", StringComparison.Ordinal)));
        var id = draft!["session_id"]!.GetValue<string>();
        var (started, release) = await StartHeldAsync(id, "varnish the door");

        await CancelAsync(id);
        release.SetResult();
        await ApiCalls.EndOfAsync(UriOf(started));
        var between = await BeatAsync(id);
        var (_, next, _) = await RegenerateAsync(id, "{}");
        await ApiCalls.EndOfAsync(UriOf(next!));

        Assert.Equal("cancelled", between["error"]!["code"]!.GetValue<string>());
        Assert.Null((await BeatAsync(id))["error"]);
        Assert.Equal((1, 1), (Bills("varnish the door"), Bills("varnish the window")));
    }

    [Fact]
    public async Task Regeneration_stopped_while_it_waits_for_the_request_of_a_terminated_one_ends_before_that_one()
    {
        var id = await ProduceAsync(TwoVoices.Replace("WORD", "plaster", StringComparison.Ordinal));
        var (started, release) = await StartHeldAsync(id, "plaster the door");
        var terminate = started["terminatePostUri"]!.GetValue<string>().Replace("{text}", "enough", StringComparison.Ordinal);
        using var terminated = await ApiCalls.Durable.PostAsync(new Uri(terminate), null);
        await ApiCalls.EndOfAsync(UriOf(started));

        var (_, waiting, _) = await RegenerateAsync(id, "{}");
        var (status, _, _) = await CancelAsync(id);
        var stopped = await ApiCalls.EndOfAsync(UriOf(waiting!), TimeSpan.FromMinutes(1));
        var requests = app.Speech.RequestsFor("plaster");
        release.SetResult();
        var (_, next, _) = await RegenerateAsync(id, "{}");
        var ended = await ApiCalls.EndOfAsync(UriOf(next!));

        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.Contains("cancelled: The regeneration was cancelled", stopped["output"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(3, requests);
        Assert.Equal("Completed", ended["runtimeStatus"]!.GetValue<string>());
        Assert.Equal((2, 2), (Bills("plaster the door"), Bills("plaster the window")));
    }

    [Fact]
    public async Task First_take_asked_for_while_the_beats_regeneration_is_being_stopped_is_refused_until_that_has_ended()
    {
        await using var agent = await Agent.ConnectAsync(app.Process);
        var created = await agent.DoAsync(
            "create_production_session", new { els_content = TwoVoices.Replace("WORD", "lacquer", StringComparison.Ordinal) });
        var id = created["session"]!["session_id"]!.GetValue<string>();
        var beat = new { session_id = id, beat_id = "01_only" };
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        app.Speech.Faults.When("lacquer the door", SpeechFault.HeldUntil(release.Task), times: 1);
        var stopping = agent.FailAsync("generate_beat_audio", beat);
        await app.Speech.ReceivesAsync("lacquer the door");

        await CancelAsync(id);
        var refused = await agent.FailAsync("generate_beat_audio", beat);
        release.SetResult();
        var stopped = await stopping;
        var spoken = await agent.DoAsync("generate_beat_audio", beat);

        Assert.Equal(("session-generating", "cancelled"), (refused["code"]!.GetValue<string>(), stopped["code"]!.GetValue<string>()));
        Assert.True(spoken["selected"]!.GetValue<bool>());
        Assert.Equal((1, 1), (Bills("lacquer the door"), Bills("lacquer the window")));
    }

    private async Task<string> ProduceAsync(string script) => (await app.Client.ProduceAsync(script))["session_id"]!.GetValue<string>();

    /// <summary>Starts a regeneration, and waits until its request with these words has come in; the response leaves when it is released.</summary>
    private async Task<(JsonNode Started, TaskCompletionSource Release)> StartHeldAsync(string id, string words)
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var seen = app.Speech.RequestsFor(words);
        app.Speech.Faults.When(words, SpeechFault.HeldUntil(release.Task), times: 1);
        var (_, started, _) = await RegenerateAsync(id, "{}");
        await app.Speech.ReceivesAsync(words, seen + 1);
        return (started!, release);
    }

    private Task<(HttpStatusCode Status, JsonNode? Body, HttpResponseHeaders Headers)> RegenerateAsync(string id, string body, string beat = "01_only") =>
        app.Client.SendJsonAsync(HttpMethod.Post, $"sessions/{id}/beats/{beat}/regenerate", ApiCalls.Json(body));

    private Task<(HttpStatusCode Status, JsonNode? Body, HttpResponseHeaders Headers)> CancelAsync(string id, string beat = "01_only") =>
        app.Client.SendJsonAsync(HttpMethod.Post, $"sessions/{id}/beats/{beat}/cancel");

    private async Task<JsonNode> BeatAsync(string id) => (await app.SessionAsync(id))["beats"]![0]!;

    private static string UriOf(JsonNode started) => started["statusQueryGetUri"]!.GetValue<string>();

    private int Bills(string words) => app.Speech.Bills.Count(bill => bill.Text.Contains(words, StringComparison.Ordinal));
}
