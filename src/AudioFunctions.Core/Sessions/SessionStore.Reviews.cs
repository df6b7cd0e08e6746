using Azure;
using Azure.Data.Tables;

namespace AudioFunctions.Sessions;

/// <content>What people put down about a beat, in the beat's own row.</content>
public sealed partial class SessionStore
{
    /// <param name="change">Gets what is there, and returns what is to be there.</param>
    /// <param name="allows">Whether the beat may be changed in the version it is in; null if any will do.</param>
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
            allows,
            cancellationToken);
        return written.Change switch
        {
            BeatChange.Refused => ReviewOutcome.OtherVersion,
            BeatChange.NoSuchBeat => ReviewOutcome.NoSuchBeat,
            _ => ReviewOutcome.Written,
        };
    }

    /// <summary>Selects a take in the beat's row. A review of the take selected before isn't one of this take.</summary>
    /// <param name="session">Null if the session's script doesn't have the beat in this wording.</param>
    private static void Select(TableEntity beat, TableEntity? session, TakeRecord take)
    {
        if (beat.GetString("SelectedTakeId") == take.TakeId)
            return;
        SessionTotals.Select(beat, session, take);
        beat["SelectedTakeId"] = take.TakeId;
        ReviewRow.Write(beat, ReviewRow.Read(beat) with { State = null });
    }
}
