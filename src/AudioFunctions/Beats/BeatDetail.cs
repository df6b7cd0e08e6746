using AudioFunctions.Scripts;
using AudioFunctions.Sessions;
using AudioFunctions.Speech.Models;
using AudioFunctions.Voices;

namespace AudioFunctions.Beats;

/// <summary>The response to <c>GET sessions/{id}/beats/{beat_id}</c>: the beat as in its session, and what a reviewer needs to revise it.</summary>
/// <param name="Script">The beat from the parse result.</param>
/// <param name="EffectiveSettings">The current settings for its first line; null if its character no longer has a voice profile.</param>
/// <param name="Characters">The beat's characters, in the order of their first lines.</param>
public sealed record BeatDetail(
    string SessionId,
    string BeatId,
    string BeatName,
    string Character,
    IReadOnlyList<TakeRecord> Takes,
    string? SelectedTakeId,
    BeatError? Error,
    Beat Script,
    BeatSettings? EffectiveSettings,
    IReadOnlyList<CharacterSettings> Characters)
{
    public required ReviewState? Review { get; init; }

    public required string? Note { get; init; }

    public required bool Locked { get; init; }

    public static BeatDetail For(
        string sessionId, BeatRecord beat, Beat script, IReadOnlyDictionary<string, VoiceProfile> profiles, SpeechModels models, DirectionMode directions) => new(
        sessionId,
        beat.BeatId,
        beat.BeatName,
        beat.Character,
        beat.Takes,
        beat.SelectedTakeId,
        beat.Error,
        script,
        profiles.TryGetValue(VoiceCharacters.Normalize(script.Character), out var profile) ? BeatSettings.For(script, profile) : null,
        [.. BeatSpeakers.Of(script).Select(name => CharacterSettings.For(name, script, profiles.GetValueOrDefault(name), models, directions))])
        {
            Review = beat.Review,
            Note = beat.Note,
            Locked = beat.Locked,
        };
}

/// <summary>The current values of the fields of a regenerate request.</summary>
public sealed record BeatSettings(string? Direction, string Pace, double Stability, double SimilarityBoost, double Style, double Speed)
    : EffectiveLineSettings(Pace, Stability, SimilarityBoost, Style, Speed)
{
    internal static BeatSettings For(Beat script, VoiceProfile profile)
    {
        var first = For(script.Lines[0], profile);
        return new BeatSettings(script.PrimaryDirection, first.Pace, first.Stability, first.SimilarityBoost, first.Style, first.Speed);
    }
}

/// <summary>The current settings for a character's first line in a beat.</summary>
/// <param name="EffectiveSettings">Null if the character no longer has a voice profile.</param>
/// <param name="Model">The model that speaks the character; null if the voice profile is lost.</param>
/// <param name="WithoutEffect">What a regeneration may set and the model does nothing about: <c>style</c>, <c>direction</c>.</param>
public sealed record CharacterSettings(
    string Character, string DisplayName, EffectiveLineSettings? EffectiveSettings, string? Model, IReadOnlyList<string> WithoutEffect)
{
    internal static CharacterSettings For(string character, Beat script, VoiceProfile? profile, SpeechModels models, DirectionMode directions)
    {
        if (profile is null)
            return new CharacterSettings(character, character, null, null, []);
        var line = script.Lines.First(line => !line.IsSilent && VoiceCharacters.Normalize(line.Character) == character);
        var model = models.Find(profile.ModelId);
        return new CharacterSettings(
            character, profile.DisplayName, EffectiveLineSettings.For(line, profile), model.Id, [.. WithoutEffectOn(model, directions)]);
    }

    private static IEnumerable<string> WithoutEffectOn(SpeechModel model, DirectionMode directions)
    {
        if (!model.HasStyle)
            yield return "style";
        if (directions != DirectionMode.Act || !model.HasAudioTags)
            yield return "direction";
    }
}

/// <summary>The settings for a line.</summary>
/// <param name="Pace">Name of the line's pace, for instance <c>fast</c>.</param>
/// <param name="Speed">The resulting factor, 0.7–1.2.</param>
public record EffectiveLineSettings(string Pace, double Stability, double SimilarityBoost, double Style, double Speed)
{
    internal static EffectiveLineSettings For(ScriptLine line, VoiceProfile profile)
    {
        var settings = Voices.EffectiveSettings.For(profile, line, RegenerateSettings.None);
        return new EffectiveLineSettings(line.Pace, settings.Stability, settings.SimilarityBoost, settings.Style, settings.Speed);
    }
}
