using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using AudioFunctions.Cli.Mcp;
using AudioFunctions.Cli.Terminal;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace AudioFunctions.Cli.Tests.Mcp;

public sealed class StdioRelayTests : IDisposable
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(30);

    private readonly StringWriter _screen = new();
    private readonly End _client = new();
    private readonly End _app = new();

    public void Dispose() => _screen.Dispose();

    [Fact]
    public async Task A_cancelled_notification_closes_its_request_which_gets_no_response()
    {
        var relaying = RelayAsync();
        _app.Send = (_, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);
        await _client.WriteAsync(Request(7));
        var closed = await _app.Received.Task.WaitAsync(MaxWait);

        await _client.WriteAsync(new JsonRpcNotification
        {
            Method = NotificationMethods.CancelledNotification,
            Params = new JsonObject { ["requestId"] = 7 },
        });
        await closed.WaitAsync(MaxWait);
        _client.Finish();
        await relaying;

        Assert.Single(_app.Sent);
        Assert.Empty(_client.Sent);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound, McpErrorCode.MethodNotFound)]
    [InlineData(HttpStatusCode.ServiceUnavailable, McpErrorCode.InternalError)]
    public async Task A_request_that_cannot_be_delivered_gets_an_error(HttpStatusCode status, McpErrorCode code)
    {
        _app.Send = (_, _) => throw new HttpRequestException("no", null, status);
        var relaying = RelayAsync();
        await _client.WriteAsync(Request(1));
        await _client.Received.Task.WaitAsync(MaxWait);
        _client.Finish();
        await relaying;

        var error = Assert.IsType<JsonRpcError>(Assert.Single(_client.Sent));
        Assert.Equal((new RequestId(1), (int)code), (error.Id, error.Error.Code));
        Assert.Contains("Could not deliver a message", _screen.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_with_an_unreadable_response_gets_an_error()
    {
        _app.Send = (_, _) => throw new JsonException("no message");
        var relaying = RelayAsync();
        await _client.WriteAsync(Request(1));
        await _client.Received.Task.WaitAsync(MaxWait);
        _client.Finish();
        await relaying;

        Assert.Equal((int)McpErrorCode.InternalError, Assert.IsType<JsonRpcError>(Assert.Single(_client.Sent)).Error.Code);
    }

    [Fact]
    public async Task A_request_to_an_app_that_has_ended_goes_to_its_replacement()
    {
        var next = new End();
        _app.Send = (_, _) => throw new HttpRequestException(HttpRequestError.ConnectionError, "refused");
        Reopen = _ => Task.FromResult<ITransport>(next);
        var relaying = RelayAsync();
        await _client.WriteAsync(Request(1));
        await next.Received.Task.WaitAsync(MaxWait);

        await next.WriteAsync(new JsonRpcResponse { Id = new RequestId(1), Result = new JsonObject() });
        await _client.Received.Task.WaitAsync(MaxWait);
        _client.Finish();
        await relaying;

        Assert.Single(next.Sent);
        Assert.Equal(new RequestId(1), Assert.IsType<JsonRpcResponse>(Assert.Single(_client.Sent)).Id);
    }

    [Fact]
    public async Task The_error_of_an_interrupted_call_names_its_session_even_without_a_progress_token()
    {
        var cut = new TaskCompletionSource();
        _app.Send = (_, _) => cut.Task;
        var relaying = RelayAsync();
        var call = ToolCall(1);
        await _client.WriteAsync(call);
        await _app.Received.Task.WaitAsync(MaxWait);
        var token = call.Params!["_meta"]!["progressToken"]!.DeepClone();
        await _app.WriteAsync(Progress(token, "Session abc: starting"));
        // This message follows the other one in the same channel: when it arrives, the other one has been read.
        await _app.WriteAsync(Progress("other", "Session def: starting"));
        await _client.Received.Task.WaitAsync(MaxWait);

        cut.SetException(new IOException("cut"));
        using var timeout = new CancellationTokenSource(MaxWait);
        while (_client.Sent.Count < 2)
            await Task.Delay(10, timeout.Token);
        _client.Finish();
        await relaying;

        Assert.Equal("Session def: starting", Assert.IsType<JsonRpcNotification>(_client.Sent.First()).Params!["message"]!.GetValue<string>());
        Assert.Contains(" Session abc continues when the app runs again", Assert.IsType<JsonRpcError>(_client.Sent.Last()).Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_end_of_the_input_closes_running_requests()
    {
        var relaying = RelayAsync();
        _app.Send = (_, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);
        var call = ToolCall(1);
        await _client.WriteAsync(call);
        var closed = await _app.Received.Task.WaitAsync(MaxWait);
        await _app.WriteAsync(Progress(call.Params!["_meta"]!["progressToken"]!.DeepClone(), "Session abc: starting"));

        _client.Finish();
        await relaying.WaitAsync(MaxWait);

        Assert.True(closed.IsCompleted);
        Assert.DoesNotContain("The input has ended", _screen.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_before_the_end_of_the_input_get_a_response()
    {
        // The input has ended, but the transport can still send.
        var ended = new TaskCompletionSource();
        var relaying = RelayAsync(ended.Task);
        await _client.WriteAsync(Request(1));
        await _client.WriteAsync(Request(2));
        ended.SetResult();
        using var timeout = new CancellationTokenSource(MaxWait);
        while (_app.Sent.Count < 2)
            await Task.Delay(10, timeout.Token);
        await _app.WriteAsync(new JsonRpcResponse { Id = new RequestId(2), Result = new JsonObject() });
        await _app.WriteAsync(new JsonRpcResponse { Id = new RequestId(1), Result = new JsonObject() });

        await relaying.WaitAsync(MaxWait);

        Assert.Equal([2L, 1L], _client.Sent.Select(answer => Assert.IsType<JsonRpcResponse>(answer).Id.Id));
    }

    private static JsonRpcNotification Progress(JsonNode token, string message) => new()
    {
        Method = NotificationMethods.ProgressNotification,
        Params = new JsonObject { ["progressToken"] = token, ["progress"] = 0, ["message"] = message },
    };

    private static JsonRpcRequest ToolCall(int id)
    {
        var call = Request(id);
        call.Params = new JsonObject { ["name"] = "complete_audio_workflow" };
        return call;
    }

    private static JsonRpcRequest Request(int id) => new() { Id = new RequestId(id), Method = "tools/call" };

    private Func<CancellationToken, Task<ITransport>> Reopen { get; set; } = _ => throw new RunException("Start it again.");

    /// <param name="inputEnded">By default, the input ends with the client's messages.</param>
    private Task RelayAsync(Task? inputEnded = null) => new StdioRelay(
        _client, _app, Reopen, new Screen(TextWriter.Null, _screen, isLive: false, Palette.Plain, Palette.Plain, columns: 80)).RunAsync(
            inputEnded ?? _client.MessageReader.Completion, CancellationToken.None);

    /// <summary>One end of the relay, which the test controls.</summary>
    private sealed class End : ITransport
    {
        private readonly Channel<JsonRpcMessage> _messages = Channel.CreateUnbounded<JsonRpcMessage>();

        public Func<JsonRpcMessage, CancellationToken, Task> Send { get; set; } = (_, _) => Task.CompletedTask;

        public ConcurrentQueue<JsonRpcMessage> Sent { get; } = new();

        /// <summary>Set with the first message; the inner task completes when the message is cancelled.</summary>
        public TaskCompletionSource<Task> Received { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string? SessionId => null;

        public ChannelReader<JsonRpcMessage> MessageReader => _messages.Reader;

        public async Task WriteAsync(JsonRpcMessage message) => await _messages.Writer.WriteAsync(message);

        public void Finish() => _messages.Writer.Complete();

        public async Task SendMessageAsync(JsonRpcMessage message, CancellationToken cancellationToken = default)
        {
            Sent.Enqueue(message);
            var closed = new TaskCompletionSource();
            cancellationToken.Register(closed.SetResult);
            Received.TrySetResult(closed.Task);
            await Send(message, cancellationToken);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
