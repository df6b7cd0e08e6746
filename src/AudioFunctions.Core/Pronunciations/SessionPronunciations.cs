using AudioFunctions.Sessions;

namespace AudioFunctions.Pronunciations;

/// <summary>
/// The rules that a session is spoken with. A production keeps those of its beginning, under the name of its run; a single take is spoken
/// with those of today.
/// </summary>
public sealed class SessionPronunciations(PronunciationStore store, ScriptArchive scripts)
{
    /// <summary>Of a run whose project had no rules.</summary>
    private const string NoRules = "none";

    /// <summary>Keeps the project's rules for a run of the session's production. May run again: the first rules kept stand.</summary>
    /// <param name="run">The same in each attempt at the step.</param>
    /// <returns>What to read them with.</returns>
    public async Task<string> KeepAsync(string sessionId, string project, string run, CancellationToken cancellationToken)
    {
        var rules = (await store.ReadAsync(project, cancellationToken)).Rules;
        if (!rules.IsEmpty)
            await scripts.TryAddPronunciationsAsync(sessionId, run, rules, cancellationToken);
        else if (await scripts.FindPronunciationsAsync(sessionId, run, cancellationToken) is null)
            return NoRules;
        return run;
    }

    /// <param name="run">What <see cref="KeepAsync"/> answered; null for the project's rules of today.</param>
    public async Task<Pronouncer> ReadAsync(string sessionId, string project, string? run, CancellationToken cancellationToken) => run switch
    {
        null => await store.PronouncerAsync(project, cancellationToken),
        NoRules => Pronouncer.None,
        _ => await scripts.FindPronunciationsAsync(sessionId, run, cancellationToken) is { } rules
            ? new Pronouncer(rules)
            : throw new InvalidOperationException($"The pronunciation rules of run {run} of session {sessionId} are missing: it may have been deleted."),
    };
}
