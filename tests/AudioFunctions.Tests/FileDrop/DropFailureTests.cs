using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Storage;
using Azure.Storage.Blobs;

namespace AudioFunctions.Tests.FileDrop;

/// <summary>Duplicate events, kills, and files that can't be processed.</summary>
public sealed class DropFailureTests(ProxiedApp shared) : IClassFixture<ProxiedApp>, IDisposable
{
    private readonly DropCalls _drop = new(shared.App.Storage.ConnectionString);
    private readonly int _billedBefore = shared.App.Speech.Bills.Count;
    private int _ended;

    private StandInApp App => shared.App;

    public void Dispose() => shared.Proxy.Unhook();

    [Fact]
    public async Task Same_file_after_a_restart_with_lost_receipts_is_the_same_session()
    {
        await using var app = await StandInApp.StartAsync();
        var drop = new DropCalls(app.Storage.ConnectionString);
        var version = await drop.PutAsync("one.els", ScriptText.OneBeat);
        var first = await drop.ReportAsync("one", version);
        await DropCalls.ProducedAsync(app.Client, first);
        await app.Process.StopAsync();
        // The receipts of the local host, and those of the official extension for blobs that it lists itself.
        await DeleteAsync(app, "azure-webjobs-hosts", "localhost-events/");
        await DeleteAsync(app, "azure-webjobs-hosts", "blobreceipts/");
        await DeleteAsync(app, "els-reports", "one");

        await app.Process.StartAgainAsync();
        var second = await drop.ReportAsync("one", version);

        Assert.Equal(first.ToJsonString(), second.ToJsonString());
        Assert.Single(await drop.NamesAsync("scripts", ""), name => name.EndsWith(".els", StringComparison.Ordinal));
        Assert.Single(app.Speech.Bills);
    }

    [Fact]
    public async Task Drop_killed_before_each_write_makes_one_session()
    {
        var scripts = await ScriptsAsync();
        var kills = new KillSchedule()
            .Before("the file is noted as told", call => call.IsBlobWrite("/localhost-events/"), Victim.Host, 1)
            .After("the script is stored", call => call.IsBlobWrite("/scripts/") && call.IsBlobWrite(".els"), Victim.Worker, 1)
            .Before("the report is stored", call => call.IsBlobWrite("/els-reports/killed"), Victim.Worker, 1);
        kills.Arm(shared.Proxy, App.Process);
        var version = await _drop.PutAsync("killed.els", ScriptText.OneBeat);

        using var timeout = new CancellationTokenSource(DropCalls.Timeout);
        while (kills.Done.Count < kills.Planned.Count)
        {
            if (App.Process.HasEnded)
                await App.Process.TryStartAgainAsync();
            await Task.Delay(20, timeout.Token);
        }

        await App.Process.ReviveAsync();
        await DropCalls.ProducedAsync(App.Client, await _drop.ReportAsync("killed", version));
        Assert.Equal(kills.Planned, kills.Done);
        Assert.Equal(scripts + 1, await ScriptsAsync());
        Assert.Single(App.Speech.Bills.Skip(_billedBefore));
    }

    [Fact]
    public async Task Persistently_failing_file_is_reported_and_set_aside_and_the_next_ones_continue()
    {
        await using var storage = new ProxiedStorage();
        await using var app = await StartAsync(storage, attempts: 2, settings => settings.With("Drop__RetrySeconds", "1"));
        var drop = new DropCalls(app.Storage.ConnectionString);
        var setAside = new TaskCompletionSource<string>();
        storage.Proxy.Before = call =>
        {
            if (call.Method == "POST" && call.Path.EndsWith("/webjobs-blobtrigger-poison/messages", StringComparison.Ordinal))
                setAside.TrySetResult(Encoding.UTF8.GetString(call.Body).TrimStart('\uFEFF'));
            return call.IsBlobWrite("/scripts/") && Encoding.UTF8.GetString(call.Body).Contains("poison", StringComparison.Ordinal)
                ? throw new InvalidOperationException("The disk of the storage is full.")
                : Task.CompletedTask;
        };
        var version = await drop.PutAsync("a-bad-one.els", ScriptText.OneBeat.Replace("one thing", "poison", StringComparison.Ordinal));
        var good = await drop.DropAsync("good", ScriptText.OneBeat);
        await DropCalls.ProducedAsync(app.Client, good);

        var report = await drop.ReportAsync("a-bad-one", version);
        Assert.Equal("storage-unavailable", report["error"]!["code"]!.GetValue<string>());
        Assert.Contains("The storage account returned 500", report["error"]!["message"]!.GetValue<string>(), StringComparison.Ordinal);

        var message = XDocument.Parse(await setAside.Task.WaitAsync(DropCalls.Timeout)).Descendants("MessageText").Single().Value;
        Assert.Equal("a-bad-one.els", JsonNode.Parse(Convert.FromBase64String(message))!["BlobName"]!.GetValue<string>());
        Assert.Equal(["a-bad-one.els"], await drop.NamesAsync("els-drop", "a-bad"));
    }

