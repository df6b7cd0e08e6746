using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AudioFunctions.Mcp;

/// <summary>Reports a tool's progress, if the client asked for it.</summary>
internal sealed class ToolProgress(RequestContext<CallToolRequestParams> request)
{
    /// <summary>The protocol requires the progress to increase with every message.</summary>
    private const float MinStep = 0.01f;

    private float _last = -MinStep;
    private float _of;

    public async Task ReportAsync(float done, float of, string message, CancellationToken cancellationToken)
    {
        if (request.Params.ProgressToken is not { } token)
            return;
        _last = Math.Max(done, _last + MinStep);
        // An export after a production of many beats has fewer steps than the production.
        _of = Math.Max(Math.Max(_of, of), _last);
        await request.Server.NotifyProgressAsync(
            token, new ProgressNotificationValue { Progress = _last, Total = _of, Message = message }, cancellationToken: cancellationToken);
    }
}
