using System.Collections.Concurrent;
using AudioFunctions.Core.Tests.Speech;
using AudioFunctions.Core.Tests.Storage;
using AudioFunctions.Scripts;
using AudioFunctions.Sessions;
using AudioFunctions.Takes;
using AudioFunctions.Testing.Storage;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Logging.Abstractions;

namespace AudioFunctions.Core.Tests.Takes;

/// <summary>How many plans are read to find the takes that a terminated instance left.</summary>
[Collection(StorageTests.Name)]
public sealed class AbandonedTakesTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly string _id = Guid.NewGuid().ToString("N");
    private readonly SessionStore _sessions = new(new TableServiceClient(azurite.ConnectionString), TimeProvider.System);

    private TakeFiles Files => new(new BlobServiceClient(azurite.ConnectionString));

    public Task InitializeAsync() => _sessions.CreateAsync(new NewSession(_id, "t", "p", [new NewBeat("01_talk", "Talk", "boomer")]), default);

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Plans_of_takes_that_are_too_old_to_be_used_are_not_read_again()
    {
        IReadOnlyList<string> ids = [.. Enumerable.Range(0, 23).Select(i => $"{i:x12}")];
        await AddAsync(ids);
        var (last, first) = await KeepAsync();
        var newest = (await BeatAsync()).FailedTakeIds;
        var (same, again) = await KeepAsync();
        await AddAsync(["aaaaaaaaaaaa"]);
        var (next, afterAnother) = await KeepAsync();

        Assert.Equal((ids[22], ids[22], "aaaaaaaaaaaa"), (last, same, next));
        Assert.Equal(ids.Reverse().Take(20), newest);
        Assert.Equal((23, 0, 21), (first, again, afterAnother));
        Assert.Equal(["aaaaaaaaaaaa", .. newest.Take(19)], (await BeatAsync()).FailedTakeIds);
    }

    [Fact]
    public async Task A_take_that_is_too_old_is_looked_at_again_after_a_late_run_of_it()
    {
        IReadOnlyList<string> ids = [.. Enumerable.Range(0, 21).Select(i => $"{i:x12}")];
        await AddAsync(ids);
        await KeepAsync();
        Assert.DoesNotContain(Take(ids[0]), await Files.FindPlansAsync(_id, "01_talk", default));

        await using (var late = await Files.LeaseAsync(Take(ids[0]), TimeProvider.System, NullLogger.Instance, default))
            await late.AcquireAsync(default);

        Assert.Contains(Take(ids[0]), await Files.FindPlansAsync(_id, "01_talk", default));
    }

    private TakeKey Take(string id) => new(_id, "01_talk", id);

    private async Task AddAsync(IReadOnlyList<string> ids)
    {
        foreach (var id in ids)
        {
            var plan = new TakePlan(PauseMode.Add, null, [Beats.Segment("Only voice.")], DateTimeOffset.UtcNow) { InstanceId = "ended" };
            await Files.TryAddPlanAsync(Take(id), plan, default);
        }
    }

    private async Task<BeatRecord> BeatAsync() => (await _sessions.FindAsync(_id, default))!.Beats[0];

    /// <returns>The last abandoned take, and how many plans were read to find it.</returns>
    private async Task<(string? Last, int Reads)> KeepAsync()
    {
        var reads = new ConcurrentBag<string>();
        await using var proxy = await StorageProxy.StartAsync(azurite.Server);
        proxy.Before = call =>
        {
            if (call.Method == "GET" && call.Path.EndsWith(".plan.json", StringComparison.Ordinal))
                reads.Add(call.Path);
            return Task.CompletedTask;
        };
        var abandoned = new AbandonedTakes(new TakeFiles(new BlobServiceClient(proxy.ConnectionString)), _sessions);
        return (await abandoned.KeepAsync(_id, await BeatAsync(), (_, _) => Task.FromResult(false), default), reads.Count);
    }
}
