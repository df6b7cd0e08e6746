using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using AudioFunctions.Platform;
using AudioFunctions.Sessions;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AudioFunctions.Mcp.Tools;

/// <summary>Tools for whole sessions.</summary>
internal sealed class SessionTools(EngineClient engine, SessionLookup lookup, StatusChange change)
{
    [McpServerTool(
        Name = "get_production_session",
        Title = "Get a production session",
        ReadOnly = true,
        Destructive = false,
        Idempotent = true,
        OpenWorld = false,
        UseStructuredContent = true,
        OutputSchemaType = typeof(SessionRecord))]
    [Description(
        "A session as it stands: its status (draft, generating, in_progress, completed, exported), and for each beat its takes, which one is selected, "
        + "and why it has none if it failed. Also finds a session again whose call was broken off. Links to the audio of the selected takes come with it.")]
    public async Task<CallToolResult> GetAsync([Description(ToolText.SessionId)] string sessionId, CancellationToken cancellationToken) =>
        await lookup.FindAsync(engine.Client, sessionId, cancellationToken) is { } session
            ? ToolResult.Of(session, session.Beats.Select(beat => beat.SelectedTake()).OfType<TakeRecord>().Select(take => Links.ToTake(sessionId, take)))
            : ToolResult.Error(Refusal.SessionNotFound(sessionId));

    [McpServerTool(
        Name = "update_session_status",
        Title = "Update a session's status",
        ReadOnly = false,
        Destructive = true,
        Idempotent = true,
        OpenWorld = false,
        UseStructuredContent = true,
        OutputSchemaType = typeof(SessionRecord))]
    [Description("Calls a session done (completed), or takes that back (in_progress); the other statuses are set by the production and the export. Costs nothing.")]
    public async Task<CallToolResult> UpdateStatusAsync(
        [Description(ToolText.SessionId)] string sessionId,
        [Description("completed or in_progress.")][AllowedValues("completed", "in_progress")] string status,
        CancellationToken cancellationToken)
    {
        var (session, refusal) = await change.SetAsync(engine.Client, sessionId, status, cancellationToken);
        return refusal is null ? ToolResult.Of(session) : ToolResult.Error(refusal);
    }
}
