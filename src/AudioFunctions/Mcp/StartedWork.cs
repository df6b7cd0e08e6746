using AudioFunctions.Platform;

namespace AudioFunctions.Mcp;

/// <summary>
/// The work that this message's tool has started. It is billed even if the tool then fails, so the tool's error names it. One instance per
/// message.
/// </summary>
internal sealed class StartedWork
{
    private string? _sessionId;

    /// <summary>Call it before the start, because a failed start may still have taken effect.</summary>
    public void Begin(string sessionId) => _sessionId = sessionId;

    /// <summary>The error of a tool that failed.</summary>
    /// <param name="refusal">The refusal that REST would return.</param>
    public ToolError Explain(Refusal refusal)
    {
        if (_sessionId is null)
            return ToolError.Of(refusal);
        var reason = refusal.Code == FailureRefusals.ServiceStopping ? $"{FailureRefusals.Stopping}." : refusal.Detail;
        return new ToolError(
            refusal.Code,
            $"{reason} The work may have started, and then continues without this call: check session {_sessionId} with get_production_session before you spend credits again.");
    }
}
