using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using AudioFunctions.Testing.Storage;
using Azure.Storage.Blobs;

namespace AudioFunctions.Tests.FileDrop;

/// <summary>Duplicate events, kills, and files that can't be processed.</summary>
public sealed class DropFailureTests : IAsyncLifetime
{
    private StorageProxy _proxy = null!;
    private StandInApp _app = null!;
    private DropCalls _drop = null!;
    private int _ended;

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
    public async Task Same_file_after_a_restart_with_lost_receipts_is_the_same_session()
    {
        var version = await _drop.PutAsync("one.els", ScriptText.OneBeat);
        var first = await _drop.ReportAsync("one", version);
        await DropCalls.ProducedAsync(_app.Client, first);
        await _app.Process.StopAsync();
        // The receipts of the local host, and those of the official extension for blobs that it lists itself.
        await DeleteAsync("azure-webjobs-hosts", "localhost-events/");
        await DeleteAsync("azure-webjobs-hosts", "blobreceipts/");
        await DeleteAsync("els-reports", "one");

        await _app.Process.StartAgainAsync();
        var second = await _drop.ReportAsync("one", version);

        Assert.Equal(first.ToJsonString(), second.ToJsonString());
        Assert.Single(await _drop.NamesAsync("scripts", ""), name => name.EndsWith(".els", StringComparison.Ordinal));
        Assert.Single(_app.Speech.Bills);
    }

    [Fact]
    public async Task Drop_killed_before_each_write_makes_one_session()
    {
        var kills = new KillSchedule()
            .Before("the file is noted as told", call => call.IsBlobWrite("/localhost-events/"), Victim.Host, 1)
            .After("the script is stored", call => call.IsBlobWrite("/scripts/") && call.IsBlobWrite(".els"), Victim.Worker, 1)
            .Before("the report is stored", call => call.IsBlobWrite("/els-reports/one"), Victim.Worker, 1);
        kills.Arm(_proxy, _app.Process);
        var version = await _drop.PutAsync("one.els", ScriptText.OneBeat);

        using var timeout = new CancellationTokenSource(DropCalls.Timeout);
        while (kills.Done.Count < kills.Planned.Count)
        {
            if (_app.Process.HasEnded)
                await _app.Process.TryStartAgainAsync();
            await Task.Delay(20, timeout.Token);
        }

        await _app.Process.ReviveAsync();
        await DropCalls.ProducedAsync(_app.Client, await _drop.ReportAsync("one", version));
        Assert.Equal(kills.Planned, kills.Done);
        Assert.Single(await _drop.NamesAsync("scripts", ""), name => name.EndsWith(".els", StringComparison.Ordinal));
        Assert.Single(_app.Speech.Bills);
    }

    [Fact]
    public async Task Persistently_failing_file_is_reported_and_set_aside_and_the_next_ones_continue()
    {
        await _app.Process.StopAsync();
        _app.Settings.With("AzureFunctionsJobHost__extensions__blobs__poisonBlobThreshold", "2").With("Drop__RetrySeconds", "1");
        await _app.Process.StartAgainAsync();
        var setAside = new TaskCompletionSource<string>();
        _proxy.Before = call =>
        {
            if (call.Method == "POST" && call.Path.EndsWith("/webjobs-blobtrigger-poison/messages", StringComparison.Ordinal))
                setAside.TrySetResult(Encoding.UTF8.GetString(call.Body).TrimStart('\uFEFF'));
            return call.IsBlobWrite("/scripts/") && Encoding.UTF8.GetString(call.Body).Contains("poison", StringComparison.Ordinal)
                ? throw new InvalidOperationException("The disk of the storage is full.")
                : Task.CompletedTask;
        };
        var version = await _drop.PutAsync("a-bad-one.els", ScriptText.OneBeat.Replace("one thing", "poison", StringComparison.Ordinal));
        var good = await _drop.DropAsync("good", ScriptText.OneBeat);
        await DropCalls.ProducedAsync(_app.Client, good);

        var report = await _drop.ReportAsync("a-bad-one", version);
        Assert.Equal("storage-unavailable", report["error"]!["code"]!.GetValue<string>());
        Assert.Contains("The storage account returned 500", report["error"]!["message"]!.GetValue<string>(), StringComparison.Ordinal);

        var message = XDocument.Parse(await setAside.Task.WaitAsync(DropCalls.Timeout)).Descendants("MessageText").Single().Value;
        Assert.Equal("a-bad-one.els", JsonNode.Parse(Convert.FromBase64String(message))!["BlobName"]!.GetValue<string>());
        Assert.Equal(["a-bad-one.els"], await _drop.NamesAsync("els-drop", "a-bad"));
    }

    [Fact]
    public async Task Outage_longer_than_the_storage_clients_retries_does_not_set_a_file_aside()
    {
        await _app.Process.StopAsync();
        _app.Settings.With("AzureFunctionsJobHost__extensions__blobs__poisonBlobThreshold", "1");
        await _app.Process.StartAgainAsync();
        // A storage client makes four attempts; the host's only attempt must outlast them.
        var refusals = 6;
        _proxy.Before = call => call.IsBlobWrite("/scripts/") && Interlocked.Decrement(ref refusals) >= 0
            ? throw new InvalidOperationException("The storage is busy.")
            : Task.CompletedTask;

        var report = await _drop.DropAsync("one", ScriptText.OneBeat);

        Assert.True(report["accepted"]!.GetValue<bool>(), report.ToJsonString());
        Assert.True(refusals < 0);
    }

    [Fact]
    public async Task Transient_failure_ends_with_a_report_of_success()
    {
        var refusals = 4;
        _proxy.Before = call => call.IsBlobWrite("/scripts/") && Interlocked.Decrement(ref refusals) >= 0
            ? throw new InvalidOperationException("The storage is busy.")
            : Task.CompletedTask;
        var version = await _drop.PutAsync("one.els", ScriptText.OneBeat);

        using var timeout = new CancellationTokenSource(DropCalls.Timeout);
        var report = await _drop.ReportAsync("one", version);
        while (!report["accepted"]!.GetValue<bool>())
        {
            await Task.Delay(50, timeout.Token);
            report = await _drop.ReportAsync("one", version);
        }

        await DropCalls.ProducedAsync(_app.Client, report);
    }

    [Fact]
    public async Task Report_on_an_old_version_never_replaces_the_newer_one()
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
        _proxy.After = call =>
        {
            if (call.Method == "DELETE" && call.Path.Contains("webjobs-blobtrigger", StringComparison.Ordinal))
                Interlocked.Increment(ref _ended);
            return Task.CompletedTask;
        };
        await holding.Task.WaitAsync(DropCalls.Timeout);

        var newer = await _drop.DropAsync("one", ScriptText.OneBeat);
        release.SetResult();
        await _drop.DropAsync("two", ScriptText.OneBeat);
        await EndedAsync(runs: 3);

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

    /// <summary>The blob extension deletes its message when a run has succeeded.</summary>
    private async Task EndedAsync(int runs)
    {
        using var timeout = new CancellationTokenSource(DropCalls.Timeout);
        while (Volatile.Read(ref _ended) < runs)
            await Task.Delay(20, timeout.Token);
    }
}
