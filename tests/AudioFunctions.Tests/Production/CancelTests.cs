using System.Net;
using System.Text.Json.Nodes;
using AudioFunctions.Sessions;
using AudioFunctions.Takes;
using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Speech;
using Azure.Storage.Blobs;

namespace AudioFunctions.Tests.Production;

/// <summary>Productions that stop before everything is spoken, and continue.</summary>
[Collection(StandInAppTests.Name)]
public sealed class CancelTests(StandInApp app)
{
    [Fact]
    public async Task Cancelled_production_keeps_its_takes_and_continuing_speaks_only_the_rest()
    {
        var script = ScriptText.Beats(4, "weighed");
        var release = new TaskCompletionSource();
        app.Speech.Faults.When("weighed berries", SpeechFault.HeldUntil(release.Task), times: 1);
        var started = await app.Client.StartSessionAsync(script);
        var id = started["session_id"]!.GetValue<string>();
        await app.Speech.ReceivesAsync("weighed berries");

        var (cancelled, _, _) = await app.Client.SendJsonAsync(HttpMethod.Post, $"sessions/{id}/cancel");
        var (again, _, _) = await app.Client.SendJsonAsync(HttpMethod.Post, $"sessions/{id}/cancel");
        release.SetResult();
        var stopped = await ApiCalls.EndOfAsync(UriOf(started));
        var between = await SessionAsync(id);
        var failedBetween = await FailedBeatCountAsync(id);
        var (accepted, continuation, _) = await app.Client.SendJsonAsync(HttpMethod.Post, $"sessions/{id}/continue");
        var done = await ApiCalls.EndOfAsync(UriOf(continuation!.AsObject()));
        var after = await SessionAsync(id);

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted, HttpStatusCode.Accepted), (cancelled, again, accepted));
        Assert.Matches(@"^Generated 2/4 beats, [0-9.]+ seconds total \(2 cancelled\)$", SummaryOf(stopped));
        Assert.Equal("in_progress", between["status"]!.GetValue<string>());
        Assert.Equal([null, null, "cancelled", "cancelled"], ApiCalls.ErrorsOf(between));
        Assert.Equal((2, 0), (failedBetween, await FailedBeatCountAsync(id)));
        Assert.Matches(@"^Generated 4/4 beats, [0-9.]+ seconds total$", SummaryOf(done));
        Assert.Equal("in_progress", after["status"]!.GetValue<string>());
        Assert.Equal([null, null, null, null], ApiCalls.ErrorsOf(after));
        Assert.Equal(["01_apples", "02_berries"], TakesOf(between).Select(take => take.Beat));
        Assert.Equal(TakesOf(between), TakesOf(after).Take(2));
        Assert.All(["apples", "berries", "cherries", "dates"], fruit => Assert.Equal(1, BillsFor($"weighed {fruit}")));
    }

    [Fact]
    public async Task Beat_cancelled_between_two_requests_pays_for_the_first_once()
    {
        const string Script = """
            [META]
            video_title: Two voices
            project: tests
            [BEAT: 01_talk]
            name: Talk
            ---
            Me hide the bag first.
            [CHARACTER: boomer]
            Me saw the bag second.
            [END_BEAT]
            """;
        var release = new TaskCompletionSource();
        app.Speech.Faults.When("hide the bag", SpeechFault.HeldUntil(release.Task), times: 1);
        var started = await app.Client.StartSessionAsync(Script);
        var id = started["session_id"]!.GetValue<string>();
        await app.Speech.ReceivesAsync("hide the bag");

        await app.Client.SendJsonAsync(HttpMethod.Post, $"sessions/{id}/cancel");
        release.SetResult();
        await ApiCalls.EndOfAsync(UriOf(started));
        var between = await SessionAsync(id);
        var (_, continuation, _) = await app.Client.SendJsonAsync(HttpMethod.Post, $"sessions/{id}/continue");
        await ApiCalls.EndOfAsync(UriOf(continuation!.AsObject()));

        Assert.Equal(["cancelled"], ApiCalls.ErrorsOf(between));
        Assert.Equal([null], ApiCalls.ErrorsOf(await SessionAsync(id)));
        Assert.Equal((1, 1), (BillsFor("hide the bag"), BillsFor("saw the bag")));
    }

    [Fact]
    public async Task Production_spends_at_most_max_credits_and_continues_with_more()
    {
        var script = ScriptText.Beats(3, "sold");
        var (_, estimate, _) = await app.Client.SendJsonAsync(HttpMethod.Post, "scripts/estimate", ApiCalls.Els(script));
        var beats = estimate!["beats"]!.AsArray();
        var limit = beats.Take(2).Sum(beat => beat!["expected_credits"]!.GetValue<int>());
        var (_, started, _) = await app.Client.SendJsonAsync(HttpMethod.Post, $"sessions?max_credits={limit}", ApiCalls.Els(script));
        var id = started!["session_id"]!.GetValue<string>();

        var stopped = await ApiCalls.EndOfAsync(UriOf(started.AsObject()));
        var between = await SessionAsync(id);
        var spent = TakesOf(between).Sum(take => take.Billed);
        var (_, short1, _) = await app.Client.SendJsonAsync(HttpMethod.Post, $"sessions/{id}/continue", ApiCalls.Json("""{"max_credits":1}"""));
        await ApiCalls.EndOfAsync(UriOf(short1!.AsObject()));
        var stillShort = await SessionAsync(id);
        var (_, enough, _) = await app.Client.SendJsonAsync(HttpMethod.Post, $"sessions/{id}/continue");
        await ApiCalls.EndOfAsync(UriOf(enough!.AsObject()));

        Assert.Contains("(1 over budget)", SummaryOf(stopped), StringComparison.Ordinal);
        Assert.Equal([null, null, "budget-reached"], ApiCalls.ErrorsOf(between));
        Assert.InRange(spent, 1, limit);
        Assert.Equal([null, null, "budget-reached"], ApiCalls.ErrorsOf(stillShort));
        Assert.Equal([null, null, null], ApiCalls.ErrorsOf(await SessionAsync(id)));
        Assert.All(["apples", "berries", "cherries"], fruit => Assert.Equal(1, BillsFor($"sold {fruit}")));
    }

    [Theory]
    [InlineData("sessions?max_credits=-1")]
    [InlineData("sessions?max_credits=2.5")]
    [InlineData("sessions?max_credits=many")]
    [InlineData("sessions?max_credits=99999999999")]
    public async Task Invalid_max_credits_is_refused(string path)
    {
        var (status, problem, _) = await app.Client.SendJsonAsync(HttpMethod.Post, path, ApiCalls.Els(ScriptText.OneBeat));

        Assert.Equal((HttpStatusCode.BadRequest, "option-invalid"), (status, problem!["code"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Terminated_production_can_be_continued()
    {
        var script = ScriptText.Beats(2, "mislaid");
        var release = new TaskCompletionSource();
        app.Speech.Faults.When("mislaid berries", SpeechFault.HeldUntil(release.Task), times: 1);
        var started = await app.Client.StartSessionAsync(script);
        var id = started["session_id"]!.GetValue<string>();
        await app.Speech.ReceivesAsync("mislaid berries");
        var terminate = started["terminatePostUri"]!.GetValue<string>().Replace("{text}", "enough", StringComparison.Ordinal);
        using var terminated = await ApiCalls.Durable.PostAsync(new Uri(terminate), null);
        await ApiCalls.EndOfAsync(UriOf(started));

        var (accepted, continuation, _) = await app.Client.SendJsonAsync(HttpMethod.Post, $"sessions/{id}/continue");
        release.SetResult();
        await ApiCalls.EndOfAsync(UriOf(continuation!.AsObject()));
        var session = await SessionAsync(id);

        Assert.Equal(HttpStatusCode.Accepted, accepted);
        Assert.Equal([null, null], ApiCalls.ErrorsOf(session));
        Assert.Null(session["error"]);
        Assert.Equal((1, 1), (BillsFor("mislaid apples"), BillsFor("mislaid berries")));
    }

    [Fact]
    public async Task Take_after_an_unusable_response_that_is_interrupted_is_continued_and_not_replaced()
    {
        const string Script = """
            [META]
            video_title: Two voices
            project: tests
            [BEAT: 01_only]
            name: Only
            ---
            Me unearth the door first.
            [CHARACTER: boomer]
            Me unearth the window second.
            [END_BEAT]
            """;
        app.Speech.Faults.When("unearth the window", SpeechFault.EmptyAudio.WithoutCopy, times: 1);
        var id = (await app.Client.ProduceAsync(Script))["session_id"]!.GetValue<string>();
        var failed = await SessionAsync(id);
        var release = new TaskCompletionSource();
        app.Speech.Faults.When("unearth the window", SpeechFault.HeldUntil(release.Task), times: 1);
        var (_, interrupted, _) = await app.Client.SendJsonAsync(HttpMethod.Post, $"sessions/{id}/continue");
        await app.Speech.ReceivesAsync("unearth the window", times: 2);
        using var terminated = await ApiCalls.Durable.PostAsync(
            new Uri(interrupted!["terminatePostUri"]!.GetValue<string>().Replace("{text}", "enough", StringComparison.Ordinal)), null);
        await ApiCalls.EndOfAsync(UriOf(interrupted.AsObject()));

        var (_, continuation, _) = await app.Client.SendJsonAsync(HttpMethod.Post, $"sessions/{id}/continue");
        release.SetResult();
        await ApiCalls.EndOfAsync(UriOf(continuation!.AsObject()));

        Assert.Equal(["speech-answer-unusable"], ApiCalls.ErrorsOf(failed));
        var take = Assert.Single(TakesOf(await SessionAsync(id))).Take;
        Assert.Equal((1, 2), (BillsFor("unearth the door"), BillsFor("unearth the window")));
        var plans = new List<string>();
        await foreach (var blob in new BlobContainerClient(app.Storage.ConnectionString, TakeFiles.ContainerName).GetBlobsAsync())
        {
            if (blob.Name.StartsWith($"{id}/", StringComparison.Ordinal) && blob.Name.EndsWith(".plan.json", StringComparison.Ordinal))
                plans.Add(blob.Name);
        }

        // The failed one, and the one that was interrupted.
        Assert.Equal(2, plans.Count);
        Assert.Contains(new TakeKey(id, "01_only", take).PlanBlob, plans);
    }

    private int BillsFor(string words) => app.Speech.Bills.Count(bill => bill.Text.Contains(words, StringComparison.Ordinal));

    private async Task<JsonNode> SessionAsync(string id) => (await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{id}")).Body!;

    private static string UriOf(JsonObject started) => started["statusQueryGetUri"]!.GetValue<string>();

    private static string SummaryOf(JsonObject ended) => ended["output"]!["summary"]!.GetValue<string>();

    private async Task<int> FailedBeatCountAsync(string id)
    {
        var (_, page, _) = await app.Client.SendJsonAsync(HttpMethod.Get, "sessions?project=tests&limit=100");
        var session = page!["sessions"]!.AsArray().Single(session => session!["session_id"]!.GetValue<string>() == id);
        return session!["failed_beat_count"]!.GetValue<int>();
    }

    private static List<(string Beat, string Take, int Billed)> TakesOf(JsonNode session) =>
    [
        .. session["beats"]!.AsArray().SelectMany(beat => beat!["takes"]!.AsArray().Select(take => (
            beat["beat_id"]!.GetValue<string>(), take!["take_id"]!.GetValue<string>(), take["billed_characters"]!.GetValue<int>()))),
    ];
}
