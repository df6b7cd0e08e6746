using AudioFunctions.Speech;
using AudioFunctions.Storage;
using AudioFunctions.Telemetry;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Logging;

namespace AudioFunctions.Takes;

/// <summary>
/// The right to send a take's requests, held by one run of the step at a time, on whatever host. It is a metadata entry of the take's plan, which
/// the holder rewrites regularly. A storage account's own lease lasts at least 15 seconds, even if its holder was killed; this one expires
/// <see cref="Lifetime"/> after its last renewal.
/// </summary>
internal sealed class TakeLease(BlobClient plan, TimeProvider clock, ILogger logger) : IAsyncDisposable
{
    /// <summary>By the storage account's clock alone, which is in whole seconds: a holder has 4 to 6 s to renew it.</summary>
    internal static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(5);

    /// <summary>If renewal has failed for this long, the holder verifies its lease before sending.</summary>
    private static readonly TimeSpan CheckAfter = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan BetweenRenewals = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxLastRenewal = TimeSpan.FromSeconds(1);
    internal static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(250);

    /// <summary>Far longer than a beat takes: a holder that takes longer has hung.</summary>
    internal static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(20);

    private const string Holder = "speaker";

    private readonly SemaphoreSlim _renewing = new(1);
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _breakOff = new();
    private readonly Dictionary<string, string> _mark = new() { [Holder] = Guid.NewGuid().ToString("N") };
    private ETag? _version;
    private long _renewedAt;
    private Task _renewals = Task.CompletedTask;
    private bool _isDisposed;

