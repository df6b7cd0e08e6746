using AudioFunctions.Scripts;
using AudioFunctions.Speech.Models;
using AudioFunctions.Voices;

namespace AudioFunctions.Speech;

/// <summary>Plans the requests that speak a beat, and the positions of its silences.</summary>
public static class SpeechPlan
{
    /// <summary>
    /// One segment per run of lines with the same character, voice and settings. A run is split at the end of a line if it would exceed the limit
    /// of its model; a line that exceeds the limit by itself is split at the end of a sentence. A line without words is in no segment's text and
    /// doesn't end a run. The end of a direction that is acted on starts a new segment, because models have no tag for it. Runs of several
    /// characters that their model can speak in one request share a dialogue.
    /// </summary>
    /// <param name="profiles">By normalized character.</param>
    /// <param name="editsOf">Replacements and insertions for a line's text; null if every line is sent as written.</param>
    /// <exception cref="SpeechException"><c>voice-profile-missing</c>; <c>speech-request-invalid</c> if no line can be spoken.</exception>
    public static IReadOnlyList<SpeechSegment> For(
        Beat beat,
        IReadOnlyDictionary<string, VoiceProfile> profiles,
        RegenerateSettings regenerate,
        SpeechModels models,
        Func<ScriptLine, VoiceProfile, IReadOnlyList<TextEdit>>? editsOf = null,
        DirectionMode directions = DirectionMode.Note)
    {
        var runs = new List<LineRun>();
        var silentBefore = new List<(int Line, ScriptLine Silent)>();
        for (var line = 0; line < beat.Lines.Count; line++)
        {
            var spoken = beat.Lines[line];
            if (spoken.IsSilent)
            {
                if (runs.Count == 0)
                    silentBefore.Add((line, spoken));
                else
                    runs[^1].AddSilent(line, spoken);
                continue;
            }

            var profile = ProfileOf(spoken.Character, profiles);
            var speaker = SpeakerOf(spoken, profile, models.Find(profile.ModelId), regenerate, directions);
            var edits = AudioTag.Disarm(spoken.Text, editsOf?.Invoke(spoken, profile) ?? [], speaker.Model);
            foreach (var part in LinePart.Of(line, spoken, edits, speaker.Model.MaxCharacters - speaker.TagCharacters))
            {
                if (runs.Count == 0 || !runs[^1].TryAdd(part, speaker))
                    runs.Add(new LineRun(runs.Count == 0 ? silentBefore : [], part, speaker));
            }
        }

        if (runs.Count == 0)
            throw NothingToSay(beat);

        var contexts = runs.ConvertAll(run => run.Context);
        return DialoguePlan.Join(runs, [.. runs.Select((run, index) => run.ToSegment(contexts, index))]);
    }

    private static Speaker SpeakerOf(
        ScriptLine spoken, VoiceProfile profile, SpeechModel model, RegenerateSettings regenerate, DirectionMode directions)
    {
        var asked = regenerate.For(profile.Character);
        return new Speaker(profile, model, EffectiveSettings.For(profile, spoken, regenerate))
        {
            Tag = directions == DirectionMode.Act ? AudioTag.Of(regenerate.Direction ?? spoken.Direction, model) : null,
            AsksForStability = (asked.Stability ?? spoken.StabilityOverride) is not null,
            AsksForSimilarity = asked.SimilarityBoost is not null,
        };
    }

    /// <summary>Only a session from before such scripts were refused can have such a beat.</summary>
    private static SpeechException NothingToSay(Beat beat) => new(
        SpeechCodes.RequestInvalid,
        $"Beat '{beat.BeatId}' has no letter and no number, so there is nothing to speak. Start a new session with words in the beat.",
        isRetryable: false);

    private static VoiceProfile ProfileOf(string character, IReadOnlyDictionary<string, VoiceProfile> profiles)
    {
        var name = VoiceCharacters.Normalize(character);
        return profiles.TryGetValue(name, out var profile)
            ? profile
            : throw new SpeechException(
                SpeechCodes.VoiceProfileMissing,
                $"The character '{name}' has no voice profile. Add one with PUT voices/{name}, then regenerate the beat.",
                isRetryable: false);
    }
}
