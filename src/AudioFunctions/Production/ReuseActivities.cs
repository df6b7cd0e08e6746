using AudioFunctions.Platform;
using AudioFunctions.Sessions;
using AudioFunctions.Takes;
using Microsoft.Azure.Functions.Worker;

namespace AudioFunctions.Production;

/// <param name="ReuseFrom">The session whose takes may be reused.</param>
/// <param name="RulesOf">The run whose pronunciation rules apply, or null.</param>
public sealed record ReuseSearchInput(string SessionId, string ReuseFrom, string? RulesOf = null);

/// <param name="From">The take to reuse for the beat.</param>
public sealed record ReusableTake(string BeatId, TakeKey From);

public sealed record ReuseInput(TakeKey Take, TakeKey From, string? RulesOf = null);

/// <summary>The steps that replace speaking if an earlier take can be reused. Each may run again after a crash.</summary>
public sealed class ReuseActivities(
    ScriptArchive scripts, SessionStore sessions, SessionPronunciations pronunciations, TakeReuse reuse, TakeCopier copier)
{
    public const string Find = "FindReusableTakes";
    public const string Reuse = "ReuseTake";

    /// <returns>Ids only; empty if the other session was deleted: then every beat is spoken.</returns>
    [Function(Find)]
    public Task<IReadOnlyList<ReusableTake>> FindReusableTakes([ActivityTrigger] ReuseSearchInput input, CancellationToken cancellationToken) =>
        StepFailures.RunAsync<IReadOnlyList<ReusableTake>>(input.SessionId, async () =>
        {
            var script = await scripts.ReadParsedAsync(input.SessionId, cancellationToken);
            if (input.ReuseFrom == input.SessionId)
                return await FindOwnAsync(input.SessionId, cancellationToken);
            var pronouncer = await pronunciations.ReadAsync(input.SessionId, script.Project, input.RulesOf, cancellationToken);
            var found = await reuse.FindAsync(input.ReuseFrom, script, pronouncer, cancellationToken);
            return [.. found.Select(take => new ReusableTake(take.Key, take.Value))];
        });

    /// <summary>The takes that were found reusable when the session's script was replaced.</summary>
    private async Task<IReadOnlyList<ReusableTake>> FindOwnAsync(string sessionId, CancellationToken cancellationToken)
    {
        var outline = await sessions.FindOutlineAsync(sessionId, cancellationToken);
        return
        [
            .. from beat in outline?.Beats ?? []
               let source = beat.Source
               where source is not null
               select new ReusableTake(beat.BeatId, new TakeKey(sessionId, source.BeatId, source.TakeId)),
        ];
    }

    /// <returns>How much of the other take could be reused; it may have been deleted since it was found.</returns>
    [Function(Reuse)]
    public Task<ReuseLevel> ReuseTake([ActivityTrigger] ReuseInput input, CancellationToken cancellationToken) =>
        StepFailures.RunAsync(input.Take, () => copier.CopyAsync(input.Take, input.From, input.RulesOf, cancellationToken));
}
