using System.Collections.Concurrent;
using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Storage;

namespace AudioFunctions.Tests.Production;

/// <summary>
/// A production that reuses takes is killed with SIGKILL at its boundaries and started again, like those of <see cref="CrashTests"/>: one
/// beat's recording is copied, one's speech is joined anew, one is spoken, once.
/// </summary>
public sealed class ReuseCrashTests
{
    [Fact]
    public Task Killed_after_every_step_of_the_history() => ReuseAsync((proxy, kill) =>
        proxy.After = call => CrashTests.IsEndOfTurn(call) ? kill() : Task.CompletedTask);

    [Fact]
    public Task Killed_before_every_second_step_of_the_history_so_that_every_activity_runs_twice() => ReuseAsync((proxy, kill) =>
    {
        var steps = 0;
        proxy.Before = call => CrashTests.IsEndOfTurn(call) && Interlocked.Increment(ref steps) % 2 == 0 ? kill() : Task.CompletedTask;
    });

    [Fact]
    public Task Killed_before_and_after_every_blob_of_a_copy() => ReuseAsync((proxy, kill) =>
    {
        var seen = new ConcurrentDictionary<string, bool>();
        proxy.Before = call => KillAtAsync("before ", call);
        proxy.After = call => KillAtAsync("after ", call);

        Task KillAtAsync(string moment, StorageCall call) =>
            call.IsBlobWrite("/audio-production/") && seen.TryAdd(moment + call.Path, true) ? kill() : Task.CompletedTask;
    });

    private static async Task ReuseAsync(Action<StorageProxy, Func<Task>> arm)
    {
        await using var storage = new ProxiedStorage();
        await using var app = await StandInApp.StartAsync(connection: storage.StartAsync);
        var first = await app.Client.ProduceAsync(ScriptText.Beats(3));
        var edited = ScriptText.Beats(3).Replace("berries. [PAUSE: 120ms]", "berries. [PAUSE: 220ms]", StringComparison.Ordinal)
            .Replace("Me ate cherries", "Me stole cherries", StringComparison.Ordinal);
        var kills = 0;
        var started = await storage.Proxy.StartHookedAsync(
            () => app.Client.StartSessionAsync(edited, reuseFrom: first["session_id"]!.GetValue<string>()),
            CrashTests.IsEndOfTurn,
            () => arm(storage.Proxy, KillAsync));

        var ended = await app.LiveUntilDoneAsync(started["statusQueryGetUri"]!.GetValue<string>(), CrashTests.MostLives);

        Assert.InRange(kills, 8, CrashTests.MostLives);
        Assert.Equal("Completed", ended["runtimeStatus"]!.GetValue<string>());
        Assert.Equal([true, true, false], ended["output"]!["beats"]!.AsArray().Select(beat => beat!["takes"]![0]!["reused_from"] is not null));
        Assert.Equal("Me found cherries. Me stole cherries.", app.Speech.Bills.Skip(3).Single().Text);
        await CrashTests.ShowsOneTakePerBeatAsync(app, started["session_id"]!.GetValue<string>());
        await CostsWhatWasSpokenAsync(app, started["session_id"]!.GetValue<string>());

        Task KillAsync()
        {
            Interlocked.Increment(ref kills);
            return AppProcess.CutOffAsync(app.Process.KillAsync);
        }
    }

    private static async Task CostsWhatWasSpokenAsync(StandInApp app, string sessionId)
    {
        var (_, session, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{sessionId}");
        var costs = session!["beats"]!.AsArray().Select(beat => beat!["takes"]![0]!["billed_characters"]!.GetValue<int>());
        Assert.Equal([0, 0, app.Speech.Bills[^1].Cost], costs);
    }
}
