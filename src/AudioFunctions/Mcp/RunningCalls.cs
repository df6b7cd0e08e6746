using System.Collections.Concurrent;
using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace AudioFunctions.Mcp;

/// <summary>
/// The requests that this process answers, so that a <c>notifications/cancelled</c>, which comes in a request of its own, finds the one it
/// is about. Clients count their requests alike; the id that <c>initialize</c> gave a client tells them apart. Nothing else is kept of it.
/// </summary>
internal sealed class RunningCalls
{
    private readonly ConcurrentDictionary<(string Client, RequestId Request), CancellationTokenSource> _running = new();

    /// <summary>Makes a request one that can be cancelled, until the result is disposed.</summary>
    public IDisposable? Add(string client, JsonRpcMessage message, CancellationTokenSource cancellation) =>
        message is JsonRpcRequest request && client.Length > 0 ? new Entry(this, (client, request.Id), cancellation) : null;

    /// <summary>Cancels the request that a message is about, if it is that kind of message and the request runs here.</summary>
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
            // It was answered meanwhile.
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
            // Malformed, it names no request.
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
