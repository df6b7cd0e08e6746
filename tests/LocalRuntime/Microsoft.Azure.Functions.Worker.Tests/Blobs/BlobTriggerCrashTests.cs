using AudioFunctions.Testing.Storage;
using Azure.Storage.Blobs;
using Microsoft.Azure.Functions.Worker.Tests.Hosting;

namespace Microsoft.Azure.Functions.Worker.Tests.Blobs;

/// <summary>The test app as a process that is killed, and a storage that goes away.</summary>
public sealed class BlobTriggerCrashTests : IAsyncLifetime, IDisposable
{
    private readonly AppFolder _folder = new();
    private AzuriteServer _azurite = null!;

    public async Task InitializeAsync()
    {
        _azurite = await AzuriteServer.StartAsync();
        await Drops.CreateAsync();
    }

    public async Task DisposeAsync() => await _azurite.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_run_that_a_kill_cut_off_is_run_again()
    {
        var gate = Path.Combine(_folder.Path, "gate");
        await File.WriteAllTextAsync(gate, "");
        await DropAsync("a", gate);
        await using (var first = Start())
        {
            await first.LineWithAsync("begins a");
            first.Signal("KILL");
            await first.ExitAsync();
        }

        File.Delete(gate);
        await using var second = Start();
        await second.LineWithAsync("ends a");
    }

    [Fact]
    public async Task A_blob_that_ends_the_process_each_time_is_set_aside_too()
    {
        const int endedBySignalAbort = 128 + 6;
        await DropAsync("a", "end the process");
        for (var life = 1; life <= 2; life++)
        {
            await using var killed = Start();
            Assert.Equal(endedBySignalAbort, (await killed.ExitAsync()).ExitCode);
        }

        await using var last = Start();
        await last.LineWithAsync("drops/in/a.txt is set aside after 2 tries");
        await DropAsync("b", "");
        await last.LineWithAsync("ends b");
        Assert.DoesNotContain(last.Output, line => line.Contains("begins a", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_outage_of_the_storage_is_said_once_and_the_watch_goes_on_after_it()
    {
        await using var app = Start("--Logging:LogLevel:LocalRuntime.Blobs=Information");
        await DropAsync("a", "");
        await app.LineWithAsync("ends a");

        await _azurite.StopAsync();
        await app.LineWithAsync("Container drops cannot be watched");
        await _azurite.StartAgainAsync();
        await app.LineWithAsync("Container drops is watched again");

        await DropAsync("b", "");
        await app.LineWithAsync("ends b");
        Assert.Single(app.Output, line => line.Contains("cannot be watched", StringComparison.Ordinal));
        Assert.Single(app.Output, line => line.Contains("begins a", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_storage_that_is_out_of_reach_does_not_hold_up_the_stop()
    {
        await _azurite.StopAsync();
        await using var app = Start();
        using var client = await app.ClientAsync();

        app.Signal("TERM");

        Assert.Equal(0, (await app.ExitAsync()).ExitCode);
    }

    private BlobContainerClient Drops => new(_azurite.ConnectionString, "drops");

    private async Task DropAsync(string name, string content) =>
        await Drops.GetBlobClient($"in/{name}.txt").UploadAsync(BinaryData.FromString(content), overwrite: true);

    private AppProcess Start(params string[] settings) => AppProcess.Start(
        _folder,
        ["--AzureWebJobsStorage=" + _azurite.ConnectionString, "--AzureFunctionsJobHost:extensions:blobs:poisonBlobThreshold=2",
            "--Logging:LogLevel:LocalRuntime.Host=Information", .. settings]);
}
