using Azure.Data.Tables;

namespace AudioFunctions.Sessions;

/// <summary>The property of a session's row for a <see cref="RunBudget"/>.</summary>
internal static class RunSpendingRow
{
    private const string SpentBefore = "SpentBefore";

    public static void Begin(TableEntity session, long spentBefore) => session[SpentBefore] = spentBefore;

    public static RunBudget? Read(TableEntity session) => session.GetInt64(SpentBefore) is { } spentBefore
        ? new RunBudget(spentBefore, SessionRows.ReadCreditLimit(session) - spentBefore)
        : null;

    public static void Remove(TableEntity session) => session.Remove(SpentBefore);
}
