using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Speech;
using AudioFunctions.Testing.Storage;

namespace AudioFunctions.Tests.Mcp;

/// <summary>Races between a tool's check and its start, and a storage outage while a tool waits; a storage proxy controls the timing.</summary>
[Collection(ProxiedAppTests.Name)]
public sealed class RacingToolsTests(ProxiedApp shared) : IDisposable
{
    /// <summary>More attempts than storage clients make in two reads of a status.</summary>
    private const int FailedReads = 12;

    private StandInApp App => shared.App;

    public void Dispose() => shared.Proxy.Unhook();

    [Fact]
    public async Task Take_made_between_check_and_start_is_used()
    {
        await using var agent = await Agent.ConnectAsync(App.Process);
        var id = await DraftAsync("laid");
        JsonObject? other = null;
        OnFirstRunNoted(async () => other = await RegenerateAsync(id));

        var made = await agent.DoAsync("generate_beat_audio", new { session_id = id, beat_id = "01_apples" });

        Assert.Equal(other!["output"]!["take_id"]!.GetValue<string>(), made["take"]!["take_id"]!.GetValue<string>());
        Assert.Equal(1, App.Speech.RequestsFor("laid apples"));
    }

    [Fact]
    public async Task Regeneration_that_starts_during_continue_speaks_nothing()
    {
        await using var agent = await Agent.ConnectAsync(App.Process);
        var id = await DraftAsync("tied");
        var release = new TaskCompletionSource();
        App.Speech.Faults.When("tied apples", SpeechFault.HeldUntil(release.Task), times: 1);
        JsonNode? continued = null;
        OnFirstRunNoted(async () =>
        {
            (_, continued, _) = await App.Client.SendJsonAsync(HttpMethod.Post, $"sessions/{id}/continue");
            await App.Speech.ReceivesAsync("tied apples");
        });

        var refused = await agent.FailAsync("generate_beat_audio", new { session_id = id, beat_id = "01_apples" });
        release.SetResult();
        var ended = await ApiCalls.EndOfAsync(continued!["statusQueryGetUri"]!.GetValue<string>());
        var session = await agent.DoAsync("get_production_session", new { session_id = id });

        Assert.Equal("session-generating", refused["code"]!.GetValue<string>());
        Assert.Equal("Completed", ended["runtimeStatus"]!.GetValue<string>());
        Assert.Null(session["beats"]![0]!["error"]);
        Assert.Equal(1, App.Speech.RequestsFor("tied apples"));
    }

    [Fact]
    public async Task Reader_does_not_end_a_session_that_is_about_to_be_continued()
    {
        var id = await DraftAsync("pressed");
        JsonNode? seen = null;
        shared.Proxy.After = async call =>
        {
            if (seen is null && IsMarkOfContinue(call))
                (_, seen, _) = await App.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{id}");
        };

        var (_, continued, _) = await App.Client.SendJsonAsync(HttpMethod.Post, $"sessions/{id}/continue");
        await ApiCalls.EndOfAsync(continued!["statusQueryGetUri"]!.GetValue<string>());
        var (_, ended, _) = await App.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{id}");

        Assert.Equal(("generating", null), (seen!["status"]!.GetValue<string>(), seen["error"]));
        Assert.Equal(("in_progress", null), (ended!["status"]!.GetValue<string>(), ended["error"]));
    }

    [Fact]
    public async Task Continue_that_cannot_start_leaves_the_session_unchanged()
    {
        var id = await DraftAsync("juiced");
        var isMarked = false;
        shared.Proxy.After = call =>
        {
            isMarked |= IsMarkOfContinue(call);
            return Task.CompletedTask;
        };
        shared.Proxy.Before = call => isMarked && call.Service == StorageService.Queue && call.Method == "POST"
            ? throw new IOException("The queues are down.")
            : Task.CompletedTask;

        var (status, problem, _) = await App.Client.SendJsonAsync(HttpMethod.Post, $"sessions/{id}/continue");
        shared.Proxy.Unhook();
        var (_, session, _) = await App.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{id}");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "storage-unavailable"), (status, problem!["code"]!.GetValue<string>()));
        Assert.Equal(("draft", null), (session!["status"]!.GetValue<string>(), session["error"]));
        Assert.Equal(0, App.Speech.RequestsFor("juiced"));
    }

    [Fact]
    public async Task Storage_outage_during_a_wait_causes_no_second_request()
    {
        await using var agent = await Agent.ConnectAsync(App.Process);
        var id = await DraftAsync("staked");
        var release = new TaskCompletionSource();
        App.Speech.Faults.When("staked apples", SpeechFault.HeldUntil(release.Task), times: 1);

        var making = agent.DoAsync("generate_beat_audio", new { session_id = id, beat_id = "01_apples" });
        await App.Speech.ReceivesAsync("staked apples");
        var (reads, away) = (0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        shared.Proxy.Before = call =>
        {
            if (call.Method != "GET" || !call.Path.Contains("Instances", StringComparison.Ordinal))
                return Task.CompletedTask;
            var read = Interlocked.Increment(ref reads);
            if (read > FailedReads)
                return Task.CompletedTask;
            if (read == FailedReads)
                away.SetResult();
            throw new IOException("The storage is down.");
        };
        // If the tool gives up, it says why.
        await await Task.WhenAny(away.Task, making).WaitAsync(TimeSpan.FromMinutes(2));
        release.SetResult();

        Assert.True((await making)["selected"]!.GetValue<bool>());
        Assert.Equal(1, App.Speech.RequestsFor("staked apples"));
    }

    /// <summary>Runs once, after the first regeneration is recorded and before it starts.</summary>
    private void OnFirstRunNoted(Func<Task> action)
    {
        var noted = 0;
        shared.Proxy.After = async call =>
        {
            if (call.IsTransactionWith("RowKey='run-") && Interlocked.Increment(ref noted) == 1)
                await action();
        };
    }

    private static bool IsMarkOfContinue(StorageCall call) =>
        call.Service == StorageService.Table && Encoding.UTF8.GetString(call.Body).Contains("ContinuingSince", StringComparison.Ordinal);

    private async Task<string> DraftAsync(string verb)
    {
        var script = ScriptText.Beats(1, verb);
        var (_, draft, _) = await App.Client.SendJsonAsync(HttpMethod.Post, "drafts", ApiCalls.Els(script));
        return draft!["session_id"]!.GetValue<string>();
    }

    private async Task<JsonObject> RegenerateAsync(string id)
    {
        var (_, started, _) = await App.Client.SendJsonAsync(HttpMethod.Post, $"sessions/{id}/beats/01_apples/regenerate");
        return await ApiCalls.EndOfAsync(started!["statusQueryGetUri"]!.GetValue<string>());
    }
}
