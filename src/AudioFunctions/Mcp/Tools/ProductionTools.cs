using System.ComponentModel;
using AudioFunctions.Estimates;
using AudioFunctions.Export;
using AudioFunctions.Production;
using AudioFunctions.Sessions;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AudioFunctions.Mcp.Tools;

/// <summary>The result of <c>create_production_session</c>.</summary>
/// <param name="Session">The new session; null after a dry run.</param>
public sealed record SessionResult(ScriptEstimate Estimate, SessionRecord? Session);

/// <summary>The result of <c>complete_audio_workflow</c>.</summary>
/// <param name="Estimate">The estimate of a dry run, else null.</param>
public sealed record WorkflowResult(ScriptEstimate? Estimate, ProductionOutput? Production, ExportOutput? Export);

/// <summary>Tools that produce whole scripts.</summary>
internal sealed class ProductionTools(
    EngineClient engine, ScriptIntake intake, ProductionRun production, ExportWait export, SessionLookup lookup, StartedWork started)
{
    [McpServerTool(
        Name = "create_production_session",
        Title = "Create a production session",
        ReadOnly = false,
        Destructive = false,
        Idempotent = false,
        OpenWorld = false,
        UseStructuredContent = true,
        OutputSchemaType = typeof(SessionResult))]
    [Description(
        "Makes a session of a script, as a draft, and says what speaking it would cost. Nothing is spoken or paid for yet: generate_beat_audio speaks beat by beat. "
        + "(complete_audio_workflow does all of it in one call.) A script with errors is answered with all of them, and nothing is stored.")]
    public async Task<CallToolResult> CreateAsync(
        [Description(ToolText.ElsContent)] string elsContent,
        CancellationToken cancellationToken,
        [Description(ToolText.ProjectName)] string? projectName = null,
        [Description("true: only say what it would cost; no session is made.")] bool dryRun = false)
    {
        var (script, error) = await intake.ReadAsync(elsContent, projectName, maxCredits: null, cancellationToken);
        if (error is not null)
            return ToolResult.Error(error);
        var estimate = await intake.EstimateAsync(script!, cancellationToken);
        if (dryRun)
            return ToolResult.Of(new SessionResult(estimate, null));

        var sessionId = InstanceIds.Random();
        return await intake.KeepDraftAsync(sessionId, script!) is { } refused
            ? ToolResult.Error(refused)
            : ToolResult.Of(new SessionResult(estimate, await lookup.FindAsync(engine.Client, sessionId, cancellationToken)));
    }

    [McpServerTool(
        Name = "complete_audio_workflow",
        Title = "Script in, exported audio out",
        ReadOnly = false,
        Destructive = false,
        Idempotent = false,
        OpenWorld = true,
        UseStructuredContent = true,
        OutputSchemaType = typeof(WorkflowResult))]
    [Description(
        "SPENDS CREDITS. Validates a script, speaks every beat, selects the first take of each, exports them and waits for all of it, with progress "
        + "messages; the first one names the session. Cancelling the call cancels the production: the request under way is kept, and nothing further "
        + "is paid for. Beats that failed are in the result with their reason; the others are exported, unless max_credits or a cancellation stopped the production: export_selected_takes does it then. Use dry_run first to see the cost.")]
    public async Task<CallToolResult> CompleteAsync(
        RequestContext<CallToolRequestParams> request,
        [Description(ToolText.ElsContent)] string elsContent,
        CancellationToken cancellationToken,
        [Description(ToolText.ProjectName)] string? projectName = null,
        [Description(ToolText.DryRun)] bool dryRun = false,
        [Description(ToolText.MaxCredits)] int? maxCredits = null)
    {
        var (script, error) = await intake.ReadAsync(elsContent, projectName, maxCredits, cancellationToken);
        if (error is not null)
            return ToolResult.Error(error);
        if (dryRun)
            return ToolResult.Of(new WorkflowResult(await intake.EstimateAsync(script!, cancellationToken), null, null));

        var progress = new ToolProgress(request);
        var sessionId = InstanceIds.Random();
        // Report the session before the start, so that a client that disconnects later can find it.
        await progress.ReportAsync(0, script!.Script.Beats.Count, $"Session {sessionId}: starting", cancellationToken);
        started.Begin(sessionId);
        return await intake.StartAsync(sessionId, script) is { } refused
            ? ToolResult.Error(refused)
            : await FinishAsync(sessionId, progress, cancellationToken);
    }

    private async Task<CallToolResult> FinishAsync(string sessionId, ToolProgress progress, CancellationToken cancellationToken)
    {
        var (output, error) = await production.UntilEndAsync(sessionId, progress, cancellationToken);
        if ((error ?? Unfinished(output!)) is { } unfinished)
            return ToolResult.Error(await production.WithSessionAsync(unfinished, sessionId, cancellationToken));

        var (exported, failed) = await export.RunAsync(sessionId, progress, cancellationToken);
        return failed is null
            ? ToolResult.Of(new WorkflowResult(null, output, exported), exported!.ExportedFiles.Select(file => Links.ToExport(sessionId, file)))
            : ToolResult.Error(await production.WithSessionAsync(failed, sessionId, cancellationToken));
    }

    /// <summary>Why the production isn't exported: it stopped early, or no beat has a take.</summary>
    private static ToolError? Unfinished(ProductionOutput output)
    {
        var errors = output.Beats.Select(beat => beat.Error).OfType<BeatError>().ToList();
        var stop = errors.Find(BeatSteps.StopsProduction) ?? (errors.Count == output.Beats.Count ? errors[0] : null);
        return stop is null ? null : ToolError.Of(stop);
    }
}
