using AudioFunctions.Cli.Tests.Fake;

namespace AudioFunctions.Cli.Tests.Running;

public sealed class InterruptionTests : IDisposable
{
    private static readonly (string, string)[] StaysAtSecondBeat = [(FakeBehaviour.StayAtBeat, "02_end")];

    private readonly Checkout _checkout = new();

    public void Dispose() => _checkout.Dispose();

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public async Task A_stopped_run_stops_its_children_and_the_next_run_continues_its_session(string signal)
    {
        var script = _checkout.WriteScript(Checkout.TwoBeats);
        await using var stopped = _checkout.Start(StaysAtSecondBeat, script);
        await stopped.SeesAsync("[1/2] 01_hook");
        stopped.Signal(signal);

        Assert.Equal(ExitCode.Interrupted, await stopped.EndsAsync());
        Assert.Equal("Stopped. To continue a running production, run the same command again.", stopped.Errors);
        Assert.Empty(_checkout.Processes());

        await using var resumed = _checkout.Start(script);
        Assert.Equal(ExitCode.Done, await resumed.EndsAsync());
        Assert.Contains("An earlier run of this script was interrupted; continuing its production.", resumed.Output, StringComparison.Ordinal);
        Assert.Equal(1, _checkout.SessionCount);
        Assert.Equal(["01_hook.mp3", "02_end.mp3", "manifest.json"], _checkout.FilesIn("out/Two- beats"));
    }

    [Fact]
    public async Task A_stopped_run_cancels_its_production_in_a_served_app_and_the_next_run_continues_it()
    {
        var script = _checkout.WriteScript(Checkout.TwoBeats);
        await using var serving = _checkout.Start(StaysAtSecondBeat, "--serve");
        await serving.SeesAsync("Ctrl-C stops");
        await using var stopped = _checkout.Start(script);
        await stopped.SeesAsync("[1/2] 01_hook");
        stopped.Signal("INT");

        Assert.Equal(ExitCode.Interrupted, await stopped.EndsAsync());
        Assert.Equal(["cancelled"], _checkout.SessionFiles("cancelled"));

        await using var resumed = _checkout.Start(script);
        Assert.Equal(ExitCode.Done, await resumed.EndsAsync());
        Assert.Equal(["continued"], _checkout.SessionFiles("continued"));
        Assert.Equal(1, _checkout.SessionCount);
        Assert.Equal(["01_hook.mp3", "02_end.mp3", "manifest.json"], _checkout.FilesIn("out/Two- beats"));
    }

    [Fact]
    public async Task A_killed_run_leaves_no_process_and_the_next_run_continues_its_session()
    {
        var script = _checkout.WriteScript(Checkout.TwoBeats);
        await using var killed = _checkout.Start(StaysAtSecondBeat, script);
        await killed.SeesAsync("[1/2] 01_hook");
        killed.Signal("KILL");
        Assert.NotEqual(ExitCode.Done, await killed.EndsAsync());

        // Starts at once, while the children of the killed run are still ending.
        await using var resumed = _checkout.Start(script);
        Assert.Equal(ExitCode.Done, await resumed.EndsAsync());
        Assert.Equal(1, _checkout.SessionCount);
        Assert.Empty(_checkout.Processes());
    }

    [Fact]
    public async Task A_killed_run_leaves_no_process_even_without_a_next_run()
    {
        await using var killed = _checkout.Start(StaysAtSecondBeat, _checkout.WriteScript(Checkout.TwoBeats));
        await killed.SeesAsync("[1/2] 01_hook");
        await _checkout.HasProcessesAsync(3);
        killed.Signal("KILL");
        await killed.EndsAsync();

        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (_checkout.Processes().Count > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), timeout.Token);
        }
    }

    [Fact]
    public async Task A_run_stopped_during_its_start_leaves_no_process()
    {
        await using var run = _checkout.Start([(FakeBehaviour.Unhealthy, "1")], _checkout.WriteScript(Checkout.TwoBeats));
        await _checkout.HasStartedStorageAsync();
        run.Signal("INT");

        Assert.Equal(ExitCode.Interrupted, await run.EndsAsync());
        Assert.Empty(_checkout.Processes());
    }

    [Fact]
    public async Task A_dead_host_is_reported_with_the_end_of_its_log_and_the_next_run_continues()
    {
        var script = _checkout.WriteScript(Checkout.TwoBeats);
        await using var failed = _checkout.Start([(FakeBehaviour.DieAtBeat, "02_end")], script);

        Assert.Equal(ExitCode.Failed, await failed.EndsAsync());
        Assert.Equal("""
            The host ended unexpectedly (exit code 4). The last lines of .local/logs/host.log:
              The fake app dies of 02_end.
            Run the same command again to continue a running production.
            """, failed.Errors);
        Assert.Empty(_checkout.Processes());

        await using var resumed = _checkout.Start(script);
        Assert.Equal(ExitCode.Done, await resumed.EndsAsync());
        Assert.Equal(1, _checkout.SessionCount);
    }

    [Fact]
    public async Task The_next_run_stops_the_orphaned_worker_of_a_killed_run()
    {
        var script = _checkout.WriteScript(Checkout.TwoBeats);
        await using var killed = _checkout.Start([.. StaysAtSecondBeat, (FakeBehaviour.Worker, "1")], script);
        await killed.SeesAsync("[1/2] 01_hook");
        await _checkout.HasProcessesAsync(4);
        killed.Signal("KILL");
        await killed.EndsAsync();

        await using var next = _checkout.Start(script);
        Assert.Equal(ExitCode.Done, await next.EndsAsync());
        Assert.Empty(_checkout.Processes());
    }

    [Fact]
    public async Task An_app_started_by_another_host_is_not_stopped_as_an_orphan()
    {
        using var other = FakeWorker.Start(_checkout.Workspace.AppFolder);
        await using var killed = _checkout.Start(StaysAtSecondBeat, _checkout.WriteScript(Checkout.TwoBeats));
        await killed.SeesAsync("[1/2] 01_hook");
        killed.Signal("KILL");
        await killed.EndsAsync();
        await using var next = _checkout.Start(_checkout.WriteScript(Checkout.TwoBeats));
        await next.EndsAsync();

        Assert.False(other.HasExited);
        other.Kill();
        await other.WaitForExitAsync();
    }

    [Fact]
    public async Task Requests_are_retried_while_the_host_restarts_the_app()
    {
        await using var run = _checkout.Start([(FakeBehaviour.Restarting, "1")], _checkout.WriteScript(Checkout.TwoBeats));

        Assert.Equal(ExitCode.Done, await run.EndsAsync());
        Assert.Equal(1, _checkout.SessionCount);
        Assert.Equal(["01_hook.mp3", "02_end.mp3", "manifest.json"], _checkout.FilesIn("out/Two- beats"));
    }
}
