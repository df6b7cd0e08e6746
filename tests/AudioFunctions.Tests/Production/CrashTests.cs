using System.Collections.Concurrent;
using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Storage;

namespace AudioFunctions.Tests.Production;

/// <summary>
/// The process is killed with SIGKILL at boundaries of the work, over and over, and started again each time. Whatever the boundary, the
/// production ends with every beat made, spoken once and billed once.
/// </summary>
public sealed class CrashTests
{
    private const int Beats = 3;
    internal const int MostLives = 200;

    [Fact]
    public async Task Killed_after_every_step_of_the_history_and_before_its_answer_is_heard() =>
        await ProduceAsync((proxy, kill) => proxy.After = call => IsEndOfTurn(call) ? kill() : Task.CompletedTask, fewestKills: 10);

    [Fact]
    public async Task Killed_before_every_second_step_of_the_history_so_that_every_activity_runs_twice() =>
        await ProduceAsync(
            (proxy, kill) =>
            {
                var steps = 0;
                proxy.Before = call => IsEndOfTurn(call) && Interlocked.Increment(ref steps) % 2 == 0 ? kill() : Task.CompletedTask;
            },
            fewestKills: 5);

    [Fact]
    public async Task Killed_when_an_answer_has_been_paid_for_and_not_yet_stored() =>
        await ProduceAsync((proxy, kill) => OncePerBlob(".raw-", kill, hook => proxy.Before = hook), fewestKills: Beats);

    [Fact]
    public async Task Killed_when_an_answer_has_just_been_stored() =>
        await ProduceAsync((proxy, kill) => OncePerBlob(".raw-", kill, hook => proxy.After = hook), fewestKills: Beats);

    [Fact]
    public async Task Killed_when_a_take_has_been_encoded_and_not_yet_stored() =>
        await ProduceAsync((proxy, kill) => OncePerBlob(".mp3", kill, hook => proxy.Before = hook), fewestKills: Beats);

    /// <summary>Whether it is what makes a turn of an orchestration final. A restart writes other rows, and must get past them to go on.</summary>
    internal static bool IsEndOfTurn(StorageCall call) => call.IsTransactionWith("OrchestratorCompleted");

    private static void OncePerBlob(string namePart, Func<Task> kill, Action<Func<StorageCall, Task>> hook)
    {
        var seen = new ConcurrentDictionary<string, bool>();
        hook(call => call.IsBlobWrite(namePart) && seen.TryAdd(call.Path, true) ? kill() : Task.CompletedTask);
    }

    private static async Task ProduceAsync(Action<StorageProxy, Func<Task>> arm, int fewestKills)
    {
        await using var storage = new ProxiedStorage();
        await using var app = await StandInApp.StartAsync(connection: storage.StartAsync);
        var kills = 0;
        var started = await storage.Proxy.StartHookedAsync(
            () => app.Client.StartSessionAsync(ScriptText.Beats(Beats)), IsEndOfTurn, () => arm(storage.Proxy, KillAsync));

        var ended = await app.LiveUntilDoneAsync(started["statusQueryGetUri"]!.GetValue<string>(), MostLives);

        Assert.InRange(kills, fewestKills, MostLives);
        Assert.Equal("Completed", ended["runtimeStatus"]!.GetValue<string>());
        Assert.All(ended["output"]!["beats"]!.AsArray(), beat => Assert.Null(beat!["error"]));
        Assert.Equal(Beats, app.Speech.Bills.Count);
        Assert.Equal(Beats, app.Speech.Bills.Select(bill => bill.Text).Distinct().Count());
        Assert.Empty(app.Speech.Violations);
        await ShowsOneTakePerBeatAsync(app, started["session_id"]!.GetValue<string>());

        Task KillAsync()
        {
            Interlocked.Increment(ref kills);
            return AppProcess.CutOffAsync(app.Process.KillAsync);
        }
    }

    internal static async Task ShowsOneTakePerBeatAsync(StandInApp app, string sessionId)
    {
        var (_, session, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{sessionId}");
        Assert.All(session!["beats"]!.AsArray(), beat =>
        {
            var take = Assert.Single(beat!["takes"]!.AsArray());
            Assert.Equal(take!["take_id"]!.GetValue<string>(), beat["selected_take_id"]!.GetValue<string>());
        });
    }
}
