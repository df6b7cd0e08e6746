using System.Net;
using System.Text.Json.Nodes;
using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Speech;

namespace AudioFunctions.Tests.Production;

/// <summary><c>takes</c> and <c>auto_retakes</c> of a production.</summary>
[Collection(StandInAppTests.Name)]
public sealed class FurtherTakesTests(StandInApp app)
{
    [Fact]
    public async Task Every_beat_gets_all_takes_and_the_earliest_of_equals_is_selected()
    {
        var script = Unique("thrice");

        var output = await ProduceAsync(script, "takes=3");

        foreach (var beat in output["beats"]!.AsArray())
        {
            Assert.Equal(3, beat!["takes"]!.AsArray().Select(take => take!["take_id"]!.GetValue<string>()).Distinct().Count());
            Assert.Equal(beat["takes"]![0]!["take_id"]!.GetValue<string>(), beat["selected_take_id"]!.GetValue<string>());
        }

        Assert.Equal(6, Bills("thrice"));
        // Every beat has a take before any gets a second.
        Assert.Equal(["apples", "berries"], app.Speech.Bills.Where(bill => bill.Text.Contains("thrice", StringComparison.Ordinal))
            .Take(2).Select(bill => bill.Text.Contains("apples", StringComparison.Ordinal) ? "apples" : "berries"));
        var session = await app.SessionAsync(IdOf(output));
        Assert.All(session["beats"]!.AsArray(), beat => Assert.Equal(3, beat!["takes"]!.AsArray().Count));
        Assert.Equal(session["total_duration_ms"]!.GetValue<int>(), output["total_duration_ms"]!.GetValue<int>());
    }

    [Fact]
    public async Task Take_with_the_best_verdict_is_selected()
    {
        var script = Unique("clipped");
        app.Speech.Faults.When("clipped apples", SpeechFault.ClippedAudio, times: 1);

        var output = await ProduceAsync(script, "takes=2");

        var apples = (await app.SessionAsync(IdOf(output)))["beats"]![0]!;
        Assert.Equal(["suspect", "good"], apples["takes"]!.AsArray().Select(take => take!["quality"]!["verdict"]!.GetValue<string>()));
        Assert.Equal(apples["takes"]![1]!["take_id"]!.GetValue<string>(), apples["selected_take_id"]!.GetValue<string>());
        Assert.Equal(apples["selected_take_id"]!.GetValue<string>(), output["beats"]![0]!["selected_take_id"]!.GetValue<string>());
    }

    [Fact]
    public async Task Suspect_take_is_spoken_again_until_one_is_good()
    {
        var script = Unique("retaken");
        app.Speech.Faults.When("retaken apples", SpeechFault.ClippedAudio, times: 2);

        var output = await ProduceAsync(script, "auto_retakes=4");

        var session = await app.SessionAsync(IdOf(output));
        Assert.Equal([3, 1], session["beats"]!.AsArray().Select(beat => beat!["takes"]!.AsArray().Count));
        Assert.Equal(session["beats"]![0]!["takes"]![2]!["take_id"]!.GetValue<string>(), ScriptChanges.Selected(session).First());
        Assert.Equal(4, Bills("retaken"));
    }

    [Fact]
    public async Task If_no_take_is_good_the_first_is_selected_and_retakes_are_limited()
    {
        var script = Unique("hopeless");
        app.Speech.Faults.When("hopeless apples", SpeechFault.ClippedAudio, times: 9);

        var output = await ProduceAsync(script, "takes=2&auto_retakes=1");

        var session = await app.SessionAsync(IdOf(output));
        Assert.Equal([3, 2], session["beats"]!.AsArray().Select(beat => beat!["takes"]!.AsArray().Count));
        Assert.Equal(session["beats"]![0]!["takes"]![0]!["take_id"]!.GetValue<string>(), ScriptChanges.Selected(session).First());
    }

    [Fact]
    public async Task By_default_a_suspect_take_is_not_spoken_again()
    {
        var script = Unique("untouched");
        app.Speech.Faults.When("untouched apples", SpeechFault.ClippedAudio, times: 1);

        await ProduceAsync(script, "");

        Assert.Equal(2, Bills("untouched"));
    }

    [Fact]
    public async Task Lost_responses_to_the_same_words_are_each_found_once()
    {
        var script = Unique("lost");
        app.Speech.Faults.When("lost apples", SpeechFault.CutAfterBilling, times: 3);

        var output = await ProduceAsync(script, "takes=3");

        Assert.Equal(6, Bills("lost"));
        Assert.All(output["beats"]!.AsArray(), beat => Assert.Equal(3, beat!["takes"]!.AsArray().Count));
    }

