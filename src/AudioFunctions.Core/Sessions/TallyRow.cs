using Azure.Data.Tables;

namespace AudioFunctions.Sessions;

/// <summary>The properties of a session's row for a <see cref="SpendingTally"/>.</summary>
internal static class TallyRow
{
    private const string Beat = "TallyBeat";
    private const string Spent = "TallySpent";
    private const string BeatCost = "TallyBeatCost";

    public static SpendingTally? Read(TableEntity session) => session.GetString(Beat) is { } beatId
        ? new SpendingTally(beatId, session.GetInt64(Spent) ?? 0, session.GetInt64(BeatCost) ?? 0)
        : null;

    public static void Write(TableEntity session, SpendingTally tally) =>
        (session[Beat], session[Spent], session[BeatCost]) = (tally.BeatId, tally.SpentBefore, tally.BeatCostBefore);

    public static void Remove(TableEntity session)
    {
        session.Remove(Beat);
        session.Remove(Spent);
        session.Remove(BeatCost);
    }
}
