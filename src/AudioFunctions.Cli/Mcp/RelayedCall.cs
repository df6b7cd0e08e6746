using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;

namespace AudioFunctions.Cli.Mcp;

/// <summary>
/// A message on its way to the app. A tool that spends names its session in its first progress message: if the app then ends, the error can
/// say where to go on, even if the client didn't ask for progress.
/// </summary>
internal sealed class RelayedCall
{
    private readonly TaskCompletionSource _isDone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string? _token;
    private readonly bool _isTokenOurs;
    private string? _session;

    public RelayedCall(JsonRpcMessage message, CancellationTokenSource cancellation)
    {
        Cancellation = cancellation;
        if (message is not JsonRpcRequest { Method: RequestMethods.ToolsCall, Params: JsonObject parameters } request)
            return;

        if (parameters["_meta"] is not JsonObject meta)
            parameters["_meta"] = meta = [];
        _isTokenOurs = meta["progressToken"] is null;
        if (_isTokenOurs)
            meta["progressToken"] = $"relay {request.Id}";
        _token = TextOf(meta["progressToken"]);
    }

    public CancellationTokenSource Cancellation { get; }

    /// <summary>Ends with the answer, or as soon as it shows that the answer takes long: the call works on a session.</summary>
    public Task IsAnsweredOrLong => _isDone.Task;

    /// <summary>What a client should know of a call that was cut off.</summary>
    public string GoesOn => _session is null
        ? "What it was doing goes on when it runs again."
        : $"{_session} goes on when it runs again: look at it with get_production_session before you spend credits again.";

    public void End() => _isDone.TrySetResult();

    public bool IsProgress(JsonRpcMessage message) =>
        _token is not null
        && message is JsonRpcNotification { Method: NotificationMethods.ProgressNotification, Params: JsonObject progress }
        && TextOf(progress["progressToken"]) == _token;

    /// <summary>Notes the session that the progress is about.</summary>
    /// <returns>Whether the client has asked for it.</returns>
    public bool Note(JsonRpcMessage message)
    {
        var text = (message as JsonRpcNotification)?.Params?["message"]?.ToString() ?? "";
        if (_session is null && text.StartsWith("Session ", StringComparison.Ordinal))
        {
            _session = text.Split(':')[0];
            _isDone.TrySetResult();
        }

        return !_isTokenOurs;
    }

    private static string? TextOf(JsonNode? token)
    {
        try
        {
            return token?.ToJsonString();
        }
        catch (InvalidOperationException)
        {
            // JSON can write half of a character as an escape; no progress names that.
            return null;
        }
    }
}
