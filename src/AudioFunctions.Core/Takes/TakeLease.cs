using System.Net;
using AudioFunctions.Speech;
using AudioFunctions.Storage;
using AudioFunctions.Telemetry;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Logging;

namespace AudioFunctions.Takes;

/// <summary>
/// The right to send a take's requests, held by one run of the step at a time, on whatever host. It is a piece of metadata of the take's
/// plan that the holder writes again and again. A lease of the storage account lasts 15 seconds at least, also when its holder has been
/// killed; this one is free <see cref="Lifetime"/> after its last renewal.
/// </summary>
internal sealed class TakeLease(BlobClient plan, TimeProvider clock, ILogger logger) : IAsyncDisposable
{
    /// <summary>By the storage account's clock alone, which counts in whole seconds: a holder has 4 to 6 s to renew it.</summary>
    internal static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(5);

    /// <summary>A holder that could not renew it for so long makes sure that it still has it before it sends the next request.</summary>
    private static readonly TimeSpan SureFor = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan BetweenRenewals = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxLastRenewal = TimeSpan.FromSeconds(1);
    internal static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(250);

    /// <summary>Far longer than a beat takes: a holder that takes longer hangs, and so would everybody behind it.</summary>
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

    /// <summary>Stores the plan and takes its lease, in one write.</summary>
    /// <returns>False if another run stored a plan first, or the answer was lost: then it is not known to be the first.</returns>
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
        catch (RequestFailedException exists) when (exists.Status is (int)HttpStatusCode.Conflict or (int)HttpStatusCode.PreconditionFailed)
        {
            return false;
        }
    }

    /// <summary>Waits until no other run holds the lease, and takes it.</summary>
    /// <exception cref="SpeechException">Another run has held it for longer than any beat takes.</exception>
    public async Task AcquireAsync(CancellationToken cancellationToken)
    {
        for (var began = clock.GetTimestamp(); clock.GetElapsedTime(began) < MaxWait; await Task.Delay(BetweenLooks, clock, cancellationToken))
        {
            var now = clock.GetTimestamp();
            var response = await plan.GetPropertiesAsync(cancellationToken: cancellationToken);
            if (IsFree(response) && await TryMarkAsync(response.Value.ETag, cancellationToken) is { } version)
            {
                Begin(version, now);
                return;
            }
        }

        throw new SpeechException(
            SpeechCodes.Unavailable,
            FormattableString.Invariant(
                $"Another run of this step has been speaking the take for {MaxWait.TotalMinutes} minutes; regenerate the beat when it has ended."),
            isRetryable: true);
    }

    private void Begin(ETag version, long writtenAt)
    {
        (_version, _renewedAt) = (version, writtenAt);
        if (_renewals.IsCompleted)
            _renewals = RenewAsync(_stop.Token);
    }

    /// <summary>Whether this run still holds it; to be asked before each request that is paid for.</summary>
    public async Task<bool> IsHeldAsync(CancellationToken cancellationToken)
    {
        await _renewing.WaitAsync(cancellationToken);
        try
        {
            if (_version is not { } version || clock.GetElapsedTime(_renewedAt) < SureFor)
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

    /// <summary>Gives it up, so that whoever waits goes on at once. If that fails, it runs out.</summary>
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
        // One under way is let through if it can be: broken off, it costs its connection, and leaves open what version the plan is in.
        using (var timeout = new CancellationTokenSource(MaxLastRenewal, clock))
        {
            await using var _ = timeout.Token.Register(_breakOff.Cancel);
            await _renewals;
        }

        if (_version is { } version)
            await ReleaseAsync(version);
    }

    /// <summary>A renewal that was broken off may have been done: the plan says what version it is in.</summary>
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
        catch (RequestFailedException other) when (other.Status is (int)HttpStatusCode.PreconditionFailed or (int)HttpStatusCode.NotFound)
        {
            return false;
        }
    }

    private bool IsFree(Response<BlobProperties> plan) =>
        !plan.Value.Metadata.TryGetValue(Holder, out var holder)
        || holder == _mark[Holder]
        || (plan.GetRawResponse().Headers.Date ?? throw new InvalidDataException("The storage account does not say what time it is."))
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
            // Given up.
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

    /// <summary>What an outage did not renew is noticed before the next request, and by the next renewal.</summary>
    private static async Task IgnoringOutagesAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception outage) when (StorageFailure.Is(outage))
        {
            // See above.
        }
    }

    /// <returns>The plan's new version, or null if another run has marked it since, or the session was deleted.</returns>
    private async Task<ETag?> TryMarkAsync(ETag version, CancellationToken cancellationToken)
    {
        try
        {
            var conditions = new BlobRequestConditions { IfMatch = version };
            return (await plan.SetMetadataAsync(_mark, conditions, cancellationToken)).Value.ETag;
        }
        catch (RequestFailedException other) when (other.Status == (int)HttpStatusCode.PreconditionFailed)
        {
            return await FindOwnAsync(cancellationToken);
        }
        catch (RequestFailedException gone) when (gone.Status == (int)HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>A write whose answer was lost is refused when it is sent again: then the mark is there.</summary>
    private async Task<ETag?> FindOwnAsync(CancellationToken cancellationToken)
    {
        try
        {
            var properties = (await plan.GetPropertiesAsync(cancellationToken: cancellationToken)).Value;
            return properties.Metadata.TryGetValue(Holder, out var holder) && holder == _mark[Holder] ? properties.ETag : null;
        }
        catch (RequestFailedException gone) when (gone.Status == (int)HttpStatusCode.NotFound)
        {
            return null;
        }
    }
}
