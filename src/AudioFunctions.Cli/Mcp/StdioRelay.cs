using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using AudioFunctions.Cli.Terminal;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace AudioFunctions.Cli.Mcp;

/// <summary>
/// Relays messages of the Model Context Protocol between a client on standard input and output and the app on HTTP. On a pipe, a client
/// cancels a request with a notification; over HTTP, by closing it. This class translates one into the other.
/// </summary>
/// <param name="client">Standard input and output.</param>
/// <param name="app">The app's endpoint.</param>
/// <param name="reopen">Reconnects to the app, and starts it if necessary: the run that started it may end before this one.</param>
/// <param name="screen">Writes to standard error, because standard output is reserved for the protocol.</param>
public sealed class StdioRelay(ITransport client, ITransport app, Func<CancellationToken, Task<ITransport>> reopen, Screen screen)
{
    /// <summary>How long to wait for the last responses after the client has closed the input.</summary>
    private static readonly TimeSpan LastAnswers = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<RequestId, RelayedCall> _running = new();
    private readonly ConcurrentDictionary<Task, byte> _sending = new();
    private readonly ConcurrentBag<Task> _forwarding = [];
    private readonly Lock _appLock = new();
    private ITransport _app = app;
    private Task<ITransport>? _reopening;
    private CancellationToken _ending;

    /// <summary>Returns at the end of the input, after the responses to earlier requests.</summary>
    /// <param name="inputEnded">Completes when the client has sent its last message.</param>
    public async Task RunAsync(Task inputEnded, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _ending = ending.Token;
        _forwarding.Add(ForwardResponsesAsync(_app, _ending));
        try
        {
            await ReadAsync(inputEnded, cancellationToken);
            await AnswerLastAsync(cancellationToken);
        }
        finally
        {
            // The client no longer waits for running requests.
            await ending.CancelAsync();
            await Task.WhenAll(_sending.Keys);
            // If an app is starting, wait for it, so that it can be stopped.
            await Task.WhenAny(_reopening ?? Task.CompletedTask);
            await Task.WhenAll(_forwarding);
        }
    }

    private async Task ReadAsync(Task inputEnded, CancellationToken cancellationToken)
    {
        var isLast = false;
        do
        {
            isLast = inputEnded.IsCompleted;
            while (client.MessageReader.TryRead(out var message))
            {
                if (CancelledBy(message) is { } request)
                    await CancelAsync(request);
                else
                    Start(message);
            }
        }
        while (!isLast && await IsThereMoreAsync(inputEnded, cancellationToken));
    }

    private async Task<bool> IsThereMoreAsync(Task inputEnded, CancellationToken cancellationToken)
    {
        var next = client.MessageReader.WaitToReadAsync(cancellationToken).AsTask();
        return await Task.WhenAny(next, inputEnded) == inputEnded || await next;
    }

