using Azure.Data.Tables;

namespace AudioFunctions.Sessions;

/// <summary>
/// The marks of a beat's takes, in the beat's row: a take's own row never changes, and a transaction that selects a take must show it again.
/// The columns hold take ids separated by spaces, and are absent if there are none.
/// </summary>
internal static class MarkRow
{
    private const string Starred = "StarredTakes";
    private const string Hidden = "HiddenTakes";

    /// <summary>The takes with their marks. The selected one isn't hidden: an earlier version selects takes without knowing of marks.</summary>
    public static IEnumerable<TakeRecord> Mark(TableEntity beat, IEnumerable<TakeRecord> takes)
    {
        var (starred, hidden) = (Ids(beat, Starred), Ids(beat, Hidden));
        hidden.Remove(beat.GetString("SelectedTakeId") ?? "");
        return takes.Select(take => take with { Starred = starred.Contains(take.TakeId), Hidden = hidden.Contains(take.TakeId) });
    }

    public static TakeMarks Read(TableEntity beat, string takeId) => new(
        Ids(beat, Starred).Contains(takeId), Ids(beat, Hidden).Contains(takeId) && beat.GetString("SelectedTakeId") != takeId);

    public static void Write(TableEntity beat, string takeId, TakeMarks marks)
    {
        Set(beat, Starred, takeId, marks.IsStarred);
        Set(beat, Hidden, takeId, marks.IsHidden);
    }

    public static void Show(TableEntity beat, string? takeId)
    {
        if (takeId is not null)
            Set(beat, Hidden, takeId, isIn: false);
    }

    private static void Set(TableEntity beat, string column, string takeId, bool isIn)
    {
        var ids = Ids(beat, column);
        if (!(isIn ? ids.Add(takeId) : ids.Remove(takeId)))
            return;
        if (ids.Count == 0)
            beat.Remove(column);
        else
            beat[column] = string.Join(' ', ids);
    }

    private static HashSet<string> Ids(TableEntity beat, string column) =>
        [.. (beat.GetString(column) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)];
}
