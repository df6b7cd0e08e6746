using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AudioFunctions.Mcp;

/// <summary>Tells the client how far a tool is, if the client asked for that.</summary>
internal sealed class ToolProgress(RequestContext<CallToolRequestParams> request)
{
    /// <summary>The protocol wants every message to be further than the one before.</summary>
    private const float LeastStep = 0.01f;

    private float _last = -LeastStep;
    private float _of;

    public async Task ReportAsync(float done, float of, string message, CancellationToken cancellationToken)
    {
        if (request.Params.ProgressToken is not { } token)
            return;
        _last = Math.Max(done, _last + LeastStep);
        // An export after a production of many beats has few steps of its own.
        _of = Math.Max(Math.Max(_of, of), _last);
        await request.Server.NotifyProgressAsync(
            token, new ProgressNotificationValue { Progress = _last, Total = _of, Message = message }, cancellationToken: cancellationToken);
    }
}
