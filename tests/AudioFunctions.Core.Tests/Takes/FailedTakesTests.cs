using System.Text.Json.Nodes;
using AudioFunctions.Core.Tests.Sessions;
using AudioFunctions.Core.Tests.Speech;
using AudioFunctions.Core.Tests.Storage;
using AudioFunctions.Sessions;
using AudioFunctions.Speech;
using AudioFunctions.Takes;
using AudioFunctions.Testing.Speech;
using AudioFunctions.Testing.Storage;
using AudioFunctions.Voices;
using Azure.Data.Tables;
using Azure.Storage.Blobs;

namespace AudioFunctions.Core.Tests.Takes;

/// <summary>Which responses of failed takes another take uses, checked by the bills.</summary>
[Collection(StorageTests.Name)]
public sealed class FailedTakesTests(AzuriteFixture azurite) : IAsyncLifetime, IDisposable
{
    private const string Script = """
        [META]
        video_title: t
        project: p
        [BEAT: 01_talk]
        name: Talk
        ---
        Me first.
        [CHARACTER: boomer]
        Me second.
        [END_BEAT]
        """;

    private static readonly RegenerateSettings Steady = new(Stability: 1);

    private readonly string _id = Guid.NewGuid().ToString("N");
    private readonly TakeLab _takes = new(azurite, Script);
    private readonly SessionStore _sessions = new(new TableServiceClient(azurite.ConnectionString), TimeProvider.System);

