using AudioFunctions.Scripts;
using AudioFunctions.Speech;
using AudioFunctions.Speech.Models;
using AudioFunctions.Voices;

namespace AudioFunctions.Pronunciations;

/// <summary>Applies rules to the lines of a beat, one after another, and collects those that matched.</summary>
public sealed class PronouncedLines(Pronouncer pronouncer, SpeechModels models)
{
    private readonly HashSet<AppliedPronunciation> _rules = [];

    /// <summary>The rules that have matched so far, each once.</summary>
    public IReadOnlyList<AppliedPronunciation> Rules => [.. _rules];

    public IReadOnlyList<TextEdit> EditsOf(ScriptLine line, VoiceProfile profile)
    {
        var breaks = line.InnerPauses.Select(pause => pause.At);
        var pronounced = pronouncer.Pronounce(line.Text, profile.Character, breaks, models.Find(profile.ModelId).HasIpa);
        _rules.UnionWith(pronounced.Rules);
        return pronounced.Edits;
    }
}
