using Azure.Data.Tables;

namespace AudioFunctions.Sessions;

/// <summary>The property of a session's row that names the takes of cancelled regenerations.</summary>
internal static class CancelledTakesRow
{
    private const string Ids = "CancelledTakes";

    /// <summary>40 regenerations of five takes. A cancelled one ends with its current request, so the oldest ended long ago.</summary>
    private const int MaxIds = 200;

    public static IReadOnlyCollection<string> Read(TableEntity session) => session.GetString(Ids)?.Split(',') ?? [];

    /// <returns>Whether any of them is new.</returns>
    public static bool Add(TableEntity session, IReadOnlyCollection<string> takeIds)
    {
        var known = Read(session);
        if (takeIds.All(known.Contains))
            return false;
        session[Ids] = string.Join(',', known.Union(takeIds).TakeLast(MaxIds));
        return true;
    }
}
