using System.Collections.Concurrent;
using AudioFunctions.Platform;
using AudioFunctions.Sessions;
using Microsoft.DurableTask.Client;

namespace AudioFunctions.Beats;

/// <summary>
/// Stops the regenerations of a beat before they have spoken everything: the response to the current request is kept, no further request is
/// sent, and what was paid for serves the beat's next take.
/// </summary>
public sealed class RegenerationCancellation(SessionLookup lookup, SessionStore sessions)
{
    private const int MaxReadsAtOnce = 8;

    /// <returns>The instances that stop, or the refusal.</returns>
    public async Task<(IReadOnlyList<string> InstanceIds, Refusal? Refusal)> RequestAsync(
        DurableTaskClient client, string sessionId, string beatId, CancellationToken cancellationToken)
    {
        if (await lookup.FindAsync(client, sessionId, cancellationToken) is not { } session)
            return ([], Refusal.SessionNotFound(sessionId));
        if (session.Beats.All(beat => beat.BeatId != beatId))
            return ([], Refusal.BeatNotFound(beatId));

        var running = await FindRunningAsync(client, sessionId, beatId, cancellationToken);
        if (running.Count == 0)
            return ([], Refusal.Conflict("nothing-to-cancel", "No regeneration of this beat is running."));
        return await sessions.CancelTakesAsync(sessionId, [.. running.SelectMany(TakesOf)], cancellationToken)
            ? ([.. running.Keys], null)
            : ([], Refusal.SessionNotFound(sessionId));
    }

    private async Task<IReadOnlyDictionary<string, RegenerateBeatInput>> FindRunningAsync(
        DurableTaskClient client, string sessionId, string beatId, CancellationToken cancellationToken)
    {
        var running = new ConcurrentDictionary<string, RegenerateBeatInput>();
        await Parallel.ForEachAsync(
            await sessions.RegenerationsAsync(sessionId, cancellationToken),
            new ParallelOptions { MaxDegreeOfParallelism = MaxReadsAtOnce, CancellationToken = cancellationToken },
            async (instanceId, token) =>
            {
                if (await client.GetInstanceAsync(instanceId, getInputsAndOutputs: true, token) is { IsCompleted: false } instance
                    && instance.ReadInputAs<RegenerateBeatInput>() is { } input && input.BeatId == beatId)
                {
                    running[instanceId] = input;
                }
            });
        return running;
    }

    /// <summary>Those it has made as well: they send nothing any more.</summary>
    private static IEnumerable<string> TakesOf(KeyValuePair<string, RegenerateBeatInput> regeneration) =>
        Enumerable.Range(1, regeneration.Value.Takes ?? 1).Select(number => regeneration.Value.TakeOf(regeneration.Key, number).Id);
}
