using AudioFunctions.Scripts;
using AudioFunctions.Voices;

namespace AudioFunctions.Beats;

internal static class BeatSpeakers
{
    /// <summary>The normalized names of a beat's speakers, in the order of their first lines.</summary>
    public static IReadOnlyList<string> Of(Beat script) =>
        [.. script.Lines.Where(line => !line.IsSilent).Select(line => VoiceCharacters.Normalize(line.Character)).Distinct()];
}
