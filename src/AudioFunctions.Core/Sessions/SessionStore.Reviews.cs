using Azure;
using Azure.Data.Tables;

namespace AudioFunctions.Sessions;

/// <content>Reviews of beats, in the beat's own row.</content>
public sealed partial class SessionStore
{
    /// <param name="change">Gets the current review and returns the new one.</param>
    /// <param name="allows">Whether this version of the beat may be changed; null for any.</param>
    public async Task<ReviewOutcome> ReviewAsync(
        string sessionId, string beatId, Func<BeatReview, BeatReview> change, Func<ETag, bool>? allows, CancellationToken cancellationToken)
    {
        var written = await ChangeBeatAsync(
            sessionId,
            beatId,
            (beat, _, _) =>
            {
                ReviewRow.Write(beat, change(ReviewRow.Read(beat)));
                return null;
            },
            UnlessVersion(allows),
            cancellationToken);
        return written.Change switch
        {
            BeatChange.Refused => ReviewOutcome.OtherVersion,
            BeatChange.NoSuchBeat => ReviewOutcome.NoSuchBeat,
            _ => ReviewOutcome.Written,
        };
    }

    /// <summary>Selects a take in the beat's row, shows it if it was hidden, and clears the review of the previously selected take.</summary>
    /// <param name="session">Null if the session's script doesn't have the beat in this wording.</param>
    private static void Select(TableEntity beat, TableEntity? session, TakeRecord take)
    {
        if (beat.GetString("SelectedTakeId") == take.TakeId)
            return;
        SessionTotals.Select(beat, session, take);
        // An earlier version may have selected a take that was hidden: it stays in sight when it is deselected.
        MarkRow.Show(beat, SelectedTakeId(beat));
        MarkRow.Show(beat, take.TakeId);
        beat["SelectedTakeId"] = take.TakeId;
        ReviewRow.Write(beat, ReviewRow.Read(beat) with { State = null });
    }
}
