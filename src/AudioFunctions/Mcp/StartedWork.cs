using AudioFunctions.Platform;

namespace AudioFunctions.Mcp;

/// <summary>
/// What the tool of this message has started, and is paid for even if the tool fails afterwards: then its error says so. One for each
/// message.
/// </summary>
internal sealed class StartedWork
{
    private string? _sessionId;

    /// <summary>To be called before the start: a start that failed may still have taken effect.</summary>
    public void Begin(string sessionId) => _sessionId = sessionId;

    /// <summary>The error of a tool that failed.</summary>
    /// <param name="refusal">What REST would answer.</param>
    public ToolError Explain(Refusal refusal)
    {
        if (_sessionId is null)
            return ToolError.Of(refusal);
        var reason = refusal.Code == FailureRefusals.ServiceStopping ? $"{FailureRefusals.Stopping}." : refusal.Detail;
        return new ToolError(
            refusal.Code,
            $"{reason} The work may have started, and then goes on without this call: look at session {_sessionId} with get_production_session before you spend credits again.");
    }
}
