using System.ComponentModel;
using AudioFunctions.Export;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AudioFunctions.Mcp.Tools;

/// <summary>The tool for exports.</summary>
internal sealed class ExportTools(ExportWait export)
{
    [McpServerTool(
        Name = "export_selected_takes",
        Title = "Export the selected takes",
        ReadOnly = false,
        Destructive = true,
        Idempotent = true,
        OpenWorld = false,
        UseStructuredContent = true,
        OutputSchemaType = typeof(ExportOutput))]
    [Description(
        "Copies the selected take of each beat to its clean name (01_hook.mp3), writes manifest.json, sets the session's status to exported, and waits for "
        + "that. Replaces the files of the last export. Costs no credits. Links to the files come with the result.")]
    public async Task<CallToolResult> ExportAsync(
        RequestContext<CallToolRequestParams> request, [Description(ToolText.SessionId)] string sessionId, CancellationToken cancellationToken)
    {
        var (output, error) = await export.RunAsync(sessionId, new ToolProgress(request), cancellationToken);
        return error is null
            ? ToolResult.Of(output, output!.ExportedFiles.Append(ExportFiles.ManifestName).Select(file => Links.ToExport(sessionId, file)))
            : ToolResult.Error(error);
    }
}
