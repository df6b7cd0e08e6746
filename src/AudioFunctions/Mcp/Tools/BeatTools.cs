using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using AudioFunctions.Beats;
using AudioFunctions.Platform;
using AudioFunctions.Scripts;
using AudioFunctions.Sessions;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AudioFunctions.Mcp.Tools;

/// <summary>Tools for beats, their takes and the selection.</summary>
internal sealed class BeatTools(EngineClient engine, SessionLookup lookup, BeatWait waiting, TakeMaker takes, TakeSelection selection)
{
    [McpServerTool(
        Name = "generate_beat_audio",
        Title = "Generate a beat's audio",
        ReadOnly = false,
        Destructive = false,
        Idempotent = true,
        OpenWorld = true,
        UseStructuredContent = true,
        OutputSchemaType = typeof(TakeResult))]
    [Description(
        "SPENDS CREDITS, but only if the beat has no take yet (in a new session, or because it failed, was cancelled or went over the budget): then it is spoken as "
        + "scripted. A beat that has one is answered with it at no cost, and one that is being spoken is waited for. regenerate_beat_audio makes another take. Cancelling "
        + "the call ends the waiting; a take that is under way is finished and kept.")]
    public async Task<CallToolResult> GenerateAsync(
        RequestContext<CallToolRequestParams> request,
        [Description(ToolText.SessionId)] string sessionId,
        [Description(ToolText.BeatId)] string beatId,
        CancellationToken cancellationToken,
        [Description(ToolText.DryRun)] bool dryRun = false,
        [Description(ToolText.MaxCredits)] int? maxCredits = null,
        [Description(ToolText.IncludeAudio)] bool includeAudio = false)
    {
        if (ScriptOptions.CheckMaxCredits(maxCredits) is { } invalid)
            return ToolResult.Error(invalid);
        var takeRequest = new TakeRequest(sessionId, beatId, dryRun, maxCredits, includeAudio);
        var progress = new ToolProgress(request);
        var session = dryRun
            ? await lookup.FindAsync(engine.Client, sessionId, cancellationToken)
            : await waiting.UntilTakeOrEndAsync(sessionId, beatId, progress, cancellationToken);
        if (session is null)
            return ToolResult.Error(Refusal.SessionNotFound(sessionId));

        var beat = session.Beats.FirstOrDefault(beat => beat.BeatId == beatId);
        if (beat is null && session.Beats.Count > 0)
            return ToolResult.Error(Refusal.BeatNotFound(beatId));
        var take = beat?.SelectedTake();
        if (take is null)
            return await takes.MakeFirstAsync(takeRequest, progress, cancellationToken);
        return dryRun
            ? await takes.EstimateAsync(takeRequest, RegenerateBody.Nothing, isReused: true, cancellationToken)
            : await takes.ShowAsync(takeRequest, take, selected: true, cancellationToken);
    }

    [McpServerTool(
        Name = "regenerate_beat_audio",
        Title = "Make another take of a beat",
        ReadOnly = false,
        Destructive = false,
        Idempotent = false,
        OpenWorld = true,
        UseStructuredContent = true,
        OutputSchemaType = typeof(TakeResult))]
    [Description(
        "SPENDS CREDITS. Speaks a beat, or one line of it, once more, with other settings where given, as a further take. Older takes stay, and so does the selection: use select_take "
        + "if the new one is better. Cancelling the call ends the waiting; the take that is under way is finished and kept.")]
    public async Task<CallToolResult> RegenerateAsync(
        RequestContext<CallToolRequestParams> request,
        [Description(ToolText.SessionId)] string sessionId,
        [Description(ToolText.BeatId)] string beatId,
        CancellationToken cancellationToken,
        [Description("A note on how it should be said, at most 500 characters. Kept with the take, never spoken.")] string? newDirection = null,
        [Description("Speed by name, for all lines of the beat: slow 0.75, deliberate 0.85, normal 1.00, quick 1.08, fast 1.15, chaos 1.20.")]
        [AllowedValues("slow", "deliberate", "normal", "quick", "fast", "chaos", null)] string? newPace = null,
        [Description("0 to 1: low is lively and varied, high is even.")][Range(0d, 1d)] double? stability = null,
        [Description("0 to 1: how much the voice's own style is exaggerated.")][Range(0d, 1d)] double? style = null,
        [Description(ToolText.Line)] int? line = null,
        [Description("With line: the take_id of the take that keeps its other lines. Left out, the selected take.")] string? takeId = null,
        [Description(ToolText.DryRun)] bool dryRun = false,
        [Description(ToolText.MaxCredits)] int? maxCredits = null,
        [Description(ToolText.IncludeAudio)] bool includeAudio = false)
    {
        if (ScriptOptions.CheckMaxCredits(maxCredits) is { } invalid)
            return ToolResult.Error(invalid);
        var body = RegenerateBody.Nothing with
        {
            NewDirection = newDirection,
            NewPace = newPace,
            Stability = stability,
            Style = style,
            Line = line,
            TakeId = takeId,
        };
        return await takes.MakeAsync(
            new TakeRequest(sessionId, beatId, dryRun, maxCredits, includeAudio), body, new ToolProgress(request), cancellationToken);
    }

    [McpServerTool(
        Name = "select_take",
        Title = "Select the take that counts",
        ReadOnly = false,
        Destructive = true,
        Idempotent = true,
        OpenWorld = false,
        UseStructuredContent = true,
        OutputSchemaType = typeof(SelectionResponse))]
    [Description("Makes one take of a beat the one that export uses, in place of the one selected so far. No take is lost. Costs nothing.")]
    public async Task<CallToolResult> SelectAsync(
        [Description(ToolText.SessionId)] string sessionId,
        [Description(ToolText.BeatId)] string beatId,
        [Description(ToolText.TakeId)] string takeId,
        CancellationToken cancellationToken)
    {
        var (_, refusal) = await selection.SelectAsync(engine.Client, sessionId, beatId, takeId, isWanted: null, cancellationToken);
        return refusal is null ? ToolResult.Of(new SelectionResponse(true, beatId, takeId)) : ToolResult.Error(refusal);
    }
}
