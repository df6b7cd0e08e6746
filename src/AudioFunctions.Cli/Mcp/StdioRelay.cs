using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using AudioFunctions.Cli.Terminal;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace AudioFunctions.Cli.Mcp;

/// <summary>
/// Carries messages of the Model Context Protocol between a client on standard input and output and the app on HTTP. Over HTTP a request is
/// cancelled by closing it, on a pipe by a notification: the one is made of the other here.
/// </summary>
/// <param name="client">Standard input and output.</param>
/// <param name="app">The app's endpoint.</param>
/// <param name="screen">For people; standard output is the protocol's.</param>
public sealed class StdioRelay(ITransport client, ITransport app, Screen screen)
{
    private readonly ConcurrentDictionary<RequestId, CancellationTokenSource> _running = new();
    private readonly ConcurrentDictionary<Task, byte> _sending = new();

    /// <summary>Returns at the end of the input.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var answers = ForwardAnswersAsync(ending.Token);
        try
        {
            await foreach (var message in client.MessageReader.ReadAllAsync(cancellationToken))
            {
                if (CancelledBy(message) is { } request)
                    await CancelAsync(request);
                else
                    Start(message, ending.Token);
            }
        }
        finally
        {
            // Nobody is left who waits for what runs.
            await ending.CancelAsync();
            await Task.WhenAll(_sending.Keys);
            await answers;
        }
    }

    private async Task ForwardAnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var message in app.MessageReader.ReadAllAsync(cancellationToken))
                await client.SendMessageAsync(message, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The end.
        }
    }

    /// <summary>The request that a message cancels, or null if it is another message.</summary>
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

    private async Task CancelAsync(RequestId request)
    {
        if (!_running.TryGetValue(request, out var running))
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

    /// <summary>Messages are sent side by side: a tool that takes minutes holds up no other.</summary>
    private void Start(JsonRpcMessage message, CancellationToken ending)
    {
        var cancellation = CancellationTokenSource.CreateLinkedTokenSource(ending);
        var id = (message as JsonRpcRequest)?.Id;
        if (id is { } request)
            _running[request] = cancellation;
        var sending = SendAsync(message, cancellation);
        _sending[sending] = 0;
        _ = sending.ContinueWith(
            done =>
            {
                _sending.TryRemove(done, out _);
                if (id is { } answered)
                    _running.TryRemove(new KeyValuePair<RequestId, CancellationTokenSource>(answered, cancellation));
                cancellation.Dispose();
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private async Task SendAsync(JsonRpcMessage message, CancellationTokenSource cancellation)
    {
        try
        {
            await app.SendMessageAsync(message, cancellation.Token);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // A cancelled request gets no answer.
        }
        catch (Exception failure)
        {
            screen.Error($"A message did not get through: {Printable.From(failure.Message)}");
            if (message is JsonRpcRequest request)
                await client.SendMessageAsync(ErrorOf(request, failure), CancellationToken.None);
        }
    }

    private static JsonRpcError ErrorOf(JsonRpcRequest request, Exception failure) => new()
    {
        Id = request.Id,
        Error = failure switch
        {
            McpProtocolException refused => new JsonRpcErrorDetail { Code = (int)refused.ErrorCode, Message = refused.Message },
            HttpRequestException { StatusCode: HttpStatusCode.NotFound } => new JsonRpcErrorDetail
            {
                Code = (int)McpErrorCode.MethodNotFound,
                Message = $"Method '{request.Method}' is not available.",
            },
            _ => new JsonRpcErrorDetail
            {
                Code = (int)McpErrorCode.InternalError,
                Message = "The app did not answer; .local/logs/host.log says why. What it was doing goes on when it runs again.",
            },
        },
    };
}
