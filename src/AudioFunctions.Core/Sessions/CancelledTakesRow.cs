using Azure.Data.Tables;

namespace AudioFunctions.Sessions;

/// <summary>The property of a session's row that names the takes of cancelled regenerations.</summary>
internal static class CancelledTakesRow
{
    private const string Ids = "CancelledTakes";

    /// <summary>400 regenerations of five takes, which may all be queued still. A property holds 32,768 characters; this is 26,000.</summary>
    private const int MaxIds = 2000;

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
