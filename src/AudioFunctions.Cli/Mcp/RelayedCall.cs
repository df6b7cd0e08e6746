using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;

namespace AudioFunctions.Cli.Mcp;

/// <summary>
/// A message sent to the app. A tool that spends credits names its session in its first progress message, so that the error can name it too
/// if the app ends, even if the client didn't ask for progress.
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

    /// <summary>Completes with the response, or when progress shows that the response will take long because the call works on a session.</summary>
    public Task IsAnsweredOrLong => _isDone.Task;

    /// <summary>What to tell the client about a call without a response.</summary>
    public string ContinuationHint => _session is null
        ? "Its work continues when the app runs again."
        : $"{_session} continues when the app runs again: check it with get_production_session before you spend credits again.";

    public void End() => _isDone.TrySetResult();

    public bool IsProgress(JsonRpcMessage message) =>
        _token is not null
        && message is JsonRpcNotification { Method: NotificationMethods.ProgressNotification, Params: JsonObject progress }
        && TextOf(progress["progressToken"]) == _token;

    /// <summary>Reads the session from a progress message.</summary>
    /// <returns>Whether the client asked for progress.</returns>
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
            // A JSON escape can be half of a surrogate pair; progress messages don't contain that.
            return null;
        }
    }
}