    /// <summary>Stores the plan and acquires its lease, in one write.</summary>
    /// <returns>False if another run stored a plan first, or if the response was lost, so we can't tell which run was first.</returns>
    public async Task<bool> TryAddAsync(BinaryData content, string contentType, CancellationToken cancellationToken)
    {
        var now = clock.GetTimestamp();
        var options = new BlobUploadOptions
        {
            HttpHeaders = new BlobHttpHeaders { ContentType = contentType },
            Metadata = _mark,
            Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All },
        };
        try
        {
            Begin((await plan.UploadAsync(content, options, cancellationToken)).Value.ETag, now);
            return true;
        }
        catch (RequestFailedException exists) when (StorageConflict.IsExisting(exists))
        {
            return false;
        }
    }

    /// <summary>Waits until no other run holds the lease, and acquires it.</summary>
    /// <exception cref="SpeechException">Another run has held it for longer than any beat takes.</exception>
    public Task AcquireAsync(CancellationToken cancellationToken) => WaitAsync(
        async (free, now) =>
        {
            if (await TryMarkAsync(free, cancellationToken) is not { } version)
                return false;
            Begin(version, now);
            return true;
        },
        _ => Task.CompletedTask,
        cancellationToken);

    /// <summary>Waits until no run holds the lease, and leaves it free: nothing is sent for the take, and its responses are stored.</summary>
    /// <param name="requireWanted">Called each time the lease was found held; throws if there is no need to wait any longer.</param>
    /// <inheritdoc cref="AcquireAsync"/>
    public Task WaitUntilFreeAsync(Func<CancellationToken, Task> requireWanted, CancellationToken cancellationToken) =>
        WaitAsync((_, _) => Task.FromResult(true), requireWanted, cancellationToken);

    /// <param name="tryEnd">Gets the version of the plan that shows that the lease is free, and the time before that was read.</param>
    private async Task WaitAsync(
        Func<ETag, long, Task<bool>> tryEnd, Func<CancellationToken, Task> requireWanted, CancellationToken cancellationToken)
    {
        for (var began = clock.GetTimestamp(); clock.GetElapsedTime(began) < MaxWait; await Task.Delay(BetweenLooks, clock, cancellationToken))
        {
            var now = clock.GetTimestamp();
            var response = await plan.GetPropertiesAsync(cancellationToken: cancellationToken);
            if (IsFree(response) && await tryEnd(response.Value.ETag, now))
                return;
            await requireWanted(cancellationToken);
        }

        throw new SpeechException(
            SpeechCodes.Unavailable,
            FormattableString.Invariant(
                $"Another run of this step has been speaking the take for {MaxWait.TotalMinutes} minutes; regenerate the beat after it ends."),
            isRetryable: true);
    }

    private void Begin(ETag version, long writtenAt)
    {
        (_version, _renewedAt) = (version, writtenAt);
        if (_renewals.IsCompleted)
            _renewals = RenewAsync(_stop.Token);
    }

    /// <summary>Whether this run still holds the lease. Check it before each billed request.</summary>
    public async Task<bool> IsHeldAsync(CancellationToken cancellationToken)
    {
        await _renewing.WaitAsync(cancellationToken);
        try
        {
            if (_version is not { } version || clock.GetElapsedTime(_renewedAt) < CheckAfter)
                return _version is not null;
            var now = clock.GetTimestamp();
            _version = await TryMarkAsync(version, cancellationToken);
            _renewedAt = now;
            return _version is not null;
        }
        finally
        {
            _renewing.Release();
        }
    }

    /// <summary>Releases the lease, so that a waiting run can continue at once. If that fails, it expires.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        await CleanUp.TryAsync("the lease of a take", GiveUpAsync, logger);
        _stop.Dispose();
        _breakOff.Dispose();
        _renewing.Dispose();
    }

    private async Task GiveUpAsync()
    {
        await _stop.CancelAsync();
        // Let a running renewal finish if possible: aborting it costs its connection and leaves the plan's version unknown.
        using (var timeout = new CancellationTokenSource(MaxLastRenewal, clock))
        {
            await using var _ = timeout.Token.Register(_breakOff.Cancel);
            await _renewals;
        }

        if (_version is { } version)
            await ReleaseAsync(version);
    }

    /// <summary>An aborted renewal may have succeeded: the plan shows its current version.</summary>
    private async Task ReleaseAsync(ETag version)
    {
        if (!await TryClearAsync(version) && await FindOwnAsync(CancellationToken.None) is { } own)
            await TryClearAsync(own);
    }

    private async Task<bool> TryClearAsync(ETag version)
    {
        try
        {
            await plan.SetMetadataAsync(new Dictionary<string, string>(), new BlobRequestConditions { IfMatch = version }, CancellationToken.None);
            return true;
        }
        catch (RequestFailedException other) when (StorageConflict.Is(other))
        {
            return false;
        }
    }

    private bool IsFree(Response<BlobProperties> plan) =>
        !plan.Value.Metadata.TryGetValue(Holder, out var holder)
        || holder == _mark[Holder]
        || (plan.GetRawResponse().Headers.Date ?? throw new InvalidDataException("The storage account's response has no Date header."))
            - plan.Value.LastModified >= Lifetime;

    private async Task RenewAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(BetweenRenewals, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
                await IgnoringOutagesAsync(() => RenewOnceAsync(_breakOff.Token));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested || _breakOff.IsCancellationRequested)
        {
        }
    }

    private async Task RenewOnceAsync(CancellationToken stop)
    {
        await _renewing.WaitAsync(stop);
        try
        {
            if (_version is not { } version)
                return;
            var now = clock.GetTimestamp();
            _version = await TryMarkAsync(version, stop);
            _renewedAt = now;
        }
        finally
        {
            _renewing.Release();
        }
    }

    /// <summary>If an outage prevents a renewal, the check before the next request and the next renewal notice it.</summary>
    private static async Task IgnoringOutagesAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception outage) when (StorageFailure.Is(outage))
        {
        }
    }

    /// <returns>The plan's new version; null if another run acquired the lease since, or the session was deleted.</returns>
    private async Task<ETag?> TryMarkAsync(ETag version, CancellationToken cancellationToken)
    {
        try
        {
            var conditions = new BlobRequestConditions { IfMatch = version };
            return (await plan.SetMetadataAsync(_mark, conditions, cancellationToken)).Value.ETag;
        }
        catch (RequestFailedException gone) when (StorageConflict.IsMissing(gone))
        {
            return null;
        }
        catch (RequestFailedException other) when (StorageConflict.Is(other))
        {
            return await FindOwnAsync(cancellationToken);
        }
    }

    /// <summary>If the response to a write was lost, its retry is refused; then the plan has our mark.</summary>
    private async Task<ETag?> FindOwnAsync(CancellationToken cancellationToken)
    {
        try
        {
            var properties = (await plan.GetPropertiesAsync(cancellationToken: cancellationToken)).Value;
            return properties.Metadata.TryGetValue(Holder, out var holder) && holder == _mark[Holder] ? properties.ETag : null;
        }
        catch (RequestFailedException gone) when (StorageConflict.IsMissing(gone))
        {
            return null;
        }
    }
}
