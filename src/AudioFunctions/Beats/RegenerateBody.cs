using AudioFunctions.Platform;
using AudioFunctions.Scripts;
using AudioFunctions.Voices;

namespace AudioFunctions.Beats;

/// <summary>The body of a regenerate request: what it may change.</summary>
/// <param name="Characters">Settings for one character's lines, by the character's name.</param>
/// <param name="Line">0-based index of the one line to speak again; null for the whole beat.</param>
/// <param name="TakeId">The take with the other lines; null for the selected one.</param>
/// <param name="Takes">How many takes to make, 1–5; null for one.</param>
public sealed record RegenerateBody(
    string? NewDirection,
    string? NewPace,
    double? Stability,
    double? Style,
    double? SimilarityBoost,
    double? Speed,
    bool? Select,
    Dictionary<string, RegenerateBody.CharacterBody?>? Characters,
    int? Line = null,
    string? TakeId = null,
    int? Takes = null)
{
    public const string Form =
        "{\"new_direction\", \"new_pace\", \"stability\", \"style\", \"similarity_boost\", \"speed\", \"select\", "
        + "\"characters\": {\"NAME\": {\"new_pace\", \"stability\", \"style\", \"similarity_boost\", \"speed\"}}, "
        + "\"line\", \"take_id\", \"takes\"}, all optional";

    /// <summary>Changes nothing: the beat is spoken as scripted.</summary>
    public static RegenerateBody Nothing { get; } = new(null, null, null, null, null, null, null, null);

    /// <returns>The refusal, or null if the body is valid.</returns>
    public Refusal? Check()
    {
        if (TakeId is not null && Line is null)
            return Refusal.Invalid("line-missing", "\"take_id\" is the take whose other lines are kept; name the \"line\" to speak again, too.");
        if (ScriptOptions.CheckTakes(Takes) is { } invalidTakes)
            return invalidTakes;
        var twice = Characters?.Keys.GroupBy(VoiceCharacters.Normalize).FirstOrDefault(spellings => spellings.Count() > 1);
        if (twice is not null)
            return Invalid($"characters names '{Refusal.Truncate(twice.Key)}' {twice.Count()} times; name it once.");
        var paces = (Characters ?? []).Select(own => ($"characters.{own.Key}.new_pace", own.Value?.NewPace)).Prepend(("new_pace", NewPace));
        foreach (var (field, pace) in paces)
        {
            if (pace is not null && !Paces.TryFind(pace.AsSpan().Trim(), out _))
                return Invalid($"{Refusal.Truncate(field)} must be one of {Paces.Names}.");
        }

        return Refusal.OutOfRange(VoiceRules.Check(Settings()));
    }

    public RegenerateSettings Settings() => new(
        NewDirection, Stability, SimilarityBoost, Style, SpeedOf(Speed, NewPace), Characters is { Count: > 0 } characters ? SettingsOf(characters) : null);

    private static Dictionary<string, SettingOverrides> SettingsOf(Dictionary<string, CharacterBody?> characters) => characters.ToDictionary(
        own => VoiceCharacters.Normalize(own.Key),
        own => own.Value is { } asked
            ? new SettingOverrides(asked.Stability, asked.SimilarityBoost, asked.Style, SpeedOf(asked.Speed, asked.NewPace))
            : new SettingOverrides());

    /// <summary>A speed overrides a pace.</summary>
    private static double? SpeedOf(double? speed, string? newPace) =>
        speed ?? (Paces.TryFind(newPace.AsSpan().Trim(), out var pace) ? pace.Speed : null);

    private static Refusal Invalid(string message) => Refusal.Invalid("setting-out-of-range", message);

    public sealed record CharacterBody(string? NewPace, double? Stability, double? Style, double? SimilarityBoost, double? Speed);
}
