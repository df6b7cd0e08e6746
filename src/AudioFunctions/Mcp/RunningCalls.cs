using System.Collections.Concurrent;
using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace AudioFunctions.Mcp;

/// <summary>
/// The running requests of this process, so that <c>notifications/cancelled</c>, which comes in a separate HTTP request, finds the one to
/// cancel. Different clients use the same request ids; the id that <c>initialize</c> gave to each client tells them apart.
/// </summary>
internal sealed class RunningCalls
{
    private readonly ConcurrentDictionary<(string Client, RequestId Request), CancellationTokenSource> _running = new();

    /// <summary>Registers a request for cancellation until the result is disposed of.</summary>
    public IDisposable? Add(string client, JsonRpcMessage message, CancellationTokenSource cancellation) =>
        message is JsonRpcRequest request && client.Length > 0 ? new Entry(this, (client, request.Id), cancellation) : null;

    /// <summary>If the message is a cancellation of a request that runs in this process, cancels the request.</summary>
    public async Task CancelAsync(string client, JsonRpcMessage message)
    {
        if (CancelledBy(message) is not { } request || !_running.TryGetValue((client, request), out var running))
            return;
        try
        {
            await running.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It has completed in the meantime.
        }
    }

    private static RequestId? CancelledBy(JsonRpcMessage message)
    {
        if (message is not JsonRpcNotification { Method: NotificationMethods.CancelledNotification } cancelled)
            return null;
        try
        {
            return cancelled.Params.Deserialize<CancelledNotificationParams>(McpJsonUtilities.DefaultOptions)?.RequestId;
        }
        catch (JsonException)
        {
            // A malformed notification names no request.
            return null;
        }
    }

    private sealed class Entry : IDisposable
    {
        private readonly RunningCalls _calls;
        private readonly KeyValuePair<(string, RequestId), CancellationTokenSource> _entry;

        public Entry(RunningCalls calls, (string, RequestId) key, CancellationTokenSource cancellation)
        {
            (_calls, _entry) = (calls, KeyValuePair.Create(key, cancellation));
            calls._running[key] = cancellation;
        }

        public void Dispose() => ((ICollection<KeyValuePair<(string, RequestId), CancellationTokenSource>>)_calls._running).Remove(_entry);
    }
}
