using AudioFunctions.Core.Tests.Speech;
using AudioFunctions.Core.Tests.Storage;
using AudioFunctions.Scripts;
using AudioFunctions.Sessions;
using AudioFunctions.Speech;
using AudioFunctions.Takes;
using AudioFunctions.Testing.Speech;
using AudioFunctions.Testing.Storage;
using AudioFunctions.Voices;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Logging.Abstractions;

namespace AudioFunctions.Core.Tests.Takes;

/// <summary>The step that speaks a take runs twice concurrently: a message reappeared too early, or two hosts run it.</summary>
[Collection(StorageTests.Name)]
public sealed class TakeLeaseTests(AzuriteFixture azurite) : IDisposable
{
    private const string Script = """
        [META]
        video_title: t
        project: p
        [BEAT: 01_talk]
        name: Talk
        ---
        Only voice.
        [END_BEAT]
        """;

    /// <summary>More polls than fit into a lease that isn't renewed.</summary>
    private static readonly int ManyLooks = (int)(TakeLease.Lifetime * 1.6 / TakeLease.BetweenLooks);

    private readonly TakeKey _take = TakeLab.NewKey();
    private readonly TakeLab _takes = new(azurite, Script);

    public void Dispose() => _takes.Dispose();

    [Fact]
    public async Task Of_two_concurrent_runs_one_sends_and_the_other_waits_for_its_result()
    {
        await using var lab = await StartAsync();
        await using var proxy = await StorageProxy.StartAsync(azurite.Server);
        var release = new TaskCompletionSource();
        lab.StandIn.Faults.Next(SpeechFault.HeldUntil(release.Task));
        var first = SpeakAsync(lab.Speech, azurite.ConnectionString);
        await SentAsync(lab);
        var looks = 0;
        proxy.After = call =>
        {
            if (IsLook(call) && Interlocked.Increment(ref looks) == ManyLooks)
                release.TrySetResult();
            return Task.CompletedTask;
        };

        var runs = await Task.WhenAll(first, SpeakAsync(lab.AnotherProcess(), proxy.ConnectionString));

        Assert.Equal([1, 1], runs);
        Assert.Single(lab.StandIn.Bills);
        Assert.Single(lab.StandIn.Requests);
    }

    [Fact]
    public async Task Of_two_runs_that_write_the_plan_concurrently_only_the_one_whose_plan_was_stored_sends()
    {
        await using var lab = await StartAsync();
        await using var proxy = await StorageProxy.StartAsync(azurite.Server);
        var (planned, both) = (0, new TaskCompletionSource());
        proxy.Before = call =>
        {
            if (!call.IsBlobWrite(_take.PlanBlob) || call.Body.Length == 0)
                return Task.CompletedTask;
            if (Interlocked.Increment(ref planned) == 2)
                both.SetResult();
            return both.Task;
        };

        var runs = await Task.WhenAll(
            SpeakAsync(lab.Speech, proxy.ConnectionString), SpeakAsync(lab.AnotherProcess(), proxy.ConnectionString));

        Assert.Equal([1, 1], runs);
        Assert.Single(lab.StandIn.Requests);
        Assert.Single(lab.StandIn.Bills);
    }

    [Fact]
    public async Task A_run_whose_plan_came_second_does_not_change_the_note_of_the_first()
    {
        await using var lab = await StartAsync();
        await using var proxy = await StorageProxy.StartAsync(azurite.Server);
        var sent = new RequestNote("elevenlabs", "eleven_turbo_v2_5", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);
        RequestNote? left = null;
        var first = new Lazy<Task<TakeLease>>(async () =>
        {
            await _takes.Files.NoteRequestAsync(_take, 0, sent, default);
            return await HeldAsync(TimeProvider.System);
        });
        proxy.Before = call => call.IsBlobWrite($"{_take.Id}.") ? first.Value : Task.CompletedTask;
        proxy.After = async call =>
        {
            if (!IsLook(call) || left is not null)
                return;
            left = await _takes.Files.FindRequestAsync(_take, 0, default);
            await _takes.Files.NoteRequestAsync(_take, 0, null, default);
            await (await first.Value).DisposeAsync();
        };

        Assert.Equal(1, await SpeakAsync(lab.Speech, proxy.ConnectionString));

        Assert.Equal(sent, left);
    }

    [Fact]
    public async Task When_the_sending_run_gives_up_the_waiting_run_sends()
    {
        await using var lab = await StartAsync();
        await using var proxy = await StorageProxy.StartAsync(azurite.Server);
        var looked = new TaskCompletionSource();
        var first = await HeldAsync(TimeProvider.System);
        proxy.After = call =>
        {
            if (IsLook(call))
                looked.TrySetResult();
            return Task.CompletedTask;
        };
        var second = SpeakAsync(lab.Speech, proxy.ConnectionString);
        await looked.Task.WaitAsync(TimeSpan.FromSeconds(60));

        await first.DisposeAsync();

        Assert.Equal(1, await second);
        Assert.Single(lab.StandIn.Bills);
    }

    [Fact]
    public async Task When_the_sending_run_dies_the_waiting_run_continues()
    {
        await using var lab = await StartAsync();
        await using var dead = await HeldAsync(new ManualTime());

        Assert.Equal(1, await SpeakAsync(lab.Speech, azurite.ConnectionString));

        Assert.Single(lab.StandIn.Bills);
        Assert.False(await IsHeldInStorageAsync());
    }

