using System.Text;
using System.Text.Json;
using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace AudioFunctions.Tests.Drop;

/// <summary>Events that come twice, kills, and files that cannot be dealt with.</summary>
public sealed class DropFailureTests : IAsyncLifetime
{
    private StorageProxy _proxy = null!;
    private StandInApp _app = null!;
    private DropCalls _drop = null!;

    public async Task InitializeAsync()
    {
        _app = await StandInApp.StartAsync(
            connection: async azurite => (_proxy = await StorageProxy.StartAsync(azurite)).ConnectionString);
        _drop = new DropCalls(_app.Storage.ConnectionString);
    }

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        await _proxy.DisposeAsync();
    }

    [Fact]
    public async Task The_same_file_again_after_a_restart_with_lost_receipts_is_the_same_session()
    {
        var version = await _drop.PutAsync("one.els", ScriptText.OneBeat);
        var first = await _drop.ReportAsync("one", version);
        await DropCalls.ProducedAsync(_app.Client, first);
        await _app.Process.StopAsync();
        await DeleteAsync("azure-webjobs-hosts", "blobreceipts/");
        await DeleteAsync("els-reports", "one");

        await _app.Process.StartAgainAsync();
        var second = await _drop.ReportAsync("one", version);

        Assert.Equal(first.ToJsonString(), second.ToJsonString());
        Assert.Single(await _drop.NamesAsync("scripts", ""), name => name.EndsWith(".els", StringComparison.Ordinal));
        Assert.Single(_app.Speech.Bills);
    }

    [Fact]
    public async Task Killed_before_each_write_of_the_drop_one_session_comes_of_it()
    {
        var receipts = 0;
        var kills = new HashSet<string>();
        _proxy.Before = async call =>
        {
            // The first receipt begins a run, the fifth is written when one has ended: two runs were cut off in between.
            var write = call.IsBlobWrite("/blobreceipts/") ? $"receipt {++receipts}"
                : call.IsBlobWrite(".els") && call.IsBlobWrite("/scripts/") ? "script"
                : call.IsBlobWrite("/els-reports/") ? "report"
                : "other";
            if (write is ("receipt 1" or "receipt 5" or "script" or "report") && kills.Add(write))
                await AppProcess.CutOffAsync(_app.Process.KillAsync);
        };
        var version = await _drop.PutAsync("one.els", ScriptText.OneBeat);

        for (var life = 1; life <= 4; life++)
        {
            await _app.Process.WaitForEndAsync().WaitAsync(DropCalls.Patience);
            await _app.Process.TryStartAgainAsync();
        }

        await DropCalls.ProducedAsync(_app.Client, await _drop.ReportAsync("one", version));
        Assert.Equal(["receipt 1", "script", "report", "receipt 5"], kills);
        Assert.Single(await _drop.NamesAsync("scripts", ""), name => name.EndsWith(".els", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_that_fails_again_and_again_is_reported_and_set_aside_and_the_next_go_on()
    {
        await _app.Process.StopAsync();
        _app.Settings.With("AzureFunctionsJobHost__extensions__blobs__poisonBlobThreshold", "2").With("Drop__RetrySeconds", "1");
        await _app.Process.StartAgainAsync();
        _proxy.Before = call => call.IsBlobWrite("/scripts/") && Encoding.UTF8.GetString(call.Body).Contains("poison", StringComparison.Ordinal)
            ? throw new InvalidOperationException("The disk of the storage is full.")
            : Task.CompletedTask;
        var version = await _drop.PutAsync("a-bad-one.els", ScriptText.OneBeat.Replace("one thing", "poison", StringComparison.Ordinal));
        var good = await _drop.DropAsync("good", ScriptText.OneBeat);
        await DropCalls.ProducedAsync(_app.Client, good);

        var report = await _drop.ReportAsync("a-bad-one", version);
        Assert.Equal("storage-unavailable", report["error"]!["code"]!.GetValue<string>());
        Assert.Contains("The storage account answers 500", report["error"]!["message"]!.GetValue<string>(), StringComparison.Ordinal);

        var poison = await PoisonAsync();
        Assert.Equal(("a-bad-one.els", 2), (poison.GetProperty("BlobName").GetString(), poison.GetProperty("Tries").GetInt32()));
        Assert.Equal(["a-bad-one.els"], await _drop.NamesAsync("els-drop", "a-bad"));
    }

    [Fact]
    public async Task An_outage_longer_than_the_storage_clients_own_retries_does_not_set_a_file_aside()
    {
        await _app.Process.StopAsync();
        _app.Settings.With("AzureFunctionsJobHost__extensions__blobs__poisonBlobThreshold", "1");
        await _app.Process.StartAgainAsync();
        // A storage client tries four times; the host's only try must outlast that.
        var refusals = 6;
        _proxy.Before = call => call.IsBlobWrite("/scripts/") && Interlocked.Decrement(ref refusals) >= 0
            ? throw new InvalidOperationException("The storage is busy.")
            : Task.CompletedTask;

        var report = await _drop.DropAsync("one", ScriptText.OneBeat);

        Assert.True(report["accepted"]!.GetValue<bool>(), report.ToJsonString());
        Assert.True(refusals < 0);
    }

    [Fact]
    public async Task A_failure_that_passes_leaves_a_report_of_success()
    {
        var refusals = 4;
        _proxy.Before = call => call.IsBlobWrite("/scripts/") && Interlocked.Decrement(ref refusals) >= 0
            ? throw new InvalidOperationException("The storage is busy.")
            : Task.CompletedTask;
        var version = await _drop.PutAsync("one.els", ScriptText.OneBeat);

        using var patience = new CancellationTokenSource(DropCalls.Patience);
        var report = await _drop.ReportAsync("one", version);
        while (!report["accepted"]!.GetValue<bool>())
        {
            await Task.Delay(50, patience.Token);
            report = await _drop.ReportAsync("one", version);
        }

        await DropCalls.ProducedAsync(_app.Client, report);
    }

    [Fact]
    public async Task A_report_on_an_old_version_never_replaces_the_newer_one()
    {
        var release = new TaskCompletionSource();
        var holding = new TaskCompletionSource();
        _proxy.Before = call =>
        {
            if (!call.IsBlobWrite("/els-reports/one.json") || !Encoding.UTF8.GetString(call.Body).Contains("\"accepted\":false", StringComparison.Ordinal))
                return Task.CompletedTask;
            holding.TrySetResult();
            return release.Task;
        };
        await _drop.PutAsync("one.els", "not a script");
        await holding.Task.WaitAsync(DropCalls.Patience);

        var newer = await _drop.DropAsync("one", ScriptText.OneBeat);
        release.SetResult();
        await _drop.DropAsync("two", ScriptText.OneBeat);
        await CompletedAsync(receipts: 3);

        Assert.True(newer["accepted"]!.GetValue<bool>());
        var last = await new BlobClient(_app.Storage.ConnectionString, "els-reports", "one.json").DownloadContentAsync();
        Assert.Equal(newer.ToJsonString(), last.Value.Content.ToString());
    }

    private async Task DeleteAsync(string container, string prefix)
    {
        var blobs = new BlobContainerClient(_app.Storage.ConnectionString, container);
        foreach (var name in await _drop.NamesAsync(container, prefix))
            await blobs.DeleteBlobAsync(name);
    }

    private async Task CompletedAsync(int receipts)
    {
        var blobs = new BlobContainerClient(_app.Storage.ConnectionString, "azure-webjobs-hosts");
        using var patience = new CancellationTokenSource(DropCalls.Patience);
        int completed;
        do
        {
            completed = 0;
            await foreach (var receipt in blobs.GetBlobsAsync(new GetBlobsOptions { Traits = BlobTraits.Metadata }, patience.Token))
                completed += receipt.Metadata.ContainsKey("Completed") ? 1 : 0;
        }
        while (completed < receipts);
    }

    private async Task<JsonElement> PoisonAsync()
    {
        var blobs = new BlobContainerClient(_app.Storage.ConnectionString, "azure-webjobs-hosts");
        using var patience = new CancellationTokenSource(DropCalls.Patience);
        while (true)
        {
            foreach (var name in await _drop.NamesAsync(blobs.Name, "webjobs-blobtrigger-poison/"))
                return (await blobs.GetBlobClient(name).DownloadContentAsync(patience.Token)).Value.Content.ToObjectFromJson<JsonElement>();
            await Task.Delay(50, patience.Token);
        }
    }
}
