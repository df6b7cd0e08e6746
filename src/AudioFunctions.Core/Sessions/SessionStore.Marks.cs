using Azure;

namespace AudioFunctions.Sessions;

/// <content>Marks of takes, in the beat's row.</content>
public sealed partial class SessionStore
{
    /// <param name="change">Gets the current marks and returns the new ones.</param>
    /// <param name="allows">Whether this version of the beat may be changed; null for any.</param>
    /// <returns>The version of the beat after the write, if it was written.</returns>
    public async Task<(MarkOutcome Outcome, ETag Version)> MarkAsync(
        string sessionId, string takeId, Func<TakeMarks, TakeMarks> change, Func<ETag, bool>? allows, CancellationToken cancellationToken)
    {
        // Which beat and wording a take belongs to never changes.
        if (await FindTakeAsync(sessionId, takeId, cancellationToken) is not { } take)
            return (MarkOutcome.NoSuchTake, default);

        var written = await ChangeBeatAsync(
            sessionId,
            take.BeatId,
            (beat, _, _) =>
            {
                MarkRow.Write(beat, takeId, change(MarkRow.Read(beat, takeId)));
                return null;
            },
            beat => UnlessVersion(allows)(beat)
                ?? (SelectedTakeId(beat) == takeId && change(MarkRow.Read(beat, takeId)).IsHidden ? BeatChange.TakeIsSelected : null),
            cancellationToken,
            take.Wording,
            onlyCurrent: true);
        var outcome = written.Change switch
        {
            BeatChange.Refused => MarkOutcome.OtherVersion,
            BeatChange.TakeIsSelected => MarkOutcome.IsSelected,
            BeatChange.NoSuchBeat => MarkOutcome.NoSuchTake,
            _ => MarkOutcome.Written,
        };
        return (outcome, written.Version);
    }
}
