using AudioFunctions.Scripts;
using AudioFunctions.Voices;

namespace AudioFunctions.Speech;

/// <summary>Which requests a beat is spoken with, and where its silences go.</summary>
public static class SpeechPlan
{
    /// <summary>
    /// One segment for each run of lines with the same character, voice and settings, broken at a line where it would get longer than
    /// <paramref name="maxCharacters"/>. A line alone is never broken. A line with nothing to say is in no segment's text and ends no run.
    /// </summary>
    /// <param name="profiles">By normalized character.</param>
    /// <param name="maxCharacters">The most one request may carry: <see cref="ISpeechService.MaxCharacters"/>.</param>
    /// <exception cref="SpeechException"><c>voice-profile-missing</c>; <c>speech-request-invalid</c> if no line can be spoken.</exception>
    public static IReadOnlyList<SpeechSegment> For(
        Beat beat,
        IReadOnlyDictionary<string, VoiceProfile> profiles,
        RegenerateSettings regenerate,
        int maxCharacters)
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
            var settings = EffectiveSettings.For(profile, spoken, regenerate);
            if (runs.Count == 0 || !runs[^1].TryAdd(line, spoken, profile, settings, maxCharacters))
                runs.Add(new LineRun(runs.Count == 0 ? silentBefore : [], line, spoken, profile, settings));
        }

        if (runs.Count == 0)
            throw NothingToSay(beat);

        var texts = runs.ConvertAll(run => run.Text);
        return [.. runs.Select((run, index) => run.ToSegment(texts, index))];
    }

    /// <summary>Only a session that was begun before scripts were refused for it can have such a beat.</summary>
    private static SpeechException NothingToSay(Beat beat) => new(
        SpeechCodes.RequestInvalid,
        $"Beat '{beat.BeatId}' has no letter and no number in it, so there is nothing to speak. Start a new session with words in the beat.",
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
