using AudioFunctions.Pronunciations;
using AudioFunctions.Sessions;
using AudioFunctions.Speech;
using AudioFunctions.Speech.ElevenLabs;

namespace AudioFunctions.Takes;

/// <summary>Marks takes whose pronunciation the current rules would change. Recordings never change.</summary>
public sealed class StaleTakes(PronunciationStore store, ISpeechService speech)
{
    /// <summary>The session with its stale takes marked.</summary>
    public async Task<SessionRecord> MarkAsync(SessionRecord session, CancellationToken cancellationToken)
    {
        if (session.Beats.All(beat => beat.Takes.Count == 0))
            return session;
        return Mark(session, await store.PronouncerAsync(session.ProjectName, cancellationToken));
    }

    /// <summary>The session with its stale takes marked, using rules that were already read.</summary>
    public SessionRecord Mark(SessionRecord session, ProjectPronunciations rules) => Mark(session, new Pronouncer(rules));

    private SessionRecord Mark(SessionRecord session, Pronouncer pronouncer) =>
        session with { Beats = [.. session.Beats.Select(beat => Mark(beat, pronouncer))] };

    /// <summary>A beat of the project with its stale takes marked.</summary>
    public async Task<BeatRecord> MarkAsync(BeatRecord beat, string project, CancellationToken cancellationToken) =>
        beat.Takes.Count == 0 ? beat : Mark(beat, await store.PronouncerAsync(project, cancellationToken));

    /// <summary>Whether the rules would edit its text differently than when it was spoken.</summary>
    public bool IsStale(TakeRecord take, Pronouncer pronouncer) => take.Segments.Index().Any(segment =>
    {
        var was = take.Pronounced.ElementAtOrDefault(segment.Index);
        return !Edits(take, segment.Item, was, pronouncer).SequenceEqual(was?.Edits ?? []);
    });

    private BeatRecord Mark(BeatRecord beat, Pronouncer pronouncer) =>
        beat with { Takes = [.. beat.Takes.Select(take => take with { Stale = IsStale(take, pronouncer) })] };

    /// <summary>Whether two sets of rules edit its text differently.</summary>
    internal bool IsTouched(TakeRecord take, Pronouncer before, Pronouncer after) => take.Segments.Index().Any(segment =>
    {
        var was = take.Pronounced.ElementAtOrDefault(segment.Index);
        return !Edits(take, segment.Item, was, before).SequenceEqual(Edits(take, segment.Item, was, after));
    });

    private IReadOnlyList<TextEdit> Edits(TakeRecord take, SegmentRecord segment, PronouncedSegment? was, Pronouncer pronouncer) =>
        pronouncer.Pronounce(segment.Text, segment.Character, was?.Breaks ?? [], TakesIpa(take, segment)).Edits;

    /// <summary>The model that made the take decides, whichever service speaks now.</summary>
    private bool TakesIpa(TakeRecord take, SegmentRecord segment)
    {
        var model = segment.Model ?? take.Model;
        return take.Provider == speech.Provider ? speech.TakesIpaOf(model)
            : take.Provider == SpeechOptions.ElevenLabsProvider && ElevenLabsModels.Find(model).HasIpa;
    }
}
