using AudioFunctions.Speech;
using Azure.Data.Tables;

namespace AudioFunctions.Sessions;

/// <summary>
/// The length and cost of a session, kept in its row for lists: they change in the transaction that adds or selects a take. A session from
/// before they were kept has none, since its takes would all have to be read.
/// </summary>
internal static class SessionTotals
{
    public const string DurationMs = "SelectedMs";
    public const string Billed = "TotalBilled";

    public static void Begin(TableEntity session) => (session[DurationMs], session[Billed]) = (0, 0);

    /// <summary>A take becomes the selected one of the beat.</summary>
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

    /// <summary>Another script has made these the session's beats; null for one that is new.</summary>
    public static void Replace(TableEntity session, IEnumerable<BeatRecord?> beats)
    {
        if (session.ContainsKey(DurationMs))
            session[DurationMs] = beats.Sum(beat => beat?.Takes.FirstOrDefault(take => take.TakeId == beat.SelectedTakeId)?.AudioDurationMs ?? 0);
    }

    /// <summary>The offline voice bills nobody.</summary>
    public static void Add(TableEntity session, TakeRecord take)
    {
        if (take.Provider != SpeechOptions.OfflineProvider && session.GetInt32(Billed) is { } billed)
            session[Billed] = billed + (take.BilledCharacters ?? 0);
    }
}
