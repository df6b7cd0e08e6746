using AudioFunctions.Pronunciations;
using AudioFunctions.Sessions;

namespace AudioFunctions.Takes;

/// <summary>
/// The rules that apply to a session. A production stores the rules at its start, under the name of its run; a regeneration uses the current
/// ones.
/// </summary>
public sealed class SessionPronunciations(PronunciationStore store, ScriptArchive scripts)
{
    /// <summary>Marks a run whose project had no rules.</summary>
    private const string NoRules = "none";

    /// <summary>Stores the project's rules for a run of the session's production. A second run of the step doesn't change them.</summary>
    /// <param name="run">The same in each attempt of the step.</param>
    /// <returns>The key to read them with.</returns>
    public async Task<string> KeepAsync(string sessionId, string project, string run, CancellationToken cancellationToken)
    {
        var rules = (await store.ReadAsync(project, cancellationToken)).Rules;
        if (!rules.IsEmpty)
            await scripts.TryAddPronunciationsAsync(sessionId, run, rules, cancellationToken);
        else if (await scripts.FindPronunciationsAsync(sessionId, run, cancellationToken) is null)
            return NoRules;
        return run;
    }

    /// <param name="run">The key from <see cref="KeepAsync"/>; null for the project's current rules.</param>
    public async Task<Pronouncer> ReadAsync(string sessionId, string project, string? run, CancellationToken cancellationToken) => run switch
    {
        null => await store.PronouncerAsync(project, cancellationToken),
        NoRules => Pronouncer.None,
        _ => await scripts.FindPronunciationsAsync(sessionId, run, cancellationToken) is { } rules
            ? new Pronouncer(rules)
            : throw new InvalidOperationException($"The pronunciation rules of run {run} of session {sessionId} are missing: it may have been deleted."),
    };
}
