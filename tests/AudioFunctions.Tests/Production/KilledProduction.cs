using System.Text.Json.Nodes;
using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Storage;

namespace AudioFunctions.Tests.Production;

/// <summary>
/// A production of three beats that is killed at step boundaries, and continues each time. At any boundary, every beat ends up made once,
/// spoken once and billed once.
/// </summary>
internal static class KilledProduction
{
    public const int MaxLives = 20;

    private const int Beats = 3;

    public static async Task SurvivesAsync(ProxiedApp shared, KillSchedule kills)
    {
        var app = shared.App;
        var billed = app.Speech.Bills.Count;
        var started = await StartAsync(app, shared.Proxy, kills, () => app.Client.StartSessionAsync(ScriptText.Beats(Beats)));

        var ended = await app.LiveUntilDoneAsync(started["statusQueryGetUri"]!.GetValue<string>(), MaxLives);

        Assert.Equal(kills.Planned, kills.Done);
        AssertCompleted(ended);
        Assert.All(ended["output"]!["beats"]!.AsArray(), beat => Assert.Null(beat!["error"]));
        Assert.Equal(Beats, app.Speech.Bills.Count - billed);
        Assert.Equal(Beats, app.Speech.Bills.Skip(billed).Select(bill => bill.Text).Distinct().Count());
        Assert.Empty(app.Speech.Violations);
        await ShowsOneTakePerBeatAsync(app, started["session_id"]!.GetValue<string>());
        shared.Proxy.Unhook();
    }

    /// <summary>Starts a production whose first commit waits until the kills are enabled, so that none is missed.</summary>
    public static Task<T> StartAsync<T>(StandInApp app, StorageProxy proxy, KillSchedule kills, Func<Task<T>> start) =>
        proxy.StartHookedAsync(start, EngineCalls.IsCommit, () => kills.Arm(proxy, app.Process));

    public static async Task ShowsOneTakePerBeatAsync(StandInApp app, string sessionId)
    {
        // After the last kill, the worker may still be starting.
        await app.Process.ReviveAsync();
        var (_, session, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{sessionId}");
        Assert.All(session!["beats"]!.AsArray(), beat =>
        {
            var take = Assert.Single(beat!["takes"]!.AsArray());
            Assert.Equal(take!["take_id"]!.GetValue<string>(), beat["selected_take_id"]!.GetValue<string>());
        });
    }

    /// <summary>A failure shows why the instance failed.</summary>
    public static void AssertCompleted(JsonObject ended) => Assert.True(ended["runtimeStatus"]!.GetValue<string>() == "Completed", ended.ToJsonString());

    /// <summary>Whether the request writes a blob of a beat's take.</summary>
    public static Func<StorageCall, bool> Writes(string beat, string part) =>
        call => call.IsBlobWrite($"_{beat}_") && call.Path.Contains(part, StringComparison.Ordinal);

    /// <summary>Whether the request adds a beat's take to the session.</summary>
    public static Func<StorageCall, bool> AddsTake(string beat) => call => call.IsTransactionWith("\"take-") && call.IsTransactionWith($"_{beat}_");
}
