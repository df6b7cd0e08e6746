using AudioFunctions.Scripts;
using AudioFunctions.Speech.Models;
using AudioFunctions.Voices;

namespace AudioFunctions.Speech;

/// <summary>Warnings about settings and directions that a take's models ignore. They don't change its sound.</summary>
internal static class EffectWarnings
{
    private const string SettingCode = DiagnosticCodes.SettingWithoutEffect;
    private const string DirectionCode = "direction-not-acted";

    /// <param name="profiles">By normalized character.</param>
    /// <returns>One sentence per character, model and reason.</returns>
    public static IReadOnlyList<string> Of(
        Beat beat,
        IReadOnlyDictionary<string, VoiceProfile> profiles,
        RegenerateSettings regenerate,
        SpeechModels models,
        DirectionMode directions) =>
        Of(
            from line in beat.Lines.Index()
            where !line.Item.IsSilent
            let profile = profiles.GetValueOrDefault(VoiceCharacters.Normalize(line.Item.Character))
            where profile is not null
            select new SpokenLine(line.Index + 1, line.Item, profile.Character, models.Find(profile.ModelId), regenerate),
            directions);

    /// <summary>For segments that may be older than the voices' current settings, and whose lines may each have their own settings.</summary>
    /// <param name="settingsOf">By the line's index in the beat.</param>
    /// <inheritdoc cref="Of(Beat, IReadOnlyDictionary{string, VoiceProfile}, RegenerateSettings, SpeechModels, DirectionMode)"/>
    public static IReadOnlyList<string> Of(
        IEnumerable<SpeechSegment> segments, Beat beat, Func<int, RegenerateSettings> settingsOf, SpeechModels models, DirectionMode directions) =>
        Of(
            (from segment in segments
             from line in segment.Lines
             select new SpokenLine(line.Line + 1, beat.Lines[line.Line], segment.Character, segment.Model ?? models.Default, settingsOf(line.Line)))
            .DistinctBy(line => line.Number),
            directions);

    private static IReadOnlyList<string> Of(IEnumerable<SpokenLine> lines, DirectionMode directions)
    {
        var spoken = lines.ToList();
        return [.. Styles(spoken), .. Stabilities(spoken), .. directions == DirectionMode.Act ? Directions(spoken) : []];
    }

    /// <summary>Whether a take's warning is one of these.</summary>
    public static bool Is(string warning) =>
        warning.StartsWith(SettingCode + ":", StringComparison.Ordinal) || warning.StartsWith(DirectionCode + ":", StringComparison.Ordinal);

    private static IEnumerable<string> Styles(IEnumerable<SpokenLine> spoken) =>
        from line in spoken
        where !line.Model.HasStyle && (line.Script.StyleOverride ?? line.Asked.For(line.Character).Style) is not null
        group line.Number by (line.Character, line.Model.Id) into voice
        select $"{SettingCode}: The style of {Lines([.. voice])} has no effect, because {voice.Key.Character}'s model, {voice.Key.Id}, doesn't support style.";

    private static IEnumerable<string> Stabilities(IEnumerable<SpokenLine> spoken) =>
        from line in spoken
        let written = line.Asked.For(line.Character).Stability ?? line.Script.StabilityOverride
        where written is not null
        let used = line.Model.Stability(written.Value)
        where !used.Equals(written.Value)
        group line.Number by (line.Character, line.Model.Id, Written: written.Value, Used: used) into voice
        select FormattableString.Invariant(
            $"{SettingCode}: The stability {voice.Key.Written} of {Lines([.. voice])} counts as {voice.Key.Used}, because {voice.Key.Character}'s model, {voice.Key.Id}, uses the nearest of 0, 0.5 and 1.");

    private static IEnumerable<string> Directions(IEnumerable<SpokenLine> spoken) =>
        from line in spoken
        let direction = line.Asked.Direction ?? line.Script.Direction
        where !string.IsNullOrWhiteSpace(direction) && AudioTag.Of(direction, line.Model) is null
        group line.Number by line.Model.HasAudioTags
            ? AudioTag.CountWords(direction) > AudioTag.MaxWords ? $"it has more than {AudioTag.MaxWords} words" : "it isn't an instruction the model can act on"
            : $"{line.Character}'s model, {line.Model.Id}, has no audio tags" into why
        select $"{DirectionCode}: The direction of {Lines([.. why])} isn't acted on, because {why.Key}.";

    private static string Lines(List<int> numbers) => numbers.Count == 1
        ? $"line {numbers[0]}"
        : $"lines {string.Join(", ", numbers.SkipLast(1))} and {numbers[^1]}";

    private sealed record SpokenLine(int Number, ScriptLine Script, string Character, SpeechModel Model, RegenerateSettings Asked);
}
