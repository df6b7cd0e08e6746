using AudioFunctions.Sessions;
using AudioFunctions.Speech;

namespace AudioFunctions.Takes;

/// <summary>
/// The failed takes of a beat, whose responses serve later takes. Of the takes of one wording, each response serves one: another take with it
/// would sound the same. A failed take stays known after a take is finished, as that may have asked for something else.
/// </summary>
/// <param name="takes">Newest first: each may have responses that the ones after it did not ask for.</param>
/// <param name="heard">The blobs of responses that a recorded take of this wording has.</param>
internal sealed class FailedTakes(IReadOnlyList<FailedTake> takes, IReadOnlySet<string> heard)
{
    public static FailedTakes None { get; } = new([], new HashSet<string>());

    /// <returns>For each take that asked the same, newest first, the segment that did.</returns>
    public IReadOnlyList<(TakeKey Take, int Segment)> FindSame(Func<SpeechSegment, bool> isSame) =>
        // The stored response of an excerpt is that of the whole segment it is cut from.
        [.. takes.SelectMany(other => other.Plan.Dialogues.Concat(other.Plan.Segments.Where(asked => asked.CutFrom is null))
            .Where(isSame)
            .Take(1)
            .Select(asked => (other.Key, asked.Index)))];

    /// <summary>Whether a take has the response already.</summary>
    public bool IsHeard(TakeKey take, int segment, RawSpeech raw) => heard.Contains(raw.CopyOf ?? take.RawBlob(segment));
}

/// <summary>A take of the beat that failed, and what it was to be.</summary>
internal sealed record FailedTake(TakeKey Key, TakePlan Plan);

/// <summary>Finds the failed takes of a beat.</summary>
public sealed class FailedTakeFinder(TakeFiles files, SessionStore sessions)
{
    /// <summary>How many failed takes are looked at; the responses of those before are asked for again.</summary>
    private const int MaxTakes = 20;

    /// <param name="wording">Of the take that is to use the responses.</param>
    /// <param name="failedTakeId">
    /// The last one, or null if there is none. The plan of each names one before it, and the beat's row those that failed at the same time.
    /// </param>
    internal async Task<FailedTakes> FindAsync(TakeKey take, string wording, string? failedTakeId, CancellationToken cancellationToken)
    {
        if (failedTakeId is null)
            return FailedTakes.None;
        var failed = new List<FailedTake>();
        var seen = new HashSet<string>(StringComparer.Ordinal) { take.Id };
        var next = new Queue<string>(
            [failedTakeId, .. await sessions.FindFailedTakeIdsAsync(take.SessionId, take.BeatId, wording, cancellationToken)]);
        while (failed.Count < MaxTakes && next.TryDequeue(out var id))
        {
            var key = take with { Id = id };
            if (!seen.Add(id) || await files.FindPlanAsync(key, cancellationToken) is not { } plan)
                continue;
            failed.Add(new FailedTake(key, plan));
            if (plan.FailedTakeId is { } earlier)
                next.Enqueue(earlier);
        }

        if (failed.Count == 0)
            return FailedTakes.None;
        var recorded = await sessions.FindTakeIdsAsync(take.SessionId, take.BeatId, wording, cancellationToken);
        return new FailedTakes([.. failed.OrderByDescending(one => one.Plan.CreatedAt)], await files.FindResponsesAsync(take.SessionId, take.BeatId, recorded, cancellationToken));
    }
}
