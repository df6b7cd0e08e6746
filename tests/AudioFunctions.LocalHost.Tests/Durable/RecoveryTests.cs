using AudioFunctions.LocalHost.Tests.Running;
using AudioFunctions.Testing.Storage;

namespace AudioFunctions.LocalHost.Tests.Durable;

/// <summary>After kill -9, interrupted work runs again, and finished work isn't repeated.</summary>
[Collection(nameof(OwnStorage))]
public sealed class RecoveryTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly HostProcess _host = HostProcess.On(azurite.ConnectionString);

    public Task InitializeAsync() => _host.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task An_orchestration_continues_after_a_kill(bool killHost, bool killWorker)
    {
        var gated = await _host.Durable.StartAsync("Gated", "\"gate\"");
        await _host.Journal.UntilAsync($"started/{gated}/2", 1);
        var worker = await _host.WorkerIdAsync();

        if (killWorker)
            HostProcess.SignalProcess(worker, "KILL");
        if (killHost)
            await _host.KillAsync();
        await HostProcess.GoneAsync(worker);
        await _host.Journal.OpenAsync("gate");
        await _host.StartAsync();

        Assert.Equal(6, await _host.Durable.ResultAsync(gated));
        Assert.Single(await _host.Journal.EntriesAsync($"started/{gated}/1"));
        Assert.Equal(2, (await _host.Journal.EntriesAsync($"started/{gated}/2")).Count);
        Assert.Single(await _host.Journal.EntriesAsync($"finished/{gated}/2"));
        Assert.Single(await _host.Journal.EntriesAsync($"started/{gated}/3"));
    }

    [Fact]
    public async Task A_chain_survives_kills_between_its_steps()
    {
        var chain = await _host.Durable.StartAsync("Chain", "30");

        foreach (var step in new[] { 5, 15 })
        {
            await _host.Journal.UntilAsync($"started/{chain}/{step}/", 1);
            await _host.KillAsync();
            await _host.StartAsync();
        }

        Assert.Equal(465, await _host.Durable.ResultAsync(chain));
        Assert.Equal(30, (await _host.Journal.EntriesAsync($"finished/{chain}/")).Distinct().Count());
    }

    [Fact]
    public async Task Two_hosts_share_a_task_hub_and_one_finishes_the_work_of_the_other()
    {
        await using var other = HostProcess.On(azurite.ConnectionString, shared: _host);
        await other.StartAsync();
        var gate = DurableApi.NewId();
        var gated = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => (i % 2 == 0 ? _host : other).Durable.StartAsync("Gated", $"\"{gate}\"")));
        foreach (var id in gated)
            await _host.Journal.UntilAsync($"started/{id}/2", 1);

        await other.KillAsync();
        await _host.Journal.OpenAsync(gate);

        foreach (var id in gated)
        {
            Assert.Equal(6, await _host.Durable.ResultAsync(id));
            Assert.Single(await _host.Journal.EntriesAsync($"finished/{id}/3"));
        }
    }
}
