using AudioFunctions.Sessions;
using AudioFunctions.Speech;

namespace AudioFunctions.Pronunciations;

/// <summary>Tells which takes would be said otherwise by rules as they are now. A recording is never changed.</summary>
public sealed class StaleTakes(PronunciationStore store, ISpeechService speech)
{
    /// <summary>The session with its takes marked.</summary>
    public async Task<SessionRecord> MarkAsync(SessionRecord session, CancellationToken cancellationToken)
    {
        if (session.Beats.All(beat => beat.Takes.Count == 0))
            return session;
        return Mark(session, await store.PronouncerAsync(session.ProjectName, cancellationToken));
    }

    /// <summary>The session with its takes marked by rules that were read before.</summary>
    public SessionRecord Mark(SessionRecord session, ProjectPronunciations rules) => Mark(session, new Pronouncer(rules));

    private SessionRecord Mark(SessionRecord session, Pronouncer pronouncer) =>
        session with { Beats = [.. session.Beats.Select(beat => Mark(beat, pronouncer))] };

    /// <summary>A beat of the project with its takes marked.</summary>
    public async Task<BeatRecord> MarkAsync(BeatRecord beat, string project, CancellationToken cancellationToken) =>
        beat.Takes.Count == 0 ? beat : Mark(beat, await store.PronouncerAsync(project, cancellationToken));

    /// <summary>Whether the rules would make other edits of its text than those it was spoken with.</summary>
    public bool IsStale(TakeRecord take, Pronouncer pronouncer) => take.Segments.Index().Any(segment =>
    {
        var was = take.Pronounced.ElementAtOrDefault(segment.Index);
        return !Edits(take, segment.Item, was, pronouncer).SequenceEqual(was?.Edits ?? []);
    });

    private BeatRecord Mark(BeatRecord beat, Pronouncer pronouncer) =>
        beat with { Takes = [.. beat.Takes.Select(take => take with { Stale = IsStale(take, pronouncer) })] };

    /// <summary>Whether two sets of rules say its text differently.</summary>
    internal bool IsTouched(TakeRecord take, Pronouncer before, Pronouncer after) => take.Segments.Index().Any(segment =>
    {
        var was = take.Pronounced.ElementAtOrDefault(segment.Index);
        return !Edits(take, segment.Item, was, before).SequenceEqual(Edits(take, segment.Item, was, after));
    });

    private IReadOnlyList<TextEdit> Edits(TakeRecord take, SegmentRecord segment, PronouncedSegment? was, Pronouncer pronouncer) =>
        pronouncer.Pronounce(segment.Text, segment.Character, was?.Breaks ?? [], TakesIpa(take, segment)).Edits;

    private bool TakesIpa(TakeRecord take, SegmentRecord segment) =>
        take.Provider == speech.Provider && speech.TakesIpaOf(segment.Model ?? take.Model);
}