    [Fact]
    public async Task Outage_longer_than_the_storage_clients_retries_does_not_set_a_file_aside()
    {
        await using var storage = new ProxiedStorage();
        await using var app = await StartAsync(storage, attempts: 1);
        var drop = new DropCalls(app.Storage.ConnectionString);
        // A storage client makes four attempts; the host's only attempt must outlast them.
        var refusals = 6;
        storage.Proxy.Before = call => call.IsBlobWrite("/scripts/") && Interlocked.Decrement(ref refusals) >= 0
            ? throw new InvalidOperationException("The storage is busy.")
            : Task.CompletedTask;

        var report = await drop.DropAsync("one", ScriptText.OneBeat);

        Assert.True(report["accepted"]!.GetValue<bool>(), report.ToJsonString());
        Assert.True(refusals < 0);
    }

    [Fact]
    public async Task Transient_failure_ends_with_a_report_of_success()
    {
        var refusals = 4;
        shared.Proxy.Before = call => call.IsBlobWrite("/scripts/") && Interlocked.Decrement(ref refusals) >= 0
            ? throw new InvalidOperationException("The storage is busy.")
            : Task.CompletedTask;
        var version = await _drop.PutAsync("transient.els", ScriptText.OneBeat);

        using var timeout = new CancellationTokenSource(DropCalls.Timeout);
        var report = await _drop.ReportAsync("transient", version);
        while (!report["accepted"]!.GetValue<bool>())
        {
            await Task.Delay(50, timeout.Token);
            report = await _drop.ReportAsync("transient", version);
        }

        await DropCalls.ProducedAsync(App.Client, report);
    }

    [Fact]
    public async Task Report_on_an_old_version_never_replaces_the_newer_one()
    {
        var release = new TaskCompletionSource();
        var holding = new TaskCompletionSource();
        shared.Proxy.Before = call =>
        {
            if (!call.IsBlobWrite("/els-reports/newer.json") || !Encoding.UTF8.GetString(call.Body).Contains("\"accepted\":false", StringComparison.Ordinal))
                return Task.CompletedTask;
            holding.TrySetResult();
            return release.Task;
        };
        await _drop.PutAsync("newer.els", "not a script");
        shared.Proxy.After = call =>
        {
            if (call.Method == "DELETE" && call.Path.Contains("webjobs-blobtrigger", StringComparison.Ordinal))
                Interlocked.Increment(ref _ended);
            return Task.CompletedTask;
        };
        await holding.Task.WaitAsync(DropCalls.Timeout);

        var newer = await _drop.DropAsync("newer", ScriptText.OneBeat);
        release.SetResult();
        var other = await _drop.DropAsync("other", ScriptText.OneBeat);
        await EndedAsync(runs: 3);

        Assert.True(newer["accepted"]!.GetValue<bool>());
        var last = await new BlobClient(App.Storage.ConnectionString, "els-reports", "newer.json").DownloadContentAsync();
        Assert.Equal(newer.ToJsonString(), last.Value.Content.ToString());
        // The next test counts what is billed.
        await DropCalls.ProducedAsync(App.Client, newer);
        await DropCalls.ProducedAsync(App.Client, other);
    }

    /// <param name="attempts">How often the host tries before it sets a file aside.</param>
    private static Task<StandInApp> StartAsync(ProxiedStorage storage, int attempts, Action<AppSettings>? configure = null) => StandInApp.StartAsync(
        connection: storage.StartAsync,
        configure: settings =>
        {
            settings.With("AzureFunctionsJobHost__extensions__blobs__poisonBlobThreshold", $"{attempts}");
            configure?.Invoke(settings);
        });

    private async Task<int> ScriptsAsync()
    {
        await new BlobContainerClient(App.Storage.ConnectionString, "scripts").CreateIfNotExistsAsync();
        return (await _drop.NamesAsync("scripts", "")).Count(name => name.EndsWith(".els", StringComparison.Ordinal));
    }

    private static async Task DeleteAsync(StandInApp app, string container, string prefix)
    {
        var blobs = new BlobContainerClient(app.Storage.ConnectionString, container);
        foreach (var name in await new DropCalls(app.Storage.ConnectionString).NamesAsync(container, prefix))
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
