using Azure.Data.Tables;

namespace AudioFunctions.Sessions.Listing;

/// <summary>
/// What a session's row says of its rows in the index: the version that is listed now, and the latest ones before it, whose rows are kept
/// for the listings that began before they were replaced. The session row decides: an index row that it does not name was never listed.
/// </summary>
/// <param name="Current">Null in a row that no index knows yet.</param>
/// <param name="Earlier">Oldest first.</param>
internal sealed record ListedHistory(ListedVersion? Current, IReadOnlyList<ListedVersion> Earlier)
{
    /// <summary>How long a replaced row is kept. A listing that takes longer may miss a session that changed in its course.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromMinutes(15);

    /// <summary>10 KiB of its row. The rows of a session that is written more often in <see cref="Retention"/> are kept for a shorter time.</summary>
    private const int MaxEarlier = 200;

    /// <summary>A row stands in four partitions, and they are deleted at once.</summary>
    private const int MaxExpiredAtOnce = 16;

    private const string CurrentName = "Listed";
    private const string EarlierName = "ListedBefore";

    /// <summary>The properties of a session row that this reads.</summary>
    public static IReadOnlyList<string> PropertyNames => [CurrentName, EarlierName];

    public static ListedHistory Of(TableEntity session)
    {
        var earlier = session.GetString(EarlierName) ?? "";
        return new ListedHistory(
            session.GetString(CurrentName) is { Length: ListedVersion.TextLength } current ? ListedVersion.Parse(current) : null,
            [.. earlier.Chunk(ListedVersion.TextLength).Select(text => ListedVersion.Parse(text))]);
    }

    /// <summary>Whether the row names the version, as the current one or as one before it.</summary>
    public bool Knows(ListedVersion version) => Current == version || Earlier.Contains(version);

    /// <summary>The version of an index row, with the ones that came after it, or null if it is none of this session's.</summary>
    public (ListedVersion Version, IReadOnlyList<ListedVersion> Later)? Find(string rowKey)
    {
        if (Current is not { } current)
            return null;
        IReadOnlyList<ListedVersion> all = [.. Earlier, current];
        var index = all.Select(version => version.RowKey).ToList().IndexOf(rowKey);
        return index < 0 ? null : (all[index], [.. all.Skip(index + 1)]);
    }

    /// <summary>What follows when the session is written again.</summary>
    public ListedHistory Followed(ListedVersion next) => new(next, Current is { } current ? [.. Earlier, current] : Earlier);

    /// <summary>Parts the earlier versions that no listing needs any more from the rest; if they are many, not all at once.</summary>
    public (IReadOnlyList<ListedVersion> Expired, ListedHistory Remaining) Pruned(DateTimeOffset now)
    {
        if (Current is not { } current)
            return ([], this);
        var since = now.UtcTicks - Retention.Ticks;
        var replacedAt = Earlier.Skip(1).Append(current).Select(version => version.Ticks).ToList();
        var useless = Math.Max(replacedAt.TakeWhile(ticks => ticks < since).Count(), Earlier.Count - MaxEarlier);
        var expired = Math.Min(useless, MaxExpiredAtOnce);
        return ([.. Earlier.Take(expired)], this with { Earlier = [.. Earlier.Skip(expired)] });
    }

    public void WriteTo(TableEntity session)
    {
        session[CurrentName] = Current?.Text;
        session[EarlierName] = string.Concat(Earlier.Select(version => version.Text));
    }
}