    [Fact]
    public async Task A_run_that_lost_its_lease_notices_before_it_sends()
    {
        await _takes.SaveScriptAsync(_take.SessionId);
        var time = new ManualTime();
        await using var stalled = await HeldAsync(time);
        Assert.True(await stalled.IsHeldAsync(default));
        await using var next = await _takes.Files.LeaseAsync(_take, TimeProvider.System, NullLogger.Instance, default);
        await next.AcquireAsync(default);

        time.Advance(TakeLease.Lifetime);

        Assert.False(await stalled.IsHeldAsync(default));
        Assert.True(await next.IsHeldAsync(default));
    }

    [Fact]
    public async Task A_run_that_could_not_renew_its_lease_for_long_continues_if_no_other_run_took_it()
    {
        await _takes.SaveScriptAsync(_take.SessionId);
        var time = new ManualTime();
        await using var stalled = await HeldAsync(time);

        time.Advance(TakeLease.Lifetime);

        Assert.True(await stalled.IsHeldAsync(default));
    }

    [Fact]
    public async Task Cancelling_a_waiting_run_does_not_affect_the_other()
    {
        await using var lab = await StartAsync();
        await using var proxy = await StorageProxy.StartAsync(azurite.Server);
        var release = new TaskCompletionSource();
        lab.StandIn.Faults.Next(SpeechFault.HeldUntil(release.Task));
        var first = SpeakAsync(lab.Speech, azurite.ConnectionString);
        await SentAsync(lab);
        using var stop = new CancellationTokenSource();
        proxy.After = call => IsLook(call) ? stop.CancelAsync() : Task.CompletedTask;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SpeakAsync(lab.AnotherProcess(), proxy.ConnectionString, stop.Token));
        release.SetResult();

        Assert.Equal(1, await first);
        Assert.Single(lab.StandIn.Requests);
    }

    [Fact]
    public async Task A_run_that_waited_far_too_long_gives_up()
    {
        await _takes.SaveScriptAsync(_take.SessionId);
        await using var hung = await HeldAsync(TimeProvider.System);
        var time = new ManualTime();
        await using var waiting = await _takes.Files.LeaseAsync(_take, time, NullLogger.Instance, default);

        var acquiring = waiting.AcquireAsync(default);
        await time.WaitOfAsync(TakeLease.BetweenLooks);
        time.Advance(TakeLease.MaxWait);

        Assert.Equal(SpeechCodes.Unavailable, (await Assert.ThrowsAsync<SpeechException>(() => acquiring)).Code);
    }

    [Fact]
    public async Task A_stopped_run_releases_the_lease_after_its_grace_period()
    {
        await using var lab = await StartAsync(("Speech:StopGraceSeconds", "0"));
        lab.StandIn.Faults.Next(SpeechFault.HeldUntil(new TaskCompletionSource().Task));
        using var stop = new CancellationTokenSource();
        var speaking = SpeakAsync(lab.Speech, azurite.ConnectionString, stop.Token);
        await SentAsync(lab);
        Assert.True(await IsHeldInStorageAsync());

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => speaking);
        Assert.False(await IsHeldInStorageAsync());
    }

    [Fact]
    public async Task A_lease_that_cannot_be_given_up_is_logged_and_hides_no_failure()
    {
        await using var proxy = await StorageProxy.StartAsync(azurite.Server);
        var options = new BlobClientOptions { Retry = { MaxRetries = 0, NetworkTimeout = TimeSpan.FromSeconds(5) } };
        var logs = new LogCapture();
        var lease = await new TakeFiles(new BlobServiceClient(proxy.ConnectionString, options))
            .LeaseAsync(_take, new ManualTime(), logs.CreateLogger("lease"), default);
        Assert.True(await TakeFiles.TryAddPlanAsync(lease, new TakePlan(PauseMode.Add, null, [Beats.Segment("Only voice.")], DateTimeOffset.UtcNow), default));
        var silent = new TaskCompletionSource();
        proxy.Before = _ => silent.Task;

        await lease.DisposeAsync();

        silent.SetResult();
        Assert.Contains(logs.Entries, entry => entry.Contains("the lease of a take is left behind", StringComparison.Ordinal));
    }

    private static bool IsLook(StorageCall call) => call.Method == "HEAD" && call.Path.EndsWith(".plan.json", StringComparison.Ordinal);

    private static async Task SentAsync(SpeechLab lab)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (lab.StandIn.Requests.Count == 0)
            await Task.Delay(10, timeout.Token);
    }

    private async Task<SpeechLab> StartAsync(params (string Key, string Value)[] settings)
    {
        await _takes.SaveScriptAsync(_take.SessionId);
        return await SpeechLab.StartAsync(settings: settings);
    }

    /// <summary>The lease of a new plan, renewed by its clock.</summary>
    private async Task<TakeLease> HeldAsync(TimeProvider time)
    {
        var lease = await _takes.Files.LeaseAsync(_take, time, NullLogger.Instance, default);
        var segment = Beats.Segment("Only voice.");
        Assert.True(await TakeFiles.TryAddPlanAsync(lease, new TakePlan(PauseMode.Add, null, [segment], DateTimeOffset.UtcNow), default));
        return lease;
    }

    private async Task<bool> IsHeldInStorageAsync()
    {
        var plan = new BlobClient(azurite.ConnectionString, TakeFiles.ContainerName, _take.PlanBlob);
        return (await plan.GetPropertiesAsync()).Value.Metadata.Count > 0;
    }

    private Task<int> SpeakAsync(ISpeechService speech, string connection, CancellationToken cancellationToken = default) =>
        TakeSpeakers.At(connection, new TakeFiles(new BlobServiceClient(connection)), speech, SpendingGates.Open(azurite))
            .SpeakAsync(_take, RegenerateSettings.None, reuseTakeId: null, cancellationToken);
}
