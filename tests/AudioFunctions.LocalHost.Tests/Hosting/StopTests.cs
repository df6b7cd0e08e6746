using System.Net;
using AudioFunctions.LocalHost.Tests.Running;
using AudioFunctions.Testing.Storage;
using Azure.Storage.Blobs;

namespace AudioFunctions.LocalHost.Tests.Hosting;

[Collection(nameof(OwnHost))]
public sealed class StopTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly HostProcess _host = HostProcess.On(azurite.ConnectionString);

    public Task InitializeAsync() => _host.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task A_signal_stops_host_and_app_while_work_runs_and_the_next_start_finishes_it(string signal)
    {
        var gated = await _host.Durable.StartAsync("Gated", "\"gate\"");
        await _host.Journal.UntilAsync($"started/{gated}/2", 1);
        var worker = await _host.WorkerIdAsync();

        await _host.StopAsync(signal);
        Assert.False(HostProcess.IsRunning(worker));
        await _host.Journal.OpenAsync("gate");
        await _host.StartAsync();

        Assert.Equal(6, await _host.Durable.ResultAsync(gated));
        Assert.Single(await _host.Journal.EntriesAsync($"started/{gated}/1"));
        Assert.Single(await _host.Journal.EntriesAsync($"finished/{gated}/2"));
    }

    [Fact]
    public async Task A_running_request_is_completed_and_a_new_one_refused()
    {
        // Uses a separate connection, because none is accepted after the host has ended.
        using var later = new HttpClient { BaseAddress = _host.Client.BaseAddress };
        (await later.GetAsync("levels/anonymous")).Dispose();
        var running = _host.Client.GetAsync("wait/end");
        (await later.GetAsync("signals/end-started")).Dispose();

        _host.Signal("TERM");
        var refused = await UntilRefusedAsync(later);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused);
        await _host.ExitAsync(0);
        // The function never got its signal, because the app's process ended.
        using var response = await SettleAsync(running);
        Assert.True(response is null or { StatusCode: HttpStatusCode.ServiceUnavailable }, $"{response?.StatusCode}");
    }

    [Fact]
    public async Task After_a_restart_only_new_blobs_cause_events()
    {
        var drop = new BlobContainerClient(azurite.ConnectionString, _host.DropContainer);
        await drop.CreateIfNotExistsAsync();
        await drop.UploadBlobAsync("in/Grüße & 100%.txt", BinaryData.FromString("before"));
        await _host.Journal.UntilAsync("dropped/Grüße & 100%/", 1);
        await _host.StopAsync();
        await drop.UploadBlobAsync("in/meanwhile.txt", BinaryData.FromString("meanwhile"));

        await _host.StartAsync();

        await _host.Journal.UntilAsync("dropped/meanwhile/", 1);
        Assert.Single(await _host.Journal.EntriesAsync("dropped/Grüße & 100%/"));
    }

    /// <summary>Repeats a request until its response changes.</summary>
    private static async Task<HttpStatusCode> UntilRefusedAsync(HttpClient client)
    {
        while (true)
        {
            using var response = await client.GetAsync("levels/anonymous");
            if (response.StatusCode != HttpStatusCode.OK)
                return response.StatusCode;
        }
    }

    private static async Task<HttpResponseMessage?> SettleAsync(Task<HttpResponseMessage> request)
    {
        try
        {
            return await request;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