    public async Task InitializeAsync()
    {
        var script = await _takes.SaveScriptAsync(_id);
        await _sessions.CreateAsync(NewSession.Of(_id, script), default);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _takes.Dispose();

    [Fact]
    public async Task Responses_wait_for_the_take_that_requests_the_same_and_are_used_once()
    {
        await using var lab = await SpeechLab.StartAsync();
        await FailAsync(lab, "aaaaaaaaaaaa", RegenerateSettings.None, failed: null);
        await FailAsync(lab, "bbbbbbbbbbbb", Steady, failed: "aaaaaaaaaaaa");
        Assert.Equal(["Me first.", "Me first."], Bills(lab));

        await SpeakAsync(lab, "cccccccccccc", Steady, failed: "bbbbbbbbbbbb");
        Assert.Equal(["Me first.", "Me first.", "Me second."], Bills(lab));

        await SpeakAsync(lab, "dddddddddddd", RegenerateSettings.None, failed: "bbbbbbbbbbbb", seedOffset: 1);
        Assert.Equal(["Me first.", "Me first.", "Me second.", "Me second."], Bills(lab));

        await SpeakAsync(lab, "eeeeeeeeeeee", RegenerateSettings.None, failed: "bbbbbbbbbbbb");
        Assert.Equal(["Me first.", "Me second."], Bills(lab).Skip(4));
    }

    [Fact]
    public async Task With_a_fixed_seed_responses_wait_for_the_take_with_the_same_seed()
    {
        await using var lab = await SpeechLab.StartAsync(null, null, ("ElevenLabs:Seed", "7"));
        await FailAsync(lab, "aaaaaaaaaaaa", RegenerateSettings.None, failed: null, seedOffset: 1);

        await SpeakAsync(lab, "bbbbbbbbbbbb", RegenerateSettings.None, failed: "aaaaaaaaaaaa", seedOffset: 2);
        await SpeakAsync(lab, "cccccccccccc", RegenerateSettings.None, failed: "aaaaaaaaaaaa", seedOffset: 1);

        // Refused: the second.
        Assert.Equal(
            [("Me first.", 8), ("Me second.", 8), ("Me first.", 9), ("Me second.", 9), ("Me second.", 8)],
            lab.StandIn.Requests.Select(request => (request.Text, JsonNode.Parse(request.Body)!["seed"]!.GetValue<int>())));
    }

    [Fact]
    public async Task Takes_that_fail_at_the_same_time_both_keep_what_they_paid_for()
    {
        await using var lab = await SpeechLab.StartAsync();
        await FailAsync(lab, "aaaaaaaaaaaa", RegenerateSettings.None, failed: null);
        await FailAsync(lab, "bbbbbbbbbbbb", Steady, failed: null);
        await using var proxy = await StorageProxy.StartAsync(azurite.Server);
        var second = new Lazy<Task>(() => RecordAsync(_sessions, "bbbbbbbbbbbb"));
        // The first has read the beat's row when the second writes it.
        proxy.Before = call => call.IsTransactionWith("aaaaaaaaaaaa") ? second.Value : Task.CompletedTask;
        await RecordAsync(new SessionStore(new TableServiceClient(proxy.ConnectionString), TimeProvider.System), "aaaaaaaaaaaa");
        Assert.True(second.IsValueCreated);
        var failed = (await BeatAsync()).FailedTakeId;

        await SpeakAsync(lab, "cccccccccccc", Steady, failed);
        await SpeakAsync(lab, "dddddddddddd", RegenerateSettings.None, failed);

        Assert.Equal(["Me first.", "Me first.", "Me second.", "Me second."], Bills(lab));

        Task RecordAsync(SessionStore store, string takeId) =>
            store.RecordFailureAsync(_id, "01_talk", new BeatError("quota-exceeded", "Buy more."), takeId, default);
    }

    [Fact]
    public async Task A_beat_remembers_its_last_twenty_failed_takes_each_once()
    {
        IReadOnlyList<string> ids = [.. Enumerable.Range(0, 22).Select(i => $"{i:x12}")];
        foreach (var id in ids.Append(ids[20]))
            await _sessions.RecordFailureAsync(_id, "01_talk", new BeatError("quota-exceeded", "Buy more."), id, default);

        var expected = (string[])[ids[20], ids[21], .. ids.Skip(2).Take(18).Reverse()];
        Assert.Equal(expected, (await BeatAsync()).FailedTakeIds);
        Assert.Equal(expected, await _sessions.FindFailedTakeIdsAsync(_id, "01_talk", "", default));
    }

    [Fact]
    public async Task A_take_whose_instance_was_terminated_lends_its_responses_to_the_next_one()
    {
        await using var lab = await SpeechLab.StartAsync();
        await SpeakAsync(lab, "aaaaaaaaaaaa", Steady, failed: null);
        // A further take that has one of its two responses when its instance is terminated: no step records that.
        await FailAsync(lab, "bbbbbbbbbbbb", RegenerateSettings.None, failed: null, seedOffset: 1, instance: "ended");
        Assert.Null(await KeepAbandonedAsync(running: "ended"));
        var paid = Bills(lab).Count();

        var abandoned = await KeepAbandonedAsync(running: "another");
        await SpeakAsync(lab, "cccccccccccc", RegenerateSettings.None, abandoned);

        Assert.Equal("bbbbbbbbbbbb", abandoned);
        // A late step of the terminated instance sends nothing.
        Assert.True((await _sessions.FindLimitsAsync(_id, default)).IsTakeCancelled("bbbbbbbbbbbb"));
        Assert.Equal(["Me second."], Bills(lab).Skip(paid));
        Assert.Equal(["bbbbbbbbbbbb"], (await BeatAsync()).FailedTakeIds);
        Assert.Equal("bbbbbbbbbbbb", await KeepAbandonedAsync(running: "another"));
    }

    [Fact]
    public async Task A_retaken_line_whose_instance_was_terminated_is_not_paid_for_again()
    {
        await using var lab = await SpeechLab.StartAsync();
        await SpeakAsync(lab, "aaaaaaaaaaaa", RegenerateSettings.None, failed: null);
        var second = new TakeLine("aaaaaaaaaaaa", 1);
        await RunAsync(lab, "bbbbbbbbbbbb", RegenerateSettings.None, failed: null, seedOffset: null, second, "ended");
        Assert.Equal(3, Bills(lab).Count());

        await RunAsync(lab, "cccccccccccc", RegenerateSettings.None, await KeepAbandonedAsync(running: "another"), seedOffset: null, second);

        Assert.Equal(3, Bills(lab).Count());
    }

    [Fact]
    public async Task A_request_that_outlives_its_terminated_instance_is_waited_for()
    {
        await using var lab = await SpeechLab.StartAsync();
        var release = new TaskCompletionSource();
        lab.StandIn.Faults.When("Me second.", SpeechFault.HeldUntil(release.Task), times: 1);
        var outliving = RunAsync(lab, "aaaaaaaaaaaa", RegenerateSettings.None, failed: null, seedOffset: null, retake: null, "ended");
        await lab.StandIn.ReceivesAsync("Me second.");
        await using var proxy = await StorageProxy.StartAsync(azurite.Server);
        proxy.Before = call =>
        {
            // The next take looks at the lease.
            if (call.Method == "HEAD" && call.Path.EndsWith("aaaaaaaaaaaa.plan.json", StringComparison.Ordinal))
                release.TrySetResult();
            return Task.CompletedTask;
        };

        await RunAsync(
            lab, "bbbbbbbbbbbb", RegenerateSettings.None, await KeepAbandonedAsync(running: "another"), seedOffset: null, storage: proxy.ConnectionString);

        Assert.Equal(2, await outliving);
        Assert.Equal(["Me first.", "Me second."], Bills(lab));
    }

    [Fact]
    public async Task Of_two_takes_under_way_only_one_uses_a_response_and_if_it_fails_the_next_does()
    {
        await using var lab = await SpeechLab.StartAsync();
        await FailAsync(lab, "aaaaaaaaaaaa", RegenerateSettings.None, failed: null);
        await FailAsync(lab, "bbbbbbbbbbbb", RegenerateSettings.None, failed: "aaaaaaaaaaaa", instance: "one");
        Assert.Equal(["Me first."], Bills(lab));

        await RunAsync(lab, "cccccccccccc", RegenerateSettings.None, failed: "aaaaaaaaaaaa", seedOffset: null, instance: "two");
        await RunAsync(lab, "dddddddddddd", RegenerateSettings.None, failed: "bbbbbbbbbbbb", seedOffset: null, instance: "three");

        Assert.Equal(["Me first.", "Me second.", "Me second."], Bills(lab).Skip(1));
        Assert.Equal(FirstOf("aaaaaaaaaaaa"), (await _takes.Files.ReadRawAsync(new TakeKey(_id, "01_talk", "dddddddddddd"), 0, default)).CopyOf);
    }

    [Fact]
    public async Task Of_two_takes_that_find_a_response_at_the_same_time_only_one_uses_it()
    {
        await using var lab = await SpeechLab.StartAsync();
        await FailAsync(lab, "aaaaaaaaaaaa", RegenerateSettings.None, failed: null);
        await using var proxy = await StorageProxy.StartAsync(azurite.Server);
        var second = new Lazy<Task>(
            () => RunAsync(lab, "cccccccccccc", RegenerateSettings.None, failed: "aaaaaaaaaaaa", seedOffset: null, instance: "two"));
        // The first has seen that no take uses it.
        proxy.Before = call => call.IsBlobWrite("aaaaaaaaaaaa.raw-00") ? second.Value : Task.CompletedTask;

        await RunAsync(
            lab, "bbbbbbbbbbbb", RegenerateSettings.None, failed: "aaaaaaaaaaaa", seedOffset: null, instance: "one", storage: proxy.ConnectionString);

        Assert.True(second.IsValueCreated);
        Assert.Equal(["Me first.", "Me second.", "Me first.", "Me second."], Bills(lab));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_take_that_is_cancelled_while_it_waits_for_another_stops_waiting_and_sends_nothing(bool isProduction)
    {
        await using var lab = await SpeechLab.StartAsync();
        var release = new TaskCompletionSource();
        lab.StandIn.Faults.When("Me second.", SpeechFault.HeldUntil(release.Task), times: 1);
        var outliving = RunAsync(lab, "aaaaaaaaaaaa", RegenerateSettings.None, failed: null, seedOffset: null, retake: null, "ended");
        await lab.StandIn.ReceivesAsync("Me second.");
        var failed = await KeepAbandonedAsync(running: "another");
        await using var proxy = await StorageProxy.StartAsync(azurite.Server);
        // The next take looks at the lease.
        proxy.After = call => call.Method == "HEAD" && call.Path.EndsWith("aaaaaaaaaaaa.plan.json", StringComparison.Ordinal)
            ? CancelAsync()
            : Task.CompletedTask;

        var waiting = RunAsync(
            lab, "bbbbbbbbbbbb", RegenerateSettings.None, failed, seedOffset: null, instance: "running", storage: proxy.ConnectionString);
        var stopped = await Assert.ThrowsAsync<SpeechException>(() => waiting.WaitAsync(TimeSpan.FromSeconds(60)));

        Assert.Equal((SpeechCodes.Cancelled, false), (stopped.Code, stopped.IsRetryable));
        Assert.False(outliving.IsCompleted);
        release.SetResult();
        Assert.Equal(2, await outliving);
        Assert.Equal(["Me first.", "Me second."], lab.StandIn.Requests.Select(request => request.Text));

        Task CancelAsync() => isProduction ? _sessions.RequestCancelAsync(_id, default) : _sessions.CancelTakesAsync(_id, ["bbbbbbbbbbbb"], default);
    }

    private string FirstOf(string takeId) => new TakeKey(_id, "01_talk", takeId).RawBlob(0);

    private async Task<BeatRecord> BeatAsync() => (await _sessions.FindAsync(_id, default))!.Beats[0];

    private async Task<string?> KeepAbandonedAsync(string running) =>
        await new AbandonedTakes(new TakeFiles(_takes.Blobs), _sessions)
            .KeepAsync(_id, await BeatAsync(), (instance, _) => Task.FromResult(instance == running), default);

    private static IEnumerable<string> Bills(SpeechLab lab) => lab.StandIn.Bills.Select(bill => bill.Text);

    private async Task FailAsync(SpeechLab lab, string takeId, RegenerateSettings settings, string? failed, int? seedOffset = null, string? instance = null)
    {
        lab.StandIn.Faults.When("Me second.", SpeechFault.QuotaExceeded, times: 1);
        await Assert.ThrowsAsync<SpeechException>(() => RunAsync(lab, takeId, settings, failed, seedOffset, retake: null, instance));
    }

    private async Task SpeakAsync(SpeechLab lab, string takeId, RegenerateSettings settings, string? failed, int? seedOffset = null)
    {
        await RunAsync(lab, takeId, settings, failed, seedOffset);
        var record = new TakeRecord(takeId, "01_talk", "path", 1000, "elevenlabs", "model", 0, null, [], [], [], DateTimeOffset.UnixEpoch);
        await _sessions.AddTakeAsync(_id, record, default);
    }

    private Task<int> RunAsync(
        SpeechLab lab,
        string takeId,
        RegenerateSettings settings,
        string? failed,
        int? seedOffset,
        TakeLine? retake = null,
        string? instance = null,
        string? storage = null) =>
        _takes.Speaker(lab.Speech, storage is null ? null : new BlobServiceClient(storage))
            .SpeakAsync(new TakeKey(_id, "01_talk", takeId), settings, failed, seedOffset, rulesOf: null, retake, instance, default);
}
