using AudioFunctions.Pronunciations;
using AudioFunctions.Scripts;
using AudioFunctions.Sessions;
using AudioFunctions.Speech;
using AudioFunctions.Voices;

namespace AudioFunctions.Takes;

/// <summary>
/// Plans what happens to a session's beats if its script is replaced. A beat that the script doesn't change keeps its takes, even if a voice or a
/// pronunciation was edited since. Any other beat is compared with stored takes, using the current voices and pronunciations. Changes nothing.
/// </summary>
public sealed class ScriptChangePlanner(
    ScriptArchive scripts, TakeFiles files, VoiceProfileStore voices, PronunciationStore pronunciations, ISpeechService speech)
{
    public async Task<ScriptChange> PlanAsync(SessionScriptState state, Script script, CancellationToken cancellationToken)
    {
        var current = await scripts.FindParsedAsync(state.Session.SessionId, state.Outline?.ScriptName ?? "", cancellationToken);
        var models = await speech.FindModelsAsync(cancellationToken);
        // A production that starts now uses the current rules.
        var pronouncer = await pronunciations.PronouncerAsync(script.Project, cancellationToken);
        var profiles = await voices.ByCharacterAsync(cancellationToken);
        var takes = new StoredTakes(state.Session.SessionId, script, files, speech, models, pronouncer, profiles);
        var planning = new Planning(
            state, current, script, takes, (name, token) => scripts.FindParsedAsync(state.Session.SessionId, name, token));
        foreach (var beat in script.Beats)
            await planning.KeepAsync(beat, cancellationToken);
        foreach (var isOwn in new[] { true, false })
        {
            foreach (var beat in script.Beats)
                await planning.AssembleAsync(beat, isOwn, cancellationToken);
        }

        return planning.Result();
    }

    /// <summary>One comparison. It first finds every beat that stays, then speech for the others; each take is used for one beat only.</summary>
    /// <param name="findParsed">Finds a version of the session's script by its name.</param>
    private sealed class Planning(
        SessionScriptState state, Script? current, Script script, StoredTakes takes, Func<string, CancellationToken, Task<Script?>> findParsed)
    {
        private readonly Dictionary<string, BeatChange> _changes = [];
        private readonly HashSet<string> _used = [];
        private readonly HashSet<string> _gone = [];

        public async Task KeepAsync(Beat beat, CancellationToken cancellationToken)
        {
            var wording = state.WordingOf(beat.BeatId);
            var standing = wording is null ? null : state.Find(beat.BeatId, wording);
            var earlier = standing is null ? null : current?.Beats.FirstOrDefault(other => other.BeatId == beat.BeatId);
            var isSame = earlier is not null && takes.SoundTheSame(beat, current!, earlier);
            if (standing?.SelectedTake() is { } selected
                && (isSame || await takes.IsRecordingOfAsync(selected, beat, cancellationToken)))
            {
                Keep(beat, wording!, standing, reason: null);
            }
            else if (standing is { Locked: true })
                Keep(earlier ?? beat, wording!, standing, ChangeReason.Locked);
            else if (wording is null && await RestoreLockedAsync(beat, cancellationToken))
                return;
            else if (!await RestoreAsync(beat, wording, cancellationToken) && isSame)
                _changes.Add(beat.BeatId, Change(beat, BeatAction.Speak, ChangeReason.NotSpokenYet) with { StandingWording = wording });
        }

        public async Task AssembleAsync(Beat beat, bool isOwn, CancellationToken cancellationToken)
        {
            if (_changes.TryGetValue(beat.BeatId, out var decided) && decided.Action != BeatAction.Speak)
                return;

            foreach (var take in CandidatesFor(beat, isOwn))
            {
                if (!await takes.IsSpeechOfAsync(take, beat, cancellationToken))
                    continue;
                if (!await takes.HasSpeechAsync(take, cancellationToken))
                {
                    _gone.Add(beat.BeatId);
                    continue;
                }

                _used.Add(take.TakeId);
                _changes[beat.BeatId] = Change(beat, BeatAction.Assemble, isOwn ? ChangeReason.Pauses : ChangeReason.Renamed) with
                {
                    StandingWording = decided?.StandingWording,
                    Source = new TakeSourceName(take.BeatId, take.TakeId),
                };
                return;
            }
        }

        public ScriptChange Result()
        {
            IReadOnlyList<BeatChange> beats = [.. script.Beats.Select(beat => _changes.GetValueOrDefault(beat.BeatId) ?? Spoken(beat))];
            IReadOnlyList<RemovedBeat> removed = [.. state.Session.Beats
                .Where(beat => beats.All(change => change.BeatId != beat.BeatId))
                .Select(beat => new RemovedBeat(beat.BeatId, beat.BeatName))];
            return new ScriptChange(script with { Beats = [.. beats.Select(beat => beat.Beat)] }, beats, removed);
        }

        private BeatChange Spoken(Beat beat) => Change(beat, BeatAction.Speak, ReasonFor(beat.BeatId));

        private ChangeReason ReasonFor(string beatId)
        {
            if (_gone.Contains(beatId))
                return ChangeReason.StoredSpeechGone;
            return state.WordingOf(beatId) is null ? ChangeReason.New : ChangeReason.Changed;
        }

        private void Keep(Beat beat, string wording, BeatRecord standing, ChangeReason? reason)
        {
            _used.Add(standing.SelectedTakeId!);
            _changes.Add(beat.BeatId, Change(beat, BeatAction.Keep, reason) with
            {
                StandingWording = wording,
                SelectedTakeId = standing.SelectedTakeId,
                Locked = standing.Locked,
            });
        }

        /// <summary>A beat that was locked when a script removed it comes back as it was then, because its lock prevents other words.</summary>
        private async Task<bool> RestoreLockedAsync(Beat beat, CancellationToken cancellationToken)
        {
            var locked = state.History
                .Where(worded => worded.Beat.BeatId == beat.BeatId && worded.Beat is { Locked: true, SelectedTakeId: not null })
                .OrderByDescending(worded => worded.Beat.SelectedTake()?.CreatedAt)
                .FirstOrDefault();
            if (locked?.Beat.SelectedTake() is not { } take)
                return false;
            if (await takes.IsRecordingOfAsync(take, beat, cancellationToken))
                Keep(beat, locked.Wording, locked.Beat, ChangeReason.Restored);
            else
            {
                var words = (await findParsed(locked.Wording, cancellationToken))?.Beats.FirstOrDefault(earlier => earlier.BeatId == beat.BeatId);
                Keep(words ?? beat, locked.Wording, locked.Beat, ChangeReason.Locked);
            }

            return true;
        }

        /// <summary>Finds the latest earlier wording whose selected take is a recording of the beat.</summary>
        private async Task<bool> RestoreAsync(Beat beat, string? wording, CancellationToken cancellationToken)
        {
            var earlier = state.History
                .Where(worded => worded.Beat.BeatId == beat.BeatId && worded.Wording != wording && worded.Beat.SelectedTakeId is not null)
                .OrderByDescending(worded => worded.Beat.SelectedTake()?.CreatedAt);
            foreach (var worded in earlier)
            {
                if (worded.Beat.SelectedTake() is { } take && await takes.IsRecordingOfAsync(take, beat, cancellationToken))
                {
                    Keep(beat, worded.Wording, worded.Beat, ChangeReason.Restored);
                    return true;
                }
            }

            return false;
        }

        /// <summary>
        /// Selected takes of the beat itself, or of other beats with its words; those of the current script first, then the latest. Unselected takes
        /// were rejected by somebody, so they aren't candidates.
        /// </summary>
        private IEnumerable<TakeRecord> CandidatesFor(Beat beat, bool isOwn) => state.History
            .Where(worded => worded.Beat.BeatId == beat.BeatId == isOwn)
            .OrderByDescending(worded => worded.Wording == state.WordingOf(worded.Beat.BeatId))
            .ThenByDescending(worded => worded.Beat.SelectedTake()?.CreatedAt)
            .Select(worded => worded.Beat.SelectedTake())
            .OfType<TakeRecord>()
            .Where(take => !_used.Contains(take.TakeId));

        private static BeatChange Change(Beat beat, BeatAction action, ChangeReason? reason) =>
            new(beat.BeatId, beat.BeatName, action, reason, SelectedTakeId: null, Source: null, Locked: false) { Beat = beat };
    }
}
