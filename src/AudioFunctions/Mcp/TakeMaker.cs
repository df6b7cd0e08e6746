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

    public async Task<CallToolResult> MakeAsync(TakeWish wish, RegenerateBody body, ToolProgress progress, CancellationToken cancellationToken)
    {
        var (_, refusal) = await regeneration.AdmitAsync(engine.Client, wish.SessionId, wish.BeatId, body, cancellationToken);
        if (refusal is not null)
            return ToolResult.Error(refusal);
        if (wish.DryRun)
            return await EstimateAsync(wish, body, isReused: false, cancellationToken);
        if (await costs.RefuseAsync(wish.SessionId, wish.BeatId, body.Settings(), wish.MaxCredits, cancellationToken) is { } tooDear)
            return ToolResult.Error(tooDear);

        var instanceId = InstanceIds.Random();
        if (await regeneration.StartAsync(engine.Client, instanceId, wish.SessionId, wish.BeatId, body, cancellationToken) is { } late)
            return ToolResult.Error(late);
        var stage = new Stage(0, 1, $"Session {wish.SessionId}: speaking beat {wish.BeatId}");
        var ended = await watch.UntilEndAsync(instanceId, _ => stage, progress, cancellationToken);
        if (ended is not { RuntimeStatus: OrchestrationRuntimeStatus.Completed })
            return ToolResult.Error(ToolError.Of(EarlyEnd.ReasonOf(ended)));

        var made = ended.ReadOutputAs<RegeneratedTake>()!;
        return await sessions.FindTakeAsync(wish.SessionId, made.TakeId, cancellationToken) is { } take
            ? await ShowAsync(wish, take, made.Selected, cancellationToken)
            : ToolResult.Error(Refusal.SessionNotFound(wish.SessionId));
    }

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
