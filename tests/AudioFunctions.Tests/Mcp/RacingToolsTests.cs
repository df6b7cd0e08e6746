using System.Text.Json.Nodes;
using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Speech;

namespace AudioFunctions.Tests.Mcp;

/// <summary>What comes between a tool's look and its deed, and a storage that is away while a tool waits; a proxy times both.</summary>
[Collection(ProxiedAppTests.Name)]
public sealed class RacingToolsTests(ProxiedApp shared) : IDisposable
{
    /// <summary>More than the clients of the storage try by themselves in two looks.</summary>
    private const int FailedReads = 12;

    private StandInApp App => shared.App;

    public void Dispose() => shared.Proxy.Unhook();

    [Fact]
    public async Task A_take_that_comes_between_the_look_and_the_start_serves()
    {
        await using var agent = await Agent.ConnectAsync(App.Process);
        var id = await DraftAsync("laid");
        JsonObject? other = null;
        OnFirstRunNoted(async () => other = await RegenerateAsync(id));

        var made = await agent.DoAsync("generate_beat_audio", new { session_id = id, beat_id = "01_apples" });

        Assert.Equal(other!["output"]!["take_id"]!.GetValue<string>(), made["take"]!["take_id"]!.GetValue<string>());
        Assert.Equal(1, RequestsFor("laid apples"));
    }

    [Fact]
    public async Task A_regeneration_that_starts_while_the_production_is_continued_speaks_nothing()
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
        Assert.Equal(1, RequestsFor("tied apples"));
    }

    [Fact]
    public async Task A_storage_that_is_away_while_a_tool_waits_costs_nothing_twice()
    {
        await using var agent = await Agent.ConnectAsync(App.Process);
        var id = await DraftAsync("staked");
        var release = new TaskCompletionSource();
        App.Speech.Faults.When("staked apples", SpeechFault.HeldUntil(release.Task), times: 1);

        var making = agent.DoAsync("generate_beat_audio", new { session_id = id, beat_id = "01_apples" });
        await App.Speech.ReceivesAsync("staked apples");
        var (reads, away) = (0, new TaskCompletionSource());
        shared.Proxy.Before = call =>
        {
            if (call.Method != "GET" || !call.Path.Contains("Instances", StringComparison.Ordinal) || Interlocked.Increment(ref reads) > FailedReads)
                return Task.CompletedTask;
            if (reads == FailedReads)
                away.SetResult();
            throw new IOException("The storage is down.");
        };
        // A tool that gives up says why.
        await await Task.WhenAny(away.Task, making);
        release.SetResult();

        Assert.True((await making)["selected"]!.GetValue<bool>());
        Assert.Equal(1, RequestsFor("staked apples"));
    }

    /// <summary>Does something before the orchestration starts that was noted with the session.</summary>
    private void OnFirstRunNoted(Func<Task> deed)
    {
        var noted = 0;
        shared.Proxy.After = async call =>
        {
            if (call.IsTransactionWith("RowKey='run-") && Interlocked.Increment(ref noted) == 1)
                await deed();
        };
    }

    private async Task<string> DraftAsync(string verb)
    {
        var script = ScriptText.Beats(1).Replace("found", verb, StringComparison.Ordinal);
        var (_, draft, _) = await App.Client.SendJsonAsync(HttpMethod.Post, "drafts", ApiCalls.Els(script));
        return draft!["session_id"]!.GetValue<string>();
    }

    private async Task<JsonObject> RegenerateAsync(string id)
    {
        var (_, started, _) = await App.Client.SendJsonAsync(HttpMethod.Post, $"sessions/{id}/beats/01_apples/regenerate");
        return await ApiCalls.EndOfAsync(started!["statusQueryGetUri"]!.GetValue<string>());
    }

    private int RequestsFor(string words) => App.Speech.Requests.Count(request => request.Text.Contains(words, StringComparison.Ordinal));
}
