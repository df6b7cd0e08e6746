using AudioFunctions.Sessions;
using AudioFunctions.Speech;

namespace AudioFunctions.Takes;

/// <summary>
/// The failed takes of a beat, whose responses serve later takes. Of the takes of one wording, each response serves one, and one segment of it:
/// another with it would sound the same. A fixed seed changes nothing about that: who asks for another take with it gets what the service makes of
/// it. A failed take stays known after a take is finished, as that may have asked for something else.
/// </summary>
/// <param name="take">The take that is to use the responses.</param>
/// <param name="wording">Its wording.</param>
/// <param name="takes">Newest first: each may have responses that the ones after it did not ask for.</param>
/// <param name="failedIds">These takes, and older ones that aren't looked at: what they use is free for others.</param>
/// <param name="heard">The blobs of responses that a recorded take of this wording has.</param>
internal sealed class FailedTakes(
    TakeKey take,
    string wording,
    IReadOnlyList<FailedTake> takes,
    IReadOnlySet<string> failedIds,
    IReadOnlySet<string> heard,
    TakeFiles files,
    ISpeechService speech)
{
    /// <returns>For each take that asked the same, newest first, the segments that did.</returns>
    public IReadOnlyList<(TakeKey Take, int Segment)> FindSame(SpeechSegment asked) =>
        [.. from one in FindSameOf(asked) select (one.Other.Key, one.Segment)];

    /// <summary>Takes over a stored response to the same request.</summary>
    /// <param name="requirePlan">
    /// Returns when this take's plan is stored. Without it, nobody would find the take if it were abandoned, and what it reserves would be lost.
    /// </param>
    /// <returns>The response as this take keeps it, or null. A dialogue that can't be cut is only returned if there is no better one.</returns>
    public async Task<RawSpeech?> TakeOverAsync(SpeechSegment asked, Func<Task> requirePlan, CancellationToken cancellationToken)
    {
        RawSpeech? uncut = null;
        foreach (var (other, segment) in FindSame(asked))
        {
            if (await FindAsync(other, segment, asked, cancellationToken) is not { } raw)
                continue;
            if (!IsCuttable(raw, asked))
            {
                // Its audio isn't used, so any number of takes may have it.
                uncut ??= await files.CopyAsync(other, segment, raw, take, cancellationToken);
                continue;
            }

            var source = raw.CopyOf ?? other.RawBlob(segment);
            if (heard.Contains(source))
                continue;
            await requirePlan();
            if (await files.TryReserveAsync(source, take, asked.Index, KeepsAsync, cancellationToken))
                return await files.CopyAsync(other, segment, raw, take, cancellationToken);
        }

        return uncut;
    }

    /// <summary>Whether a failed take has a recording of this dialogue that can be cut and used, or a request for one may have been billed.</summary>
    /// <param name="after">A request counts if its take was planned later than this.</param>
    public async Task<bool> HasDialogueAsync(SpeechSegment dialogue, DateTimeOffset after, CancellationToken cancellationToken)
    {
        foreach (var (other, segment) in FindSameOf(dialogue))
        {
            if (await FindAsync(other.Key, segment, dialogue, cancellationToken) is { } raw)
            {
                var source = raw.CopyOf ?? other.Key.RawBlob(segment);
                if (IsCuttable(raw, dialogue) && !heard.Contains(source)
                    && await files.IsFreeAsync(source, take, dialogue.Index, KeepsAsync, cancellationToken))
                {
                    return true;
                }
            }
            else if (other.Plan.CreatedAt > after
                && await files.FindRequestAsync(other.Key, segment, cancellationToken) is { Unusable: not { IsFinal: true } })
            {
                return true;
            }
        }

        return false;
    }

    private IEnumerable<(FailedTake Other, int Segment)> FindSameOf(SpeechSegment asked) =>
        from other in takes
        // The stored response of an excerpt is that of the whole segment it is cut from, and those that a line retake didn't ask for are another take's.
        from one in other.Plan.Dialogues.Concat(other.Plan.Segments.Where(one => one.CutFrom is null && !other.Plan.IsStored(one.Index)))
        where speech.IsIdenticalRequest(one, asked)
        select (other, one.Index);

    private async Task<RawSpeech?> FindAsync(TakeKey other, int segment, SpeechSegment asked, CancellationToken cancellationToken) =>
        await files.FindRawAsync(other, segment, cancellationToken) is { } raw
        && raw.Provider == speech.Provider && raw.Model == (asked.Model?.Id ?? speech.Model)
        // A segment may have a copy of its dialogue's response.
        && raw.IsDialogue == (asked.Turns is not null)
            ? raw
            : null;

    private static bool IsCuttable(RawSpeech raw, SpeechSegment asked) => asked.Turns is null || DialogueCheck.DefectOf(raw, asked) is null;

    /// <summary>Whether a take that uses a response keeps it: another take, or another segment of this one, would sound the same.</summary>
    private async Task<bool> KeepsAsync(string takeId, CancellationToken cancellationToken) =>
        takeId == take.Id
        || (!failedIds.Contains(takeId)
            // Without an instance, nobody would find the take if it were abandoned.
            && await files.FindPlanAsync(take with { Id = takeId }, cancellationToken) is { InstanceId: not null } plan
            && (plan.Wording ?? "") == wording);
}

/// <summary>A take of the beat that failed, and what it was to be.</summary>
internal sealed record FailedTake(TakeKey Key, TakePlan Plan);

/// <summary>Finds the failed takes of a beat.</summary>
public sealed class FailedTakeFinder(TakeFiles files, SessionStore sessions, ISpeechService speech)
{
    /// <summary>How many failed takes are looked at; the responses of those before are asked for again.</summary>
    private const int MaxTakes = 20;

    /// <param name="wording">Of the take that is to use the responses.</param>
    /// <param name="failedTakeId">
    /// The last one, or null if there is none. The plan of each names one before it, and the beat's row those that failed at the same time.
    /// </param>
    internal async Task<FailedTakes> FindAsync(TakeKey take, string wording, string? failedTakeId, CancellationToken cancellationToken)
    {
        var failed = new List<FailedTake>();
        var seen = new HashSet<string>(StringComparer.Ordinal) { take.Id };
        IReadOnlyList<string> newest = failedTakeId is null
            ? []
            : [failedTakeId, .. await sessions.FindFailedTakeIdsAsync(take.SessionId, take.BeatId, wording, cancellationToken)];
        var next = new Queue<string>(newest);
        while (failed.Count < MaxTakes && next.TryDequeue(out var id))
        {
            var key = take with { Id = id };
            if (!seen.Add(id) || await files.FindPlanAsync(key, cancellationToken) is not { } plan)
                continue;
            failed.Add(new FailedTake(key, plan));
            if (plan.FailedTakeId is { } earlier)
                next.Enqueue(earlier);
        }

        seen.UnionWith(next);
        IReadOnlySet<string> recorded = failed.Count == 0
            ? new HashSet<string>()
            : await sessions.FindTakeIdsAsync(take.SessionId, take.BeatId, wording, cancellationToken);
        return new FailedTakes(
            take,
            wording,
            [.. failed.OrderByDescending(one => one.Plan.CreatedAt)],
            seen,
            await files.FindResponsesAsync(take.SessionId, take.BeatId, recorded, cancellationToken),
            files,
            speech);
    }
}
