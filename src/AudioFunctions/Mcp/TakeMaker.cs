using AudioFunctions.Estimates;
using AudioFunctions.Instances;
using AudioFunctions.Production;
using AudioFunctions.Requests;
using AudioFunctions.Sessions;
using AudioFunctions.Takes;
using Microsoft.DurableTask.Client;
using ModelContextProtocol.Protocol;

namespace AudioFunctions.Mcp;

/// <summary>The answer of the tools that make a take.</summary>
/// <param name="Estimate">Of a dry run, else null.</param>
/// <param name="Selected">Whether the take is the one that export uses.</param>
public sealed record TakeResult(ScriptEstimate? Estimate, TakeRecord? Take, bool? Selected);

/// <summary>How a tool that makes a take was called.</summary>
internal readonly record struct TakeWish(string SessionId, string BeatId, bool DryRun, int? MaxCredits, bool IncludeAudio);

/// <summary>Speaks one more take of a beat and waits for it. A take that is under way is finished and kept even if nobody waits any more.</summary>
internal sealed class TakeMaker(
    EngineClient engine, BeatRegeneration regeneration, BeatCosts costs, InstanceWatch watch, SessionStore sessions, TakeFiles files)
{
    /// <summary>About a minute: what a model may be expected to take in.</summary>
    private const int MaxAudioBytes = 1024 * 1024;

    /// <summary>The first take of a beat, as the script has it. A second call meanwhile waits for the same one.</summary>
    public async Task<CallToolResult> MakeFirstAsync(TakeWish wish, ToolProgress progress, CancellationToken cancellationToken)
    {
        if (await AnswerBeforeAsync(wish, RegenerateBody.Nothing, cancellationToken) is { } answer)
            return answer;
        var (instanceId, takeId, refusal) = await regeneration.StartFirstTakeAsync(engine.Client, wish.SessionId, wish.BeatId, cancellationToken);
        if (refusal is not null)
            return ToolResult.Error(refusal);
        return instanceId is null
            ? await ShowAsync(wish, takeId!, selected: true, cancellationToken)
            : await UntilMadeAsync(wish, instanceId, progress, cancellationToken);
    }

    /// <summary>One more take of a beat.</summary>
    public async Task<CallToolResult> MakeAsync(TakeWish wish, RegenerateBody body, ToolProgress progress, CancellationToken cancellationToken)
    {
        if (await AnswerBeforeAsync(wish, body, cancellationToken) is { } answer)
            return answer;
        var instanceId = InstanceIds.Random();
        return await regeneration.StartAsync(engine.Client, instanceId, wish.SessionId, wish.BeatId, body, cancellationToken) is { } refusal
            ? ToolResult.Error(refusal)
            : await UntilMadeAsync(wish, instanceId, progress, cancellationToken);
    }

    /// <returns>The answer if nothing is to be spoken: a refusal, or the estimate of a dry run; else null.</returns>
    private async Task<CallToolResult?> AnswerBeforeAsync(TakeWish wish, RegenerateBody body, CancellationToken cancellationToken)
    {
        var (_, refusal) = await regeneration.AdmitAsync(engine.Client, wish.SessionId, wish.BeatId, body, cancellationToken);
        if (refusal is not null)
            return ToolResult.Error(refusal);
        if (wish.DryRun)
            return await EstimateAsync(wish, body, isReused: false, cancellationToken);
        return await costs.RefuseAsync(wish.SessionId, wish.BeatId, body.Settings(), wish.MaxCredits, cancellationToken) is { } tooDear
            ? ToolResult.Error(tooDear)
            : null;
    }

    private async Task<CallToolResult> UntilMadeAsync(TakeWish wish, string instanceId, ToolProgress progress, CancellationToken cancellationToken)
    {
        var stage = new Stage(0, 1, $"Session {wish.SessionId}: speaking beat {wish.BeatId}");
        var ended = await watch.UntilEndAsync(instanceId, _ => stage, progress, cancellationToken);
        if (ended is not { RuntimeStatus: OrchestrationRuntimeStatus.Completed })
            return ToolResult.Error(ToolError.Of(EarlyEnd.ReasonOf(ended)));

        var made = ended.ReadOutputAs<RegeneratedTake>()!;
        return await ShowAsync(wish, made.TakeId, made.Selected, cancellationToken);
    }

    private async Task<CallToolResult> ShowAsync(TakeWish wish, string takeId, bool selected, CancellationToken cancellationToken) =>
        await sessions.FindTakeAsync(wish.SessionId, takeId, cancellationToken) is { } take
            ? await ShowAsync(wish, take, selected, cancellationToken)
            : ToolResult.Error(Refusal.SessionNotFound(wish.SessionId));

    /// <param name="isReused">Whether the beat's take serves, so that nothing is spoken.</param>
    public async Task<CallToolResult> EstimateAsync(TakeWish wish, RegenerateBody body, bool isReused, CancellationToken cancellationToken)
    {
        var (estimate, refusal) = await costs.EstimateAsync(wish.SessionId, wish.BeatId, body.Settings(), isReused, cancellationToken);
        return refusal is null ? ToolResult.Of(new TakeResult(estimate, null, null)) : ToolResult.Error(refusal);
    }

    public async Task<CallToolResult> ShowAsync(TakeWish wish, TakeRecord take, bool selected, CancellationToken cancellationToken) => ToolResult.Of(
        new TakeResult(null, take, selected),
        [Links.ToTake(wish.SessionId, take), .. wish.IncludeAudio ? await AudioAsync(wish.SessionId, take, cancellationToken) : []]);

    private async Task<IReadOnlyList<ContentBlock>> AudioAsync(string sessionId, TakeRecord take, CancellationToken cancellationToken)
    {
        var blob = await files.AudioAsync(new TakeKey(sessionId, take.BeatId, take.TakeId), cancellationToken);
        if ((await blob.GetPropertiesAsync(cancellationToken: cancellationToken)).Value.ContentLength > MaxAudioBytes)
            return [];
        var audio = await blob.DownloadContentAsync(cancellationToken);
        return [AudioContentBlock.FromBytes(audio.Value.Content.ToMemory(), Links.AudioType)];
    }
}
