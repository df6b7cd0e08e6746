using AudioFunctions.Beats;
using AudioFunctions.Estimates;
using AudioFunctions.Platform;
using AudioFunctions.Production;
using AudioFunctions.Sessions;
using AudioFunctions.Takes;
using Microsoft.DurableTask.Client;
using ModelContextProtocol.Protocol;

namespace AudioFunctions.Mcp;

/// <summary>The result of the tools that make a take.</summary>
/// <param name="Estimate">The estimate of a dry run, else null.</param>
/// <param name="Selected">Whether the take is the one that export uses.</param>
public sealed record TakeResult(ScriptEstimate? Estimate, TakeRecord? Take, bool? Selected);

/// <summary>The arguments of a tool that makes a take.</summary>
internal readonly record struct TakeRequest(string SessionId, string BeatId, bool DryRun, int? MaxCredits, bool IncludeAudio);

/// <summary>Speaks one more take of a beat and waits for it. If the client stops waiting, the running take is still finished and kept.</summary>
internal sealed class TakeMaker(
    EngineClient engine, BeatRegeneration regeneration, BeatCosts costs, InstanceWait waiting, StartedWork started, SessionStore sessions, TakeFiles files)
{
    /// <summary>About a minute of audio, which a model can be expected to accept.</summary>
    private const int MaxAudioBytes = 1024 * 1024;

    /// <summary>Makes the first take of a beat, as scripted. A concurrent second call waits for the same take.</summary>
    public async Task<CallToolResult> MakeFirstAsync(TakeRequest request, ToolProgress progress, CancellationToken cancellationToken)
    {
        if (await RespondBeforeAsync(request, RegenerateBody.Nothing, cancellationToken) is { } response)
            return response;
        started.Begin(request.SessionId);
        var (instanceId, takeId, refusal) = await regeneration.StartFirstTakeAsync(engine.Client, request.SessionId, request.BeatId, cancellationToken);
        if (refusal is not null)
            return ToolResult.Error(refusal);
        return instanceId is null
            ? await ShowAsync(request, takeId!, selected: true, cancellationToken)
            : await UntilMadeAsync(request, instanceId, progress, cancellationToken);
    }

    /// <summary>Makes one more take of a beat.</summary>
    public async Task<CallToolResult> MakeAsync(TakeRequest request, RegenerateBody body, ToolProgress progress, CancellationToken cancellationToken)
    {
        if (await RespondBeforeAsync(request, body, cancellationToken) is { } response)
            return response;
        started.Begin(request.SessionId);
        var instanceId = InstanceIds.Random();
        return await regeneration.StartAsync(engine.Client, instanceId, request.SessionId, request.BeatId, body, cancellationToken) is { } refusal
            ? ToolResult.Error(refusal)
            : await UntilMadeAsync(request, instanceId, progress, cancellationToken);
    }

    /// <returns>The result if nothing is spoken: a refusal, or the estimate of a dry run; else null.</returns>
    private async Task<CallToolResult?> RespondBeforeAsync(TakeRequest request, RegenerateBody body, CancellationToken cancellationToken)
    {
        if (request is { DryRun: false, MaxCredits: null })
            return null;
        var (_, _, refusal) = await regeneration.AdmitAsync(engine.Client, request.SessionId, request.BeatId, body, cancellationToken);
        if (refusal is not null)
            return ToolResult.Error(refusal);
        if (request.DryRun)
            return await EstimateAsync(request, body, isReused: false, cancellationToken);
        return await costs.RefuseAsync(
            request.SessionId, request.BeatId, body.Settings(), body.Line, request.MaxCredits!.Value, cancellationToken) is { } overBudget
            ? ToolResult.Error(overBudget)
            : null;
    }

    private async Task<CallToolResult> UntilMadeAsync(TakeRequest request, string instanceId, ToolProgress progress, CancellationToken cancellationToken)
    {
        var stage = new Stage(0, 1, $"Session {request.SessionId}: speaking beat {request.BeatId}");
        var ended = await waiting.UntilEndAsync(instanceId, _ => stage, progress, cancellationToken);
        if (ended is not { RuntimeStatus: OrchestrationRuntimeStatus.Completed })
            return ToolResult.Error(ToolError.Of(ProductionFailure.ReasonOf(ended)));

        var made = ended.ReadOutputAs<RegeneratedTake>()!;
        return await ShowAsync(request, made.TakeId, made.Selected, cancellationToken);
    }

    private async Task<CallToolResult> ShowAsync(TakeRequest request, string takeId, bool selected, CancellationToken cancellationToken) =>
        await sessions.FindTakeAsync(request.SessionId, takeId, cancellationToken) is { } take
            ? await ShowAsync(request, take, selected, cancellationToken)
            : ToolResult.Error(Refusal.SessionNotFound(request.SessionId));

    /// <param name="isReused">Whether the beat's existing take is used, so that nothing is spoken.</param>
    public async Task<CallToolResult> EstimateAsync(TakeRequest request, RegenerateBody body, bool isReused, CancellationToken cancellationToken)
    {
        var (estimate, refusal) = await costs.EstimateAsync(
            request.SessionId, request.BeatId, body.Settings(), body.Line, takes: isReused ? 0 : 1, cancellationToken);
        return refusal is null ? ToolResult.Of(new TakeResult(estimate, null, null)) : ToolResult.Error(refusal);
    }

    public async Task<CallToolResult> ShowAsync(TakeRequest request, TakeRecord take, bool selected, CancellationToken cancellationToken) => ToolResult.Of(
        new TakeResult(null, take, selected),
        [Links.ToTake(request.SessionId, take), .. request.IncludeAudio ? await AudioAsync(request.SessionId, take, cancellationToken) : []]);

    private async Task<IReadOnlyList<ContentBlock>> AudioAsync(string sessionId, TakeRecord take, CancellationToken cancellationToken)
    {
        var blob = await files.AudioAsync(new TakeKey(sessionId, take.BeatId, take.TakeId), cancellationToken);
        if ((await blob.GetPropertiesAsync(cancellationToken: cancellationToken)).Value.ContentLength > MaxAudioBytes)
            return [];
        var audio = await blob.DownloadContentAsync(cancellationToken);
        return [AudioContentBlock.FromBytes(audio.Value.Content.ToMemory(), Links.AudioType)];
    }
}
