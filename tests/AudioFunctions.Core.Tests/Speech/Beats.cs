using AudioFunctions.Scripts;
using AudioFunctions.Speech;
using AudioFunctions.Voices;

namespace AudioFunctions.Core.Tests.Speech;

/// <summary>Creates beats, lines and segments for tests.</summary>
internal static class Beats
{
    public static IReadOnlyDictionary<string, VoiceProfile> Profiles { get; } =
        DefaultVoiceProfiles.All.ToDictionary(p => p.Character, StringComparer.Ordinal);

    public static Beat Of(params IReadOnlyList<ScriptLine> lines) => new(
        "01_hook",
        1,
        "Hook",
        lines[0].Character,
        lines,
        string.Join(' ', lines.Select(l => l.Text)),
        null,
        "normal",
        null,
        lines[^1].PauseAfterMs);

    public static ScriptLine Line(
        string text,
        string character = "every-coon",
        int pause = 150,
        double? speed = null,
        double? stability = null,
        double? style = null,
        params InnerPause[] inner) =>
        new(text, character, "Deadpan, tired", "normal", speed, pause, inner, stability, style, [], []);

    /// <summary>A segment with one line for each text, without silences, for the service's model.</summary>
    public static SpeechSegment Segment(params string[] texts) => SpeechPlan.For(
        Of([.. texts.Select(t => Line(t, pause: 0))]), Profiles, RegenerateSettings.None, SomeModels.Taking(int.MaxValue))[0] with
    { Model = null };
}
