using System.Net;
using System.Text;
using AudioFunctions.LocalHost.Tests.Running;
using AudioFunctions.Testing.Storage;
using Azure.Storage.Blobs;

namespace AudioFunctions.LocalHost.Tests.Timers;

/// <summary>Timer triggers: scheduled, manual, and missed runs.</summary>
[Collection(nameof(OwnHost))]
public sealed class TimerTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly HostProcess _host = HostProcess.On(azurite.ConnectionString);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_timer_runs_by_its_schedule()
    {
        _host.Environment["TickSchedule"] = "* * * * * *";
        await _host.StartAsync();

        await _host.Journal.UntilAsync("ticked", 2);
    }

    [Fact]
    public async Task A_timer_that_is_not_due_runs_only_manually()
    {
        await _host.StartAsync();
        Assert.Empty(await _host.Journal.EntriesAsync("ticked"));

        using var response = await _host.SendAsync(
            HttpMethod.Post, "/admin/functions/Ticked", _host.MasterKey, new StringContent("""{"input":""}""", Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        await _host.Journal.UntilAsync("ticked", 1);
    }

    [Fact]
    public async Task A_missed_run_is_caught_up_once_at_the_next_start()
    {
        var now = DateTime.UtcNow;
        var status = new { Last = new DateTime(now.Year - 1, 1, 1), Next = new DateTime(now.Year, 1, 1), LastUpdated = new DateTime(now.Year - 1, 1, 1) };
        var container = new BlobContainerClient(azurite.ConnectionString, "azure-webjobs-hosts");
        await container.CreateIfNotExistsAsync();
        var blob = container.GetBlobClient($"timers/{_host.Id}/Host.Functions.Ticked/status");
        await blob.UploadAsync(BinaryData.FromObjectAsJson(status));

        await _host.StartAsync();
        await _host.Journal.UntilAsync("ticked", 1);
        Assert.Equal([$"True {now.Year}-01-01T00:00:00.0000000"], await _host.Journal.ContentsAsync("ticked"));

        // The schedule status is written after the run.
        while ((await blob.DownloadContentAsync()).Value.Content.ToString() is var text && !text.Contains($"{now.Year + 1}-01-01", StringComparison.Ordinal))
            await Task.Delay(50);
        await _host.StopAsync();
        await _host.StartAsync();
        Assert.Single(await _host.Journal.EntriesAsync("ticked"));
    }
}
