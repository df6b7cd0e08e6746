using AudioFunctions.Speech;
using Azure.Data.Tables;

namespace AudioFunctions.Sessions;

/// <summary>
/// The length and cost of a session, kept in its row for lists. They change in the transaction that adds or selects a take. Sessions of
/// earlier versions have none, because that would need a read of all their takes.
/// </summary>
internal static class SessionTotals
{
    public const string DurationMs = "SelectedMs";
    public const string Billed = "TotalBilled";

    public static void Begin(TableEntity session) => (session[DurationMs], session[Billed]) = (0, 0);

    /// <summary>Updates the totals when a take of the beat is selected.</summary>
    /// <param name="session">Null if the session's script doesn't have the beat in this wording.</param>
    public static void Select(TableEntity beat, TableEntity? session, TakeRecord take)
    {
        if (session is not null)
        {
            if (session.GetInt32(DurationMs) is not { } total)
                return;
            session[DurationMs] = total - (beat.GetInt32(DurationMs) ?? 0) + take.AudioDurationMs;
        }

        beat[DurationMs] = take.AudioDurationMs;
    }

    /// <summary>Updates the totals when a replaced script changes the beats; null for a new beat.</summary>
    public static void Replace(TableEntity session, IEnumerable<BeatRecord?> beats)
    {
        if (session.ContainsKey(DurationMs))
            session[DurationMs] = beats.Sum(beat => beat?.Takes.FirstOrDefault(take => take.TakeId == beat.SelectedTakeId)?.AudioDurationMs ?? 0);
    }

    /// <summary>The offline voice is free.</summary>
    public static void Add(TableEntity session, TakeRecord take)
    {
        if (take.Provider != SpeechOptions.OfflineProvider && session.GetInt32(Billed) is { } billed)
            session[Billed] = billed + (take.BilledCharacters ?? 0);
    }
}