    /// <summary>Waits for the last responses, because input from a file ends at once. Doesn't wait for long-running work.</summary>
    private async Task AnswerLastAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAll(_running.Values.Select(call => call.IsAnsweredOrLong)).WaitAsync(LastAnswers, cancellationToken);
        }
        catch (TimeoutException)
        {
            screen.Error("The input has ended; requests without a response are cancelled.");
        }
    }

    private async Task ForwardResponsesAsync(ITransport from, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var message in from.MessageReader.ReadAllAsync(cancellationToken))
            {
                if (_running.Values.FirstOrDefault(call => call.IsProgress(message)) is { } call && !call.Note(message))
                    continue;
                await client.SendMessageAsync(message, cancellationToken);
                if (message is JsonRpcResponse or JsonRpcError && _running.TryRemove(((JsonRpcMessageWithId)message).Id, out var answered))
                    answered.End();
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The relay is stopping.
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
            // A malformed notification names no request.
            return null;
        }
    }

    private async Task CancelAsync(RequestId request)
    {
        if (!_running.TryGetValue(request, out var running))
            return;
        try
        {
            await running.Cancellation.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It has completed in the meantime.
        }
    }

    /// <summary>Sends messages concurrently, so that a tool that takes minutes doesn't block others.</summary>
    private void Start(JsonRpcMessage message)
    {
        var call = new RelayedCall(message, CancellationTokenSource.CreateLinkedTokenSource(_ending));
        if (message is JsonRpcRequest request)
            _running[request.Id] = call;
        var sending = SendAsync(message, call);
        _sending[sending] = 0;
        _ = sending.ContinueWith(
            done =>
            {
                _sending.TryRemove(done, out _);
                call.Cancellation.Dispose();
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private async Task SendAsync(JsonRpcMessage message, RelayedCall call)
    {
        var cancellationToken = call.Cancellation.Token;
        try
        {
            var to = _app;
            try
            {
                await to.SendMessageAsync(message, cancellationToken);
            }
            catch (HttpRequestException refused) when (refused.HttpRequestError == HttpRequestError.ConnectionError)
            {
                // The message was not delivered.
                var next = await ReopenAsync(to).WaitAsync(cancellationToken);
                await next.SendMessageAsync(message, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested || _ending.IsCancellationRequested)
        {
            // A cancelled request gets no response.
            End(message, call);
        }
        catch (Exception failure)
        {
            screen.Error($"Could not deliver a message: {Printable.From(failure.Message)}");
            if (message is JsonRpcRequest request)
                await client.SendMessageAsync(ErrorOf(request, failure, call), CancellationToken.None);
            End(message, call);
        }
    }

    /// <summary>Ends a request that gets no response.</summary>
    private void End(JsonRpcMessage message, RelayedCall call)
    {
        if (message is JsonRpcRequest request)
            _running.TryRemove(new KeyValuePair<RequestId, RelayedCall>(request.Id, call));
        call.End();
    }

    /// <returns>The replacement for an endpoint that is gone, opened once for all messages.</returns>
    private Task<ITransport> ReopenAsync(ITransport gone)
    {
        lock (_appLock)
            return _app != gone ? Task.FromResult(_app) : _reopening ??= Task.Run(OpenAsync, _ending);
    }

    private async Task<ITransport> OpenAsync()
    {
        screen.Line("The app of another run has ended; starting it here …");
        try
        {
            var opened = await reopen(_ending);
            lock (_appLock)
                _app = opened;
            _forwarding.Add(ForwardResponsesAsync(opened, _ending));
            return opened;
        }
        finally
        {
            lock (_appLock)
                _reopening = null;
        }
    }

    private static JsonRpcError ErrorOf(JsonRpcRequest request, Exception failure, RelayedCall call) => new()
    {
        Id = request.Id,
        Error = failure switch
        {
            McpProtocolException refused => new JsonRpcErrorDetail { Code = (int)refused.ErrorCode, Message = refused.Message },
            HttpRequestException { StatusCode: HttpStatusCode.NotFound } =>
                Detail(McpErrorCode.MethodNotFound, $"Method '{request.Method}' is not available."),
            HttpRequestException { StatusCode: HttpStatusCode.RequestEntityTooLarge } =>
                Detail(McpErrorCode.InvalidRequest, "The message is over 8 MiB; send a script of at most 1 MiB."),
            HttpRequestException or IOException or McpException => Detail(
                McpErrorCode.InternalError, $"The app did not respond; see .local/logs/host.log. {call.ContinuationHint}"),
            RunException stopped => Detail(McpErrorCode.InternalError, $"The app has ended. {stopped.Message} {call.ContinuationHint}"),
            _ => Detail(McpErrorCode.InternalError, $"Could not relay the message or read its response: {failure.Message}"),
        },
    };

    private static JsonRpcErrorDetail Detail(McpErrorCode code, string message) => new() { Code = (int)code, Message = message };
}
