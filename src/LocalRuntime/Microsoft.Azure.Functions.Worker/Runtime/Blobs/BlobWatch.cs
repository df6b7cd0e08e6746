using System.Collections.Concurrent;
using System.Threading.Channels;
using Azure.Storage.Blobs;
using LocalRuntime.Functions.Configuration;
using LocalRuntime.Functions.Hosting;
using Microsoft.Extensions.Logging;

namespace LocalRuntime.Functions.Blobs;

/// <summary>
/// Watches one function's container by listing it, whatever the trigger's source: there is no Event Grid on a developer's machine.
/// A run may happen more than once for the same version of a blob (the receipt comes after it), and the other blobs never wait for one that fails.
/// </summary>
internal sealed partial class BlobWatch(
    BlobFunction function, BlobServiceClient blobs, BlobRunner runner, StopGrace grace, HostJson host, ILogger logger, TimeProvider time)
{
    private readonly BlobContainerClient _container = blobs.GetBlobContainerClient(function.Path.Container);
    private readonly BlobReceipts _receipts = new(blobs, host.HubName.ToLowerInvariant(), function);
    private readonly ConcurrentDictionary<BlobVersion, BlobAttempt> _attempts = new();
    private readonly Channel<BlobVersion> _due = Channel.CreateUnbounded<BlobVersion>();
    private IReadOnlyDictionary<string, BlobAttempt>? _earlier;
    private bool _isOutOfReach;

    /// <summary>Ends when asked to stop and the runs that have begun have ended.</summary>
    public Task RunAsync(CancellationToken stopping) => Task.WhenAll(WatchAsync(stopping), WorkAsync(stopping));

    private async Task WatchAsync(CancellationToken stopping)
    {
        while (true)
        {
            var started = time.GetTimestamp();
            var rest = await TrySweepAsync(stopping) ? BlobSweepPace.RestAfter(time.GetElapsedTime(started)) : BlobSweepPace.Shortest;
            await Task.Delay(rest, time, stopping);
        }
    }

    private async Task<bool> TrySweepAsync(CancellationToken stopping)
    {
        try
        {
            if (_earlier is null)
            {
                // The official host asks for the container to be there; here people can drop files at once.
                await _container.CreateIfNotExistsAsync(cancellationToken: stopping);
                _earlier = await _receipts.LoadAsync(stopping);
            }

            await foreach (var blob in _container.GetBlobsAsync(prefix: function.Path.Prefix, cancellationToken: stopping))
                QueueIfDue(new BlobVersion(blob.Name, blob.Properties.ETag ?? default));
            if (_isOutOfReach)
                InReach(function.Path.Container);
            _isOutOfReach = false;
            return true;
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            // Said once an outage. Whoever removed the container gets it again.
            if (!_isOutOfReach)
                OutOfReach(function.Path.Container, function.Function.Name, e.Message.Split('\n')[0]);
            _isOutOfReach = true;
            _earlier = null;
            return false;
        }
    }

    private void QueueIfDue(BlobVersion blob)
    {
        if (function.Path.Match(blob.Name) is null)
            return;

        var attempt = _attempts.GetOrAdd(
            blob, static (blob, watch) => watch._earlier!.GetValueOrDefault(watch._receipts.NameOf(blob), BlobAttempt.New), this);
        if (attempt.DueAt > time.GetUtcNow())
            return;

        _attempts[blob] = attempt.Taken();
        _due.Writer.TryWrite(blob);
    }

    private Task WorkAsync(CancellationToken stopping) => Parallel.ForEachAsync(
        _due.Reader.ReadAllAsync(stopping),
        new ParallelOptions { MaxDegreeOfParallelism = host.MaxConcurrentBlobs },
        async (blob, _) =>
        {
            if (!stopping.IsCancellationRequested)
                await TryAsync(blob);
        });

    private async Task TryAsync(BlobVersion blob)
    {
        try
        {
            await AttemptAsync(blob, _attempts[blob]);
        }
        catch (Exception) when (grace.Over.IsCancellationRequested)
        {
            Interrupted(function.Function.Name, blob.Name);
        }
        catch (Exception e)
        {
            // A receipt could not be written, and is written later. A try that is not recorded is not made: no outage makes a good blob poison.
            NotRecorded(function.Function.Name, blob.Name, e.Message.Split('\n')[0]);
            _attempts[blob] = _attempts[blob].Again(time.GetUtcNow());
        }
    }

    private async Task AttemptAsync(BlobVersion blob, BlobAttempt attempt)
    {
        if (!attempt.HasSucceeded && attempt.Tries < host.PoisonBlobThreshold)
            attempt = await RunOnceAsync(blob, attempt);

        if (attempt.HasSucceeded)
            await _receipts.FinishAsync(blob, attempt.Tries, grace.Over);
        else if (attempt.Tries < host.PoisonBlobThreshold)
            _attempts[blob] = attempt.Again(time.GetUtcNow());
        else
            await SetAsideAsync(blob, attempt);
    }

    private async Task<BlobAttempt> RunOnceAsync(BlobVersion blob, BlobAttempt attempt)
    {
        var tries = attempt.Tries + 1;
        await _receipts.BeginAsync(blob, tries, grace.Over);
        var failure = await runner.RunAsync(function, _container.GetBlobClient(blob.Name));
        if (failure is not null)
            Failed(failure, function.Function.Name, blob.Name, tries, host.PoisonBlobThreshold);
        return _attempts[blob] = attempt with { Tries = tries, Failure = failure, HasSucceeded = failure is null };
    }

    private async Task SetAsideAsync(BlobVersion blob, BlobAttempt attempt)
    {
        var reason = attempt.Failure is { } last ? $"{last.GetType().Name}: {last.Message}" : "The process ended during the last try.";
        await _receipts.SetAsideAsync(blob, attempt.Tries, reason, time.GetUtcNow(), grace.Over);
        SetAside(function.Path.Container, blob.Name, attempt.Tries);
    }

    [LoggerMessage(1, LogLevel.Warning, "Container {Container} cannot be watched for {Function} until storage answers: {Reason}")]
    private partial void OutOfReach(string container, string function, string reason);

    [LoggerMessage(2, LogLevel.Information, "Container {Container} is watched again")]
    private partial void InReach(string container);

    [LoggerMessage(3, LogLevel.Warning, "{Function} failed for {Blob} (try {Try} of {Tries})")]
    private partial void Failed(Exception failure, string function, string blob, int @try, int tries);

    [LoggerMessage(4, LogLevel.Error, "{Container}/{Blob} is set aside after {Tries} tries; azure-webjobs-hosts/webjobs-blobtrigger-poison has the reason")]
    private partial void SetAside(string container, string blob, int tries);

    [LoggerMessage(5, LogLevel.Warning, "What became of {Function} for {Blob} could not be recorded yet: {Reason}")]
    private partial void NotRecorded(string function, string blob, string reason);

    [LoggerMessage(6, LogLevel.Information, "{Function} for {Blob} was interrupted; it runs again after the next start")]
    private partial void Interrupted(string function, string blob);
}
