using System.Diagnostics;
using System.Text.Json;
using AudioFunctions.LocalHost.Http;
using AudioFunctions.LocalHost.Jobs;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Logging;

namespace AudioFunctions.LocalHost.Storage;

/// <summary>
/// Replaces the event subscription of a storage account in Azure: lists a trigger's container, and posts an event for each new version of a
/// blob to the Blobs extension's webhook, which Event Grid would call.
/// </summary>
internal sealed partial class BlobWatcher(BlobTrigger trigger, BlobServiceClient account, Webhooks webhooks, ILogger logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly BlobContainerClient _container = account.GetBlobContainerClient(trigger.Container);
    private readonly EventReceipts _receipts = new(account, trigger);

    /// <summary>Watches until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var started = Stopwatch.GetTimestamp();
            try
            {
                await PostEventsAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is RequestFailedException or AggregateException or HttpRequestException or OperationCanceledException)
            {
                // The next listing retries.
                ListingFailed(e.Message.Split('\n')[0], trigger.Container);
            }

            // Pause longer for a large container, so that it isn't listed all the time.
            var pause = TimeSpan.FromTicks(Math.Max(Interval.Ticks, 2 * Stopwatch.GetElapsedTime(started).Ticks));
            await Task.Delay(pause, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task PostEventsAsync(CancellationToken cancellationToken)
    {
        await _container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        await foreach (var blob in _container.GetBlobsAsync(BlobTraits.None, BlobStates.None, trigger.Prefix, cancellationToken))
        {
            if (!trigger.Matches(blob.Name) || await _receipts.HasAsync(blob, cancellationToken))
                continue;
            await PostEventAsync(blob, cancellationToken);
            await _receipts.AddAsync(blob, cancellationToken);
        }
    }

    private async Task PostEventAsync(BlobItem blob, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1{Webhooks.Root}/blobs?functionName={FunctionType.Name}.{trigger.Function}")
        {
            Content = new StringContent(JsonSerializer.Serialize(new[] { EventOf(blob) }), System.Text.Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("aeg-event-type", "Notification");
        using var response = await webhooks.SendAsync("blobs", request, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    private object EventOf(BlobItem blob) => new
    {
        id = Guid.NewGuid().ToString(),
        topic = "local",
        subject = $"/blobServices/default/containers/{trigger.Container}/blobs/{blob.Name}",
        eventType = "Microsoft.Storage.BlobCreated",
        eventTime = DateTimeOffset.UtcNow,
        dataVersion = "",
        metadataVersion = "1",
        data = new
        {
            api = "PutBlob",
            eTag = blob.Properties.ETag?.ToString(),
            contentType = blob.Properties.ContentType,
            contentLength = blob.Properties.ContentLength,
            blobType = blob.Properties.BlobType?.ToString(),
            url = _container.GetBlobClient(blob.Name).Uri.ToString(),
        },
    };

    [LoggerMessage(1, LogLevel.Warning, "Could not list container {Container}, or post its events; retrying: {Reason}")]
    private partial void ListingFailed(string reason, string container);
}
