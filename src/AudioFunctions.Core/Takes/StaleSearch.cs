using System.Collections.Concurrent;
using AudioFunctions.Pronunciations;
using AudioFunctions.Sessions;
using AudioFunctions.Sessions.Listing;

namespace AudioFunctions.Takes;

/// <param name="Selected">Whether it is its beat's selected take.</param>
public sealed record StaleTake(string SessionId, string BeatId, string TakeId, bool Selected);

/// <summary>The takes that a change of rules made stale.</summary>
/// <param name="Count">Number of stale takes in the checked sessions.</param>
/// <param name="Takes">The first of them, in the order of the checked sessions.</param>
/// <param name="SessionsChecked">Number of sessions that were checked, those that changed last first.</param>
/// <param name="IsComplete">Whether these are all sessions of the project.</param>
public sealed record StaleReport(int Count, IReadOnlyList<StaleTake> Takes, int SessionsChecked, bool IsComplete)
{
    /// <summary>No session could be checked.</summary>
    public static StaleReport Unknown { get; } = new(0, [], SessionsChecked: 0, IsComplete: false);
}

/// <summary>Searches a project's sessions, those that changed last first, for takes whose pronunciation new rules would change.</summary>
public sealed class StaleSearch(SessionList list, SessionStore sessions, StaleTakes takes)
{
    /// <summary>A limit, because each session costs the read of a partition.</summary>
    public const int MaxSessions = 200;
    public const int MaxTakes = 100;

    private const int MaxReadsAtOnce = 8;

    public async Task<StaleReport> FindAsync(
        string project, ProjectPronunciations before, ProjectPronunciations after, CancellationToken cancellationToken)
    {
        var (ids, isComplete) = await SessionsOfAsync(project, cancellationToken);
        var (was, now) = (new Pronouncer(before), new Pronouncer(after));
        var found = new ConcurrentDictionary<string, IReadOnlyList<StaleTake>>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = MaxReadsAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(ids, options, async (id, token) =>
        {
            if (await sessions.FindAsync(id, token) is { } session)
                found[id] = [.. StaleIn(session, was, now)];
        });

        var all = ids.SelectMany(id => found.GetValueOrDefault(id) ?? []).ToList();
        return new StaleReport(all.Count, [.. all.Take(MaxTakes)], ids.Count, isComplete);
    }

    private IEnumerable<StaleTake> StaleIn(SessionRecord session, Pronouncer was, Pronouncer now) =>
        from beat in session.Beats
        from take in beat.Takes
        where takes.IsTouched(take, was, now) && takes.IsStale(take, now)
        select new StaleTake(session.SessionId, beat.BeatId, take.TakeId, take.TakeId == beat.SelectedTakeId);

    private async Task<(IReadOnlyList<string> Ids, bool IsComplete)> SessionsOfAsync(string project, CancellationToken cancellationToken)
    {
        var ids = new List<string>();
        ListPosition? from = null;
        do
        {
            var query = new SessionQuery(Math.Min(SessionQuery.MaxLimit, MaxSessions - ids.Count), project, Status: null);
            var page = await list.ReadAsync(query, from, (_, _) => Task.FromResult(false), cancellationToken);
            ids.AddRange(page.Sessions.Select(session => session.SessionId));
            from = page.Continuation;
        }
        while (from is not null && ids.Count < MaxSessions);

        return ([.. ids.Distinct()], from is null);
    }
}
