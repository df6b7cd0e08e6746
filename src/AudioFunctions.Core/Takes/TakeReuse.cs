using AudioFunctions.Pronunciations;
using AudioFunctions.Scripts;
using AudioFunctions.Sessions;
using AudioFunctions.Speech;
using AudioFunctions.Speech.Models;
using AudioFunctions.Voices;

namespace AudioFunctions.Takes;

/// <summary>
/// Finds which beats of a script need not be spoken, because the selected take of an earlier session says the same with the same voices.
/// Changes nothing: a production asks before it copies, an estimate before there is a production.
/// </summary>
public sealed class TakeReuse(
    SessionStore sessions, TakeFiles files, VoiceProfileStore voices, PronunciationStore pronunciations, ISpeechService speech)
{
    private const int MaxReadsAtOnce = 8;

    /// <summary>The ids of the beats that need not be spoken; none where there is no session to reuse.</summary>
    public async Task<IReadOnlyCollection<string>> FindBeatsAsync(string? sessionId, Script script, CancellationToken cancellationToken)
    {
        if (sessionId is null)
            return [];
        var pronouncer = await pronunciations.PronouncerAsync(script.Project, cancellationToken);
        return [.. (await FindAsync(sessionId, script, pronouncer, cancellationToken)).Keys];
    }

    /// <summary>Reads the session's partition once, and the plan of each of its selected takes.</summary>
    /// <returns>By beat id of the script, the take that serves; each take serves one beat. Empty where the session is gone.</returns>
    public async Task<IReadOnlyDictionary<string, TakeKey>> FindAsync(
        string sessionId, Script script, Pronouncer pronouncer, CancellationToken cancellationToken)
    {
        if (await sessions.FindAsync(sessionId, cancellationToken) is not { } session)
            return new Dictionary<string, TakeKey>();

        var profiles = await voices.ByCharacterAsync(cancellationToken);
        var models = await speech.FindModelsAsync(cancellationToken);
        return Match(script, await ReadAsync(session, cancellationToken), profiles, models, pronouncer);
    }

    /// <summary>The selected takes that were spoken by the service that would speak now.</summary>
    private async Task<IReadOnlyList<EarlierTake>> ReadAsync(SessionRecord session, CancellationToken cancellationToken)
    {
        var selected = session.Beats.Select(beat => beat.SelectedTake()).OfType<TakeRecord>()
            .Where(take => take.Provider == speech.Provider)
            .ToList();
        var keys = selected.ConvertAll(take => new TakeKey(session.SessionId, take.BeatId, take.TakeId));
        var plans = new TakePlan?[selected.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = MaxReadsAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, plans.Length, options, async (i, token) => plans[i] = await files.FindPlanAsync(keys[i], token));
        return
        [
            .. from i in Enumerable.Range(0, plans.Length)
               where plans[i] is not null
               select new EarlierTake(keys[i], plans[i]!, selected[i].Model),
        ];
    }

    private Dictionary<string, TakeKey> Match(
        Script script,
        IReadOnlyList<EarlierTake> earlier,
        IReadOnlyDictionary<string, VoiceProfile> profiles,
        SpeechModels models,
        Pronouncer pronouncer)
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
                var serving = candidates(beat).FirstOrDefault(take => free.Contains(take.Key) && Likeness(take, beat) >= least);
                if (serving is not null && free.Remove(serving.Key))
                    found.Add(beat.BeatId, serving.Key);
            }
        }

        ReuseLevel Likeness(EarlierTake take, Beat beat) =>
            PlanLike(take.Plan, beat) is { } planned && take.MayServe(planned)
                ? TakeComparison.Compare(take.Plan, planned, speech)
                : ReuseLevel.None;

        TakePlan? PlanLike(TakePlan plan, Beat beat) =>
            TakeComparison.PlanLike(plan, beat, script.PauseMode, profiles, models, pronouncer, plan.CreatedAt, script.Directions);
    }

    /// <param name="Model">Of its first segment, and of all if the plan was written before segments kept theirs.</param>
    private sealed record EarlierTake(TakeKey Key, TakePlan Plan, string Model)
    {
        /// <summary>As <see cref="Beat.SpokenScript"/>.</summary>
        public string Words { get; } = string.Join(' ', Plan.Segments.Select(segment => segment.Text));

        /// <summary>
        /// Whether its models would speak now and sound as they did. A session's own takes may sound as they did before an upgrade; a new
        /// session is in one voice.
        /// </summary>
        public bool MayServe(TakePlan planned) =>
            TakeComparison.IsOfModels(Plan, Model, planned)
            && Plan.Segments.Zip(planned.Segments, (then, now) => then.Model?.SoundVersion == now.Model?.SoundVersion).All(same => same);
    }
}
