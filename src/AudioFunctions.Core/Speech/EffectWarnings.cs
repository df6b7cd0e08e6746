using AudioFunctions.Scripts;
using AudioFunctions.Speech.Models;
using AudioFunctions.Voices;

namespace AudioFunctions.Speech;

/// <summary>What a take was asked for and its models do nothing about. Its sound is what it would be otherwise.</summary>
internal static class EffectWarnings
{
    private const string SettingCode = DiagnosticCodes.SettingWithoutEffect;
    private const string DirectionCode = "direction-not-acted";

    /// <param name="profiles">By normalized character.</param>
    /// <param name="only">The one line that is spoken, from 0; null if all are.</param>
    /// <returns>A sentence for each character, model and reason.</returns>
    public static IReadOnlyList<string> Of(
        Beat beat,
        IReadOnlyDictionary<string, VoiceProfile> profiles,
        RegenerateSettings regenerate,
        SpeechModels models,
        DirectionMode directions,
        int? only = null)
    {
        var spoken =
            (from line in beat.Lines.Select((line, index) => (Script: line, Number: index + 1))
             where !line.Script.IsSilent && (only is null || line.Number == only + 1)
             let profile = profiles.GetValueOrDefault(VoiceCharacters.Normalize(line.Script.Character))
             where profile is not null
             select new SpokenLine(line.Number, line.Script, profile.Character, models.Find(profile.ModelId))).ToList();
        return [.. Styles(spoken, regenerate), .. directions == DirectionMode.Act ? Directions(spoken, regenerate) : []];
    }

    /// <summary>Whether a take's warning is one of these.</summary>
    public static bool Is(string warning) =>
        warning.StartsWith(SettingCode + ":", StringComparison.Ordinal) || warning.StartsWith(DirectionCode + ":", StringComparison.Ordinal);

    private static IEnumerable<string> Styles(IEnumerable<SpokenLine> spoken, RegenerateSettings regenerate) =>
        from line in spoken
        where !line.Model.HasStyle && (line.Script.StyleOverride ?? regenerate.For(line.Character).Style) is not null
        group line.Number by (line.Character, line.Model.Id) into voice
        select $"{SettingCode}: The style of {Lines([.. voice])} has no effect, because {voice.Key.Character}'s model, {voice.Key.Id}, knows none.";

    private static IEnumerable<string> Directions(IEnumerable<SpokenLine> spoken, RegenerateSettings regenerate) =>
        from line in spoken
        let direction = regenerate.Direction ?? line.Script.Direction
        where !string.IsNullOrWhiteSpace(direction) && AudioTag.Of(direction, line.Model) is null
        group line.Number by line.Model.HasAudioTags
            ? AudioTag.CountWords(direction) > AudioTag.MostWords ? $"it has more than {AudioTag.MostWords} words" : "it is no instruction that the model could act on"
            : $"{line.Character}'s model, {line.Model.Id}, has no audio tags" into why
        select $"{DirectionCode}: The direction of {Lines([.. why])} stays a note, because {why.Key}.";

    private static string Lines(List<int> numbers) => numbers.Count == 1
        ? $"line {numbers[0]}"
        : $"lines {string.Join(", ", numbers.SkipLast(1))} and {numbers[^1]}";

    private sealed record SpokenLine(int Number, ScriptLine Script, string Character, SpeechModel Model);
}
