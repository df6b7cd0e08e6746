using System.Net;
using AudioFunctions.LocalHost.Tests.Running;
using AudioFunctions.Testing.Storage;

namespace AudioFunctions.LocalHost.Tests.Worker;

[Collection(nameof(OwnHost))]
public sealed class WorkerTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly HostProcess _host = HostProcess.On(azurite.ConnectionString);

    private string Broken => Path.Combine(_host.Folder, "broken");

    public async Task InitializeAsync()
    {
        // While this file exists, the app ends at once when it starts.
        _host.Environment["TEST_APP_BROKEN_FILE"] = Broken;
        await _host.StartAsync();
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_killed_app_is_restarted_and_its_work_continues()
    {
        var gated = await _host.Durable.StartAsync("Gated", "\"gate\"");
        await _host.Journal.UntilAsync($"started/{gated}/2", 1);
        var waiting = _host.SendAsync(HttpMethod.Get, "wait/never");
        (await _host.SendAsync(HttpMethod.Get, "signals/never-started")).Dispose();
        var killed = await _host.WorkerIdAsync();
        await File.WriteAllTextAsync(Broken, "");

        HostProcess.SignalProcess(killed, "KILL");
        // A running and a new request: both get an error, none is lost.
        using var underWay = await waiting;
        using var meanwhile = await _host.SendAsync(HttpMethod.Get, "levels/anonymous");
        File.Delete(Broken);
        await _host.Journal.OpenAsync("gate");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable), (underWay.StatusCode, meanwhile.StatusCode));
        Assert.Equal(6, await _host.Durable.ResultAsync(gated));
        Assert.NotEqual(killed, await _host.WorkerIdAsync());
        Assert.Single(await _host.Journal.EntriesAsync($"started/{gated}/1"));
        Assert.Single(await _host.Journal.EntriesAsync($"finished/{gated}/2"));
    }

    [Fact]
    public async Task An_app_that_exits_is_restarted()
    {
        var before = await _host.WorkerIdAsync();

        using var exit = await _host.SendAsync(HttpMethod.Post, "exit/3");
        await _host.Log.LineWithAsync("The app's process ended unexpectedly (exit code 3); restarting it");
        await _host.Log.LineWithAsync("The app runs as process ", _host.Log.Count);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, exit.StatusCode);
        Assert.NotEqual(before, await _host.WorkerIdAsync());
    }

    [Fact]
    public async Task An_app_that_can_no_longer_start_ends_the_host_with_a_message()
    {
        await File.WriteAllTextAsync(Broken, "");

        HostProcess.SignalProcess(await _host.WorkerIdAsync(), "KILL");
        await _host.ExitAsync(1);

        Assert.Equal(
            "The app has ended 5 times in a row without completing an invocation; see its log above. Fix the cause and start the host again; no work is lost.\n",
            _host.Errors);
    }

    [Fact]
    public async Task The_app_ends_if_its_host_is_killed()
    {
        var worker = await _host.WorkerIdAsync();

        await _host.KillAsync();

        await HostProcess.GoneAsync(worker);
    }
}
