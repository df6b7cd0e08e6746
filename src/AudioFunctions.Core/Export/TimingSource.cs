using AudioFunctions.Audio;
using AudioFunctions.Captions;
using AudioFunctions.Scripts;
using AudioFunctions.Sessions;
using AudioFunctions.Takes;
using AudioFunctions.Words;

namespace AudioFunctions.Export;

/// <summary>
/// Finds when words and pauses are heard in a take: as stored with it; for an older take, as found by assembling it again.
/// </summary>
internal sealed class TimingSource(TakeFiles takes, TakeRemaking remaking)
{
    /// <summary>Without the take's speech, from the times of its lines.</summary>
    public async Task<IReadOnlyList<WordTiming>> WordsAsync(TakeKey take, TakeMetadata sheet, Beat beat, CancellationToken cancellationToken) =>
        sheet.Words
        ?? (await remaking.FindAsync(take, cancellationToken))?.Words
        ?? [.. sheet.Lines.SelectMany(line => LineWords.Spread(beat.Lines[line.Line].Text, line))];

    /// <summary>The same, for captions: empty if they are unknown and no line needs them.</summary>
    public async Task<IReadOnlyList<WordTiming>> WordsForCuesAsync(TakeKey take, Beat beat, CancellationToken cancellationToken) =>
        await takes.FindMetadataAsync(take, cancellationToken) is { } sheet && (sheet.Words is not null || beat.Lines.Any(line => CueList.NeedsSeveral(line.Text)))
            ? await WordsAsync(take, sheet, beat, cancellationToken)
            : [];

    /// <summary>The longer inner pauses of a beat. Empty if they can't be found; its lines are then not divided.</summary>
    public async Task<IReadOnlyList<PlacedPause>> PausesAsync(TakeKey take, Beat beat, CancellationToken cancellationToken)
    {
        if (!beat.Lines.Any(line => line.InnerPauses.Any(pause => pause.Ms >= CueList.MinPauseMs)))
            return [];
        if ((await takes.FindMetadataAsync(take, cancellationToken))?.Pauses is { } noted)
            return noted;
        return (await remaking.FindAsync(take, cancellationToken))?.Pauses ?? [];
    }
}
