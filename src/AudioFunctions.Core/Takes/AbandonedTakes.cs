using AudioFunctions.Sessions;

namespace AudioFunctions.Takes;

/// <summary>
/// Takes whose instance was terminated before it recorded them, so only their plans name them. Before a beat is spoken again, they are added to
/// its failed takes: the next take uses what they paid for.
/// </summary>
public sealed class AbandonedTakes(TakeFiles files, SessionStore sessions)
{
    /// <summary>Adds the abandoned takes of one beat.</summary>
    /// <param name="isRunning">Whether the instance with this id may still finish its takes.</param>
    /// <returns>The beat's last failed or abandoned take, or null.</returns>
    public async Task<string?> KeepAsync(
        string sessionId, BeatRecord beat, Func<string, CancellationToken, Task<bool>> isRunning, CancellationToken cancellationToken)
    {
        var plans = await files.FindPlansAsync(sessionId, beat.BeatId, cancellationToken);
        return await KeepAsync(sessionId, beat, plans, isRunning, cancellationToken);
    }

    /// <summary>Adds those of several beats.</summary>
    /// <inheritdoc cref="KeepAsync(string, BeatRecord, Func{string, CancellationToken, Task{bool}}, CancellationToken)"/>
    public async Task KeepAsync(
        string sessionId, IReadOnlyList<BeatRecord> beats, Func<string, CancellationToken, Task<bool>> isRunning, CancellationToken cancellationToken)
    {
        if (beats.Count == 0)
            return;
        var plans = (await files.FindPlansAsync(sessionId, beatId: null, cancellationToken)).ToLookup(take => take.BeatId);
        foreach (var beat in beats)
            await KeepAsync(sessionId, beat, [.. plans[beat.BeatId]], isRunning, cancellationToken);
    }

    /// <param name="plans">
    /// Takes that had a plan before anything else was read. A take that was recorded since may be added by mistake: as a recorded take, it still
    /// lends no response.
    /// </param>
    private async Task<string?> KeepAsync(
        string sessionId,
        BeatRecord beat,
        IReadOnlyList<TakeKey> plans,
        Func<string, CancellationToken, Task<bool>> isRunning,
        CancellationToken cancellationToken)
    {
        var known = beat.FailedTakeIds.Concat(beat.Takes.Select(take => take.TakeId)).ToHashSet(StringComparer.Ordinal);
        var others = plans.Where(take => !known.Contains(take.Id)).ToList();
        if (others.Count == 0)
            return beat.FailedTakeId;

        // Takes of earlier wordings aren't in the beat's record.
        var recorded = await sessions.FindTakeIdsAsync(sessionId, beat.BeatId, wording: null, cancellationToken);
        var abandoned = new List<(TakeKey Take, TakePlan Plan)>();
        foreach (var take in others.Where(take => !recorded.Contains(take.Id)))
        {
            if (await files.FindPlanAsync(take, cancellationToken) is { InstanceId: { } instance } plan && !await isRunning(instance, cancellationToken))
                abandoned.Add((take, plan));
        }

        if (abandoned.Count == 0)
            return beat.FailedTakeId;
        // A step of theirs may still be delivered, and must send nothing. A production's next run may continue its take.
        IReadOnlyList<string> ended = [.. abandoned.Where(one => one.Plan.InstanceId != sessionId).Select(one => one.Take.Id)];
        if (ended.Count > 0)
            await sessions.CancelTakesAsync(sessionId, ended, cancellationToken);
        foreach (var take in plans.Where(take => beat.FailedTakeIds.Contains(take.Id)))
        {
            if (await files.FindPlanAsync(take, cancellationToken) is { } plan)
                abandoned.Add((take, plan));
        }

        IReadOnlyList<string> newestFirst = [.. abandoned.OrderByDescending(one => one.Plan.CreatedAt).Select(one => one.Take.Id)];
        var kept = await sessions.KeepFailedTakesAsync(sessionId, beat.BeatId, newestFirst, cancellationToken);
        if (kept.Count == 0)
            return null;
        // They can't be among the newest again: don't read their plans each time.
        foreach (var (take, _) in abandoned.Where(one => !kept.Contains(one.Take.Id)))
            await files.ForgetAsync(take, cancellationToken);
        return kept[0];
    }
}
