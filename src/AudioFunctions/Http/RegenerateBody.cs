using AudioFunctions.Scripts;
using AudioFunctions.Voices;
using Microsoft.AspNetCore.Http;

namespace AudioFunctions.Http;

/// <summary>The body of a regenerate request.</summary>
/// <param name="Characters">Settings for one character's lines, by the character's name.</param>
internal sealed record RegenerateBody(
    string? NewDirection,
    string? NewPace,
    double? Stability,
    double? Style,
    double? SimilarityBoost,
    double? Speed,
    bool? Select,
    Dictionary<string, RegenerateBody.CharacterBody?>? Characters)
{
    public const string Form =
        "{\"new_direction\", \"new_pace\", \"stability\", \"style\", \"similarity_boost\", \"speed\", \"select\", "
        + "\"characters\": {\"NAME\": {\"new_pace\", \"stability\", \"style\", \"similarity_boost\", \"speed\"}}}, all optional";

    /// <summary>Why it asks for what can't be, or null.</summary>
    public IResult? Check(HttpRequest request)
    {
        var twice = Characters?.Keys.GroupBy(VoiceCharacters.Normalize).FirstOrDefault(spellings => spellings.Count() > 1);
        if (twice is not null)
            return Refuse(request, $"characters names '{Problem.Shown(twice.Key)}' {twice.Count()} times: once is right.");
        var paces = (Characters ?? []).Select(own => ($"characters.{own.Key}.new_pace", own.Value?.NewPace)).Prepend(("new_pace", NewPace));
        foreach (var (field, pace) in paces)
        {
            if (pace is not null && !Paces.TryFind(pace.AsSpan().Trim(), out _))
                return Refuse(request, $"{Problem.Shown(field)} must be one of {Paces.Names}.");
        }

        var wrong = VoiceRules.Check(Settings());
        return wrong.Count == 0 ? null : Refuse(request, string.Join(" ", wrong.Select(problem => problem.Message)));
    }

    public RegenerateSettings Settings() => new(
        NewDirection, Stability, SimilarityBoost, Style, SpeedOf(Speed, NewPace), Characters is { Count: > 0 } characters ? SettingsOf(characters) : null);

    private static Dictionary<string, SettingOverrides> SettingsOf(Dictionary<string, CharacterBody?> characters) => characters.ToDictionary(
        own => VoiceCharacters.Normalize(own.Key),
        own => own.Value is { } asked
            ? new SettingOverrides(asked.Stability, asked.SimilarityBoost, asked.Style, SpeedOf(asked.Speed, asked.NewPace))
            : new SettingOverrides());

    /// <summary>A speed in figures is stronger than a pace by name.</summary>
    private static double? SpeedOf(double? speed, string? newPace) =>
        speed ?? (Paces.TryFind(newPace.AsSpan().Trim(), out var pace) ? pace.Speed : null);

    private static IResult Refuse(HttpRequest request, string message) =>
        Problem.Of(request, StatusCodes.Status400BadRequest, "setting-out-of-range", message);

    internal sealed record CharacterBody(string? NewPace, double? Stability, double? Style, double? SimilarityBoost, double? Speed);
}
