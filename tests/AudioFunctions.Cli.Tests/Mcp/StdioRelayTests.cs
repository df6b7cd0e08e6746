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
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly StringWriter _screen = new();
    private readonly End _client = new();
    private readonly End _app = new();

    public void Dispose() => _screen.Dispose();

    [Fact]
    public async Task A_notification_that_cancels_a_request_closes_it_and_it_gets_no_answer()
    {
        var relaying = RelayAsync();
        _app.Send = (_, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);
        await _client.WriteAsync(Request(7));
        var closed = await _app.Received.Task.WaitAsync(Patience);

        await _client.WriteAsync(new JsonRpcNotification
        {
            Method = NotificationMethods.CancelledNotification,
            Params = new JsonObject { ["requestId"] = 7 },
        });
        await closed.WaitAsync(Patience);
        _client.Finish();
        await relaying;

        Assert.Single(_app.Sent);
        Assert.Empty(_client.Sent);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound, McpErrorCode.MethodNotFound)]
    [InlineData(HttpStatusCode.ServiceUnavailable, McpErrorCode.InternalError)]
    public async Task A_request_that_does_not_get_through_is_answered_with_an_error(HttpStatusCode status, McpErrorCode code)
    {
        _app.Send = (_, _) => throw new HttpRequestException("no", null, status);
        var relaying = RelayAsync();
        await _client.WriteAsync(Request(1));
        await _client.Received.Task.WaitAsync(Patience);
        _client.Finish();
        await relaying;

        var error = Assert.IsType<JsonRpcError>(Assert.Single(_client.Sent));
        Assert.Equal((new RequestId(1), (int)code), (error.Id, error.Error.Code));
        Assert.Contains("A message did not get through", _screen.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_whose_answer_is_no_message_is_answered_with_an_error()
    {
        _app.Send = (_, _) => throw new JsonException("no message");
        var relaying = RelayAsync();
        await _client.WriteAsync(Request(1));
        await _client.Received.Task.WaitAsync(Patience);
        _client.Finish();
        await relaying;

        Assert.Equal((int)McpErrorCode.InternalError, Assert.IsType<JsonRpcError>(Assert.Single(_client.Sent)).Error.Code);
    }

    [Fact]
    public async Task The_end_of_the_input_closes_what_runs()
    {
        var relaying = RelayAsync();
        _app.Send = (_, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);
        await _client.WriteAsync(Request(1));
        var closed = await _app.Received.Task.WaitAsync(Patience);

        _client.Finish();
        await relaying.WaitAsync(Patience);

        Assert.True(closed.IsCompleted);
    }

    private static JsonRpcRequest Request(int id) => new() { Id = new RequestId(id), Method = "tools/call" };

    private Task RelayAsync() => new StdioRelay(
        _client, _app, new Screen(TextWriter.Null, _screen, isLive: false, Palette.Plain, Palette.Plain, columns: 80)).RunAsync(CancellationToken.None);

    /// <summary>One end of the relay, in the test's hand.</summary>
    private sealed class End : ITransport
    {
        private readonly Channel<JsonRpcMessage> _messages = Channel.CreateUnbounded<JsonRpcMessage>();

        public Func<JsonRpcMessage, CancellationToken, Task> Send { get; set; } = (_, _) => Task.CompletedTask;

        public ConcurrentQueue<JsonRpcMessage> Sent { get; } = new();

        /// <summary>Set with the first message; its value ends when the message's cancellation is asked for.</summary>
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
