using AudioFunctions.Scripts;
using AudioFunctions.Sessions;
using AudioFunctions.Speech;
using AudioFunctions.Voices;

namespace AudioFunctions.Takes;

/// <summary>
/// Finds which beats of a script need not be spoken, because the selected take of an earlier session says the same with the same voices.
/// Changes nothing: a production asks before it copies, an estimate before there is a production.
/// </summary>
public sealed class TakeReuse(SessionStore sessions, TakeFiles files, VoiceProfileStore voices, ISpeechService speech)
{
    private const int MaxReadsAtOnce = 8;

    /// <summary>The ids of the beats that need not be spoken; none where there is no session to reuse.</summary>
    public async Task<IReadOnlyCollection<string>> FindBeatsAsync(string? sessionId, Script script, CancellationToken cancellationToken) =>
        sessionId is null ? [] : [.. (await FindAsync(sessionId, script, cancellationToken)).Keys];

    /// <summary>Reads the session's partition once, and the plan of each of its selected takes.</summary>
    /// <returns>By beat id of the script, the take that serves; each take serves one beat. Empty where the session is gone.</returns>
    public async Task<IReadOnlyDictionary<string, TakeKey>> FindAsync(string sessionId, Script script, CancellationToken cancellationToken)
    {
        if (await sessions.FindAsync(sessionId, cancellationToken) is not { } session)
            return new Dictionary<string, TakeKey>();

        var profiles = await voices.ByCharacterAsync(cancellationToken);
        return Match(script, await ReadAsync(session, cancellationToken), profiles);
    }

    /// <summary>The selected takes that were spoken by the service, and model, that would speak now.</summary>
    private async Task<IReadOnlyList<EarlierTake>> ReadAsync(SessionRecord session, CancellationToken cancellationToken)
    {
        var selected = session.Beats.Select(beat => beat.SelectedTake()).OfType<TakeRecord>()
            .Where(take => take.Provider == speech.Provider && take.Model == speech.Model)
            .Select(take => new TakeKey(session.SessionId, take.BeatId, take.TakeId))
            .ToList();
        var plans = new TakePlan?[selected.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = MaxReadsAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, plans.Length, options, async (i, token) => plans[i] = await files.FindPlanAsync(selected[i], token));
        return [.. selected.Zip(plans).Where(take => take.Second is not null).Select(take => new EarlierTake(take.First, take.Second!))];
    }

    private Dictionary<string, TakeKey> Match(
        Script script, IReadOnlyList<EarlierTake> earlier, IReadOnlyDictionary<string, VoiceProfile> profiles)
    {
        var found = new Dictionary<string, TakeKey>();
        var free = earlier.Select(take => take.Key).ToHashSet();
        // Beats are renumbered when one is inserted: the words find what the id does not.
        var byId = earlier.ToLookup(take => take.Key.BeatId, StringComparer.OrdinalIgnoreCase);
        var byWords = earlier.ToLookup(take => take.Words);
        Find(beat => byId[beat.BeatId], ReuseLevel.Speech);
        Find(beat => byWords[beat.SpokenScript], ReuseLevel.Recording);
        Find(beat => byWords[beat.SpokenScript], ReuseLevel.Speech);
        return found;

        void Find(Func<Beat, IEnumerable<EarlierTake>> candidates, ReuseLevel least)
        {
            foreach (var beat in script.Beats.Where(beat => !found.ContainsKey(beat.BeatId)))
            {
                var serving = candidates(beat).FirstOrDefault(take => free.Contains(take.Key) && Likeness(take.Plan, beat) >= least);
                if (serving is not null && free.Remove(serving.Key))
                    found.Add(beat.BeatId, serving.Key);
            }
        }

        ReuseLevel Likeness(TakePlan plan, Beat beat) =>
            TakeComparison.PlanLike(plan, beat, script.PauseMode, profiles, speech.MaxCharacters, plan.CreatedAt) is { } planned
                ? TakeComparison.Compare(plan, planned, speech)
                : ReuseLevel.None;
    }

    private sealed record EarlierTake(TakeKey Key, TakePlan Plan)
    {
        /// <summary>As <see cref="Beat.SpokenScript"/>.</summary>
        public string Words { get; } = string.Join(' ', Plan.Segments.Select(segment => segment.Text));
    }
}
