using Azure.Data.Tables;

namespace AudioFunctions.Sessions.Listing;

/// <summary>One page in the making: goes along the rows of the index, newest first, and takes those that count.</summary>
internal sealed class PageBuilder(SessionQuery query, ListPosition from)
{
    private readonly List<SessionSummary> _taken = [];

    public IReadOnlyList<SessionSummary> Taken => _taken;

    /// <summary>How far it has come.</summary>
    public ListPosition Position { get; private set; } = from;

    /// <summary>Whether the page is full and another session follows: without having seen that one, this might be the last page.</summary>
    public bool IsFull { get; private set; }

    /// <param name="session">The row of the session that the index row is about, or null if there is none.</param>
    public void Pass(IndexRow row, TableEntity? session)
    {
        if (IsFull)
            return;
        if (Position.AfterKey is null)
            Position = Position.NotBefore(row.Ticks);

        if (session is not null && ListedHistory.Of(session).Find(row.Key) is { } listed && Counts(session, listed.Later))
        {
            IsFull = _taken.Count == query.Limit;
            if (IsFull)
                return;
            _taken.Add(SessionRows.ReadSummary(session));
            Position = Position.Remembering(listed.Version);
        }

        Position = Position with { AfterKey = row.Key };
    }

    /// <summary>
    /// Whether the session stood here when the listing began, as far as this listing has shown. A version that followed before it began
    /// has its own row, further up; one that followed in the blur around its beginning may not have been visible then, so what counts is
    /// whether it was shown.
    /// </summary>
    private bool Counts(TableEntity session, IReadOnlyList<ListedVersion> later) =>
        !SessionRows.IsMarked(session)
        && (later.Count == 0 || later[0].Ticks > Position.BlurredSinceTicks)
        && !later.Any(version => Position.Shown.Contains(version.Nonce))
        && query.Matches(SessionRows.ReadSummary(session));
}
