using Azure.Data.Tables;

namespace AudioFunctions.Sessions;

/// <content>The takes of a beat that failed or were abandoned, whose stored responses later takes use.</content>
internal static partial class SessionRows
{
    /// <summary>How many are kept; the responses of older ones are paid for again.</summary>
    private const int MaxFailedTakes = 20;

    private const string LastFailedTake = "FailedTakeId";

    /// <summary>Separated by spaces. Versions without it know only the last one, and keep this as it is.</summary>
    private const string EarlierFailedTakes = "EarlierFailedTakeIds";

    /// <returns>Newest first.</returns>
    public static IReadOnlyList<string> ReadFailedTakes(TableEntity beat)
    {
        var earlier = (beat.GetString(EarlierFailedTakes) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return beat.GetString(LastFailedTake) is { Length: > 0 } last ? [.. earlier.Prepend(last).Distinct()] : earlier;
    }

    /// <param name="ids">Newest first.</param>
    public static void WriteFailedTakes(TableEntity beat, IEnumerable<string> ids)
    {
        var kept = ids.Distinct().Take(MaxFailedTakes).ToList();
        if (kept.Count == 0)
            return;
        beat[LastFailedTake] = kept[0];
        beat[EarlierFailedTakes] = kept.Count == 1 ? null : string.Join(' ', kept.Skip(1));
    }

    /// <summary>Adds the newest one.</summary>
    public static void AddFailedTake(TableEntity beat, string id) => WriteFailedTakes(beat, ReadFailedTakes(beat).Prepend(id));
}
