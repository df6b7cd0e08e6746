using AudioFunctions.Scripts;
using AudioFunctions.Sessions;
using AudioFunctions.Voices;

namespace AudioFunctions.Http;

/// <summary>The answer of <c>GET sessions/{id}/beats/{beat_id}</c>: the beat as in its session, with what a reviewer needs to revise it.</summary>
/// <param name="Script">The beat of the parse result.</param>
/// <param name="EffectiveSettings">What its first line would be spoken with now; null where its character has lost its voice profile.</param>
public sealed record BeatDetail(
    string SessionId,
    string BeatId,
    string BeatName,
    string Character,
    IReadOnlyList<TakeRecord> Takes,
    string? SelectedTakeId,
    BeatError? Error,
    Beat Script,
    BeatSettings? EffectiveSettings)
{
    public static BeatDetail For(string sessionId, BeatRecord beat, Beat script, IReadOnlyDictionary<string, VoiceProfile> profiles) => new(
        sessionId,
        beat.BeatId,
        beat.BeatName,
        beat.Character,
        beat.Takes,
        beat.SelectedTakeId,
        beat.Error,
        script,
        profiles.TryGetValue(VoiceCharacters.Normalize(script.Character), out var profile) ? BeatSettings.For(script, profile) : null);
}

/// <summary>Where a regeneration starts from: the fields of its request, filled in.</summary>
/// <param name="Pace">The name of the pace in force, for instance <c>fast</c>; <paramref name="Speed"/> is what it comes to.</param>
/// <param name="Speed">Factor, 0.7–1.2.</param>
public sealed record BeatSettings(string? Direction, string Pace, double Stability, double SimilarityBoost, double Style, double Speed)
{
    internal static BeatSettings For(Beat script, VoiceProfile profile)
    {
        var settings = Voices.EffectiveSettings.For(profile, script.Lines[0], RegenerateSettings.None);
        return new BeatSettings(
            script.PrimaryDirection, script.PrimaryPace, settings.Stability, settings.SimilarityBoost, settings.Style, settings.Speed);
    }
}
