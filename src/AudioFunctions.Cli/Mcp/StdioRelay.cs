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
/// <param name="reopen">Connects to the app anew, and starts it if no other run has: the run that had it may end before this one.</param>
/// <param name="screen">For people; standard output is the protocol's.</param>
public sealed class StdioRelay(ITransport client, ITransport app, Func<CancellationToken, Task<ITransport>> reopen, Screen screen)
{
    /// <summary>How long a client that has closed the input is taken to read what it asked before.</summary>
    private static readonly TimeSpan LastAnswers = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<RequestId, RelayedCall> _running = new();
    private readonly ConcurrentDictionary<Task, byte> _sending = new();
    private readonly ConcurrentBag<Task> _forwarding = [];
    private readonly Lock _appLock = new();
    private ITransport _app = app;
    private Task<ITransport>? _reopening;
    private CancellationToken _ending;

    /// <summary>Returns at the end of the input, when what was asked before is answered.</summary>
    /// <param name="inputEnded">Ends when the client has sent its last message.</param>
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
            // Nobody is left who waits for what runs.
            await ending.CancelAsync();
            await Task.WhenAll(_sending.Keys);
            // An app that is being started is stopped again.
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

    /// <summary>Input from a file ends at once, and its requests still have answers. For work that takes long, nobody waits.</summary>
    private async Task AnswerLastAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAll(_running.Values.Select(call => call.IsAnsweredOrLong)).WaitAsync(LastAnswers, cancellationToken);
        }
        catch (TimeoutException)
        {
            screen.Error("The input has ended; what is not answered by now is cancelled.");
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
            await running.Cancellation.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It was answered meanwhile.
        }
    }

    /// <summary>Messages are sent side by side: a tool that takes minutes holds up no other.</summary>
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
                // Nobody has got the message.
                var next = await ReopenAsync(to).WaitAsync(cancellationToken);
                await next.SendMessageAsync(message, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested || _ending.IsCancellationRequested)
        {
            // A cancelled request gets no answer.
            End(message, call);
        }
        catch (Exception failure)
        {
            screen.Error($"A message did not get through: {Printable.From(failure.Message)}");
            if (message is JsonRpcRequest request)
                await client.SendMessageAsync(ErrorOf(request, failure, call), CancellationToken.None);
            End(message, call);
        }
    }

    /// <summary>A request that was sent ends with its answer; this one has ended without.</summary>
    private void End(JsonRpcMessage message, RelayedCall call)
    {
        if (message is JsonRpcRequest request)
            _running.TryRemove(new KeyValuePair<RequestId, RelayedCall>(request.Id, call));
        call.End();
    }

    /// <returns>The endpoint in place of one that is gone, which is opened once for all messages.</returns>
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
                Detail(McpErrorCode.InvalidRequest, "The message is over 8 MiB; a script has at most 1 MiB."),
            HttpRequestException or IOException or McpException => Detail(
                McpErrorCode.InternalError, $"The app did not answer; .local/logs/host.log says why. {call.GoesOn}"),
            RunException stopped => Detail(McpErrorCode.InternalError, $"The app has ended. {stopped.Message} {call.GoesOn}"),
            _ => Detail(McpErrorCode.InternalError, $"The message can't be passed on, or its answer can't be read: {failure.Message}"),
        },
    };

    private static JsonRpcErrorDetail Detail(McpErrorCode code, string message) => new() { Code = (int)code, Message = message };
}
