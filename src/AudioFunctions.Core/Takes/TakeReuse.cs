using AudioFunctions.Pronunciations;
using AudioFunctions.Scripts;
using AudioFunctions.Sessions;
using AudioFunctions.Speech;
using AudioFunctions.Speech.Models;
using AudioFunctions.Voices;

namespace AudioFunctions.Takes;

/// <summary>
/// Finds the beats of a script that needn't be spoken, because the selected take of an earlier session has the same words and voices.
/// Changes nothing: a production calls it before it copies takes, and an estimate before there is a production.
/// </summary>
public sealed class TakeReuse(
    SessionStore sessions, TakeFiles files, VoiceProfileStore voices, PronunciationStore pronunciations, ISpeechService speech)
{
    private const int MaxReadsAtOnce = 8;

    /// <summary>The ids of the beats that needn't be spoken; empty if there is no session to reuse.</summary>
    public async Task<IReadOnlyCollection<string>> FindBeatsAsync(string? sessionId, Script script, CancellationToken cancellationToken)
    {
        if (sessionId is null)
            return [];
        var pronouncer = await pronunciations.PronouncerAsync(script.Project, cancellationToken);
        return [.. (await FindAsync(sessionId, script, pronouncer, cancellationToken)).Keys];
    }

    /// <summary>Reads the session's partition once, and the plan of each of its selected takes.</summary>
    /// <returns>The take to reuse, by beat id of the script; each take is used for one beat only. Empty if the session was deleted.</returns>
    public async Task<IReadOnlyDictionary<string, TakeKey>> FindAsync(
        string sessionId, Script script, Pronouncer pronouncer, CancellationToken cancellationToken)
    {
        if (await sessions.FindAsync(sessionId, cancellationToken) is not { } session)
            return new Dictionary<string, TakeKey>();

        var profiles = await voices.ByCharacterAsync(cancellationToken);
        var models = await speech.FindModelsAsync(cancellationToken);
        return Match(script, await ReadAsync(session, cancellationToken), profiles, models, pronouncer);
    }

    /// <summary>The selected takes by the current speech provider.</summary>
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
        // Inserting a beat renumbers others, so beats are also found by their words.
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
                var serving = candidates(beat).FirstOrDefault(take => free.Contains(take.Key) && Level(take, beat) >= least);
                if (serving is not null && free.Remove(serving.Key))
                    found.Add(beat.BeatId, serving.Key);
            }
        }

        ReuseLevel Level(EarlierTake take, Beat beat) =>
            PlanLike(take.Plan, beat) is { } planned && take.MayServe(planned)
                ? TakeComparison.Compare(take.Plan, planned, speech)
                : ReuseLevel.None;

        TakePlan? PlanLike(TakePlan plan, Beat beat) =>
            TakeComparison.PlanLike(plan, beat, script.PauseMode, profiles, models, pronouncer, plan.CreatedAt, script.Directions);
    }

    /// <param name="Model">The model of its first segment, and of all segments in plans from before each segment stored its model.</param>
    private sealed record EarlierTake(TakeKey Key, TakePlan Plan, string Model)
    {
        /// <summary>As <see cref="Beat.SpokenScript"/>.</summary>
        public string Words { get; } = string.Join(' ', Plan.Segments.Select(segment => segment.Text));

        /// <summary>
        /// Whether its models would be used now and sound as they did. Within a session, older takes may sound as they did before an upgrade; a new
        /// session has one sound.
        /// </summary>
        public bool MayServe(TakePlan planned) =>
            TakeComparison.IsOfModels(Plan, Model, planned)
            && Plan.Segments.Zip(planned.Segments, (then, now) => then.Model?.SoundVersion == now.Model?.SoundVersion).All(same => same);
    }
}