    [Fact]
    public async Task Used_up_budget_means_fewer_takes_but_no_missing_beat()
    {
        var script = Unique("cheaply");

        // Two first takes, and one more.
        var output = await ProduceAsync(script, $"takes=5&max_credits={(script.Length - script.IndexOf("---", StringComparison.Ordinal)) / 2}");

        Assert.Matches("^Generated 2/2 beats, [0-9.]+ seconds total$", output["summary"]!.GetValue<string>());
        Assert.InRange(Bills("cheaply"), 2, 9);
        Assert.Equal("in_progress", (await app.SessionAsync(IdOf(output)))["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task Cancellation_between_takes_keeps_the_existing_ones()
    {
        var script = Unique("halted");
        var started = await StartAsync(script, "takes=3", "halted berries", out var release);
        var id = started["session_id"]!.GetValue<string>();
        await app.Speech.ReceivesAsync("halted berries");
        await app.Client.SendJsonAsync(HttpMethod.Post, $"sessions/{id}/cancel");
        release.SetResult();
        var ended = await app.EndOfProductionAsync(id);

        Assert.Matches("^Generated 2/2 beats, [0-9.]+ seconds total$", ended["output"]!["summary"]!.GetValue<string>());
        Assert.Equal(2, Bills("halted"));
    }

    [Fact]
    public async Task Beat_locked_in_the_meantime_is_not_spoken_again()
    {
        var script = Unique("guarded");
        var started = await StartAsync(script, "takes=2", "guarded berries", out var release);
        var id = started["session_id"]!.GetValue<string>();
        await app.Speech.ReceivesAsync("guarded berries");
        await UntilTakenAsync(id);
        var (locked, _, _) = await app.Client.SendJsonAsync(HttpMethod.Patch, $"sessions/{id}/beats/01_apples", ApiCalls.Json("""{"locked":true}"""));
        release.SetResult();
        await app.EndOfProductionAsync(id);

        Assert.Equal(HttpStatusCode.OK, locked);
        Assert.Equal([1, 2], (await app.SessionAsync(id))["beats"]!.AsArray().Select(beat => beat!["takes"]!.AsArray().Count));
    }

    [Fact]
    public async Task Continue_has_the_same_options()
    {
        var (_, draft, _) = await app.Client.SendJsonAsync(HttpMethod.Post, "drafts", ApiCalls.Els(Unique("drafted")));
        var id = draft!["session_id"]!.GetValue<string>();

        var (status, _, _) = await app.Client.SendJsonAsync(HttpMethod.Post, $"sessions/{id}/continue", ApiCalls.Json("""{"takes":2,"auto_retakes":1}"""));
        await app.EndOfProductionAsync(id);

        Assert.Equal((HttpStatusCode.Accepted, 4), (status, Bills("drafted")));
    }

    [Theory]
    [InlineData("takes=0")]
    [InlineData("takes=6")]
    [InlineData("takes=some")]
    [InlineData("auto_retakes=-1")]
    [InlineData("auto_retakes=6")]
    [InlineData("produce=false&takes=2")]
    public async Task Options_out_of_range_are_refused(string query)
    {
        var (status, problem, _) = await app.Client.SendJsonAsync(HttpMethod.Post, $"sessions?{query}", ApiCalls.Els(ScriptText.OneBeat));

        Assert.Equal((HttpStatusCode.BadRequest, "option-invalid"), (status, problem!["code"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Estimate_counts_every_take()
    {
        var (_, one, _) = await app.Client.SendJsonAsync(HttpMethod.Post, "scripts/estimate", ApiCalls.Els(ScriptText.Beats(2)));
        var (_, three, _) = await app.Client.SendJsonAsync(HttpMethod.Post, "scripts/estimate?takes=3", ApiCalls.Els(ScriptText.Beats(2)));

        foreach (var (name, factor) in new[] { ("characters", 3), ("requests", 3), ("expected_credits", 3), ("expected_duration_ms", 1) })
            Assert.Equal(factor * one!["total"]![name]!.GetValue<int>(), three!["total"]![name]!.GetValue<int>());
        Assert.Equal(3 * one!["voices"]![0]!["requests"]!.GetValue<int>(), three!["voices"]![0]!["requests"]!.GetValue<int>());
    }

    private static string Unique(string word) => ScriptText.Beats(2, word);

    private int Bills(string word) => app.Speech.Bills.Count(bill => bill.Text.Contains(word, StringComparison.Ordinal));

    private static string IdOf(JsonNode output) => output["session_id"]!.GetValue<string>();

    private Task<JsonNode> StartAsync(string script, string query, string heldWords, out TaskCompletionSource held)
    {
        held = new TaskCompletionSource();
        app.Speech.Faults.When(heldWords, SpeechFault.HeldUntil(held.Task), times: 1);
        return StartAsync(script, query);
    }

    private async Task<JsonNode> StartAsync(string script, string query)
    {
        var (status, started, _) = await app.Client.SendJsonAsync(HttpMethod.Post, $"sessions?{query}", ApiCalls.Els(script));
        Assert.Equal(HttpStatusCode.Accepted, status);
        return started!;
    }

    private async Task<JsonNode> ProduceAsync(string script, string query)
    {
        var started = await StartAsync(script, query);
        var ended = await ApiCalls.EndOfAsync(started["statusQueryGetUri"]!.GetValue<string>());
        Assert.True(ended["runtimeStatus"]!.GetValue<string>() == "Completed", ended.ToJsonString());
        return ended["output"]!;
    }

    /// <summary>Waits for the first beat's take: finishing it overlaps with the request for the next.</summary>
    private async Task UntilTakenAsync(string id)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (ScriptChanges.Selected(await app.SessionAsync(id)).FirstOrDefault() is null)
            await Task.Delay(100, timeout.Token);
    }
}
