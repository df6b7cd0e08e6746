using System.Text.Json;
using System.Text.RegularExpressions;

namespace AudioFunctions.Testing.Speech;

/// <param name="Field">Where in the request, for the <c>loc</c> of a 422.</param>
internal sealed record RuleBreach(string Field, string Message, string Type);

/// <summary>What the service accepts in the body of a speech request: names, types and ranges; anything else is a breach.</summary>
internal static partial class RequestRules
{
    private static readonly HashSet<string> BodyFields =
        ["text", "model_id", "voice_settings", "previous_text", "next_text", "seed", "language_code"];

    private static readonly HashSet<string> SettingFields =
        ["stability", "similarity_boost", "style", "use_speaker_boost", "speed"];

    public static IReadOnlyList<RuleBreach> Check(JsonElement body) =>
    [
        .. Unknown(body, "", BodyFields),
        .. Required(body, "text"),
        .. Required(body, "model_id"),
        .. Strings(body, "text", "model_id", "previous_text", "next_text", "language_code"),
        .. Number(body, "seed", 0, uint.MaxValue),
        .. body.TryGetProperty("voice_settings", out var settings) ? CheckSettings(settings) : [],
    ];

    /// <summary>Everything the voice gets to see.</summary>
    public static IEnumerable<string> TextsOf(JsonElement body) =>
        from field in (string[])["text", "previous_text", "next_text"]
        where body.TryGetProperty(field, out _)
        select body.GetProperty(field).GetString()!;

    /// <summary>ELS tags and SSML, which would be read aloud.</summary>
    public static bool HoldsMarkup(string text) => Markup().IsMatch(text);

    private static IEnumerable<RuleBreach> CheckSettings(JsonElement settings)
    {
        if (settings.ValueKind != JsonValueKind.Object)
            return [new RuleBreach("voice_settings", "Input should be an object", "model_attributes_type")];

        return
        [
            .. Unknown(settings, "voice_settings.", SettingFields),
            .. Number(settings, "stability", 0, 1, "voice_settings."),
            .. Number(settings, "similarity_boost", 0, 1, "voice_settings."),
            .. Number(settings, "style", 0, 1, "voice_settings."),
            .. Number(settings, "speed", 0, 10, "voice_settings."),
        ];
    }

    private static IEnumerable<RuleBreach> Unknown(JsonElement parent, string path, HashSet<string> known) =>
        from property in parent.EnumerateObject()
        where !known.Contains(property.Name)
        select new RuleBreach(path + property.Name, "Extra inputs are not permitted", "extra_forbidden");

    private static IEnumerable<RuleBreach> Required(JsonElement body, string field)
    {
        if (!body.TryGetProperty(field, out var value) || value.ValueKind == JsonValueKind.String && value.GetString()!.Length == 0)
            yield return new RuleBreach(field, "Field required", "missing");
    }

    private static IEnumerable<RuleBreach> Strings(JsonElement body, params string[] fields) =>
        from field in fields
        where body.TryGetProperty(field, out var value) && value.ValueKind != JsonValueKind.String
        select new RuleBreach(field, "Input should be a valid string", "string_type");

    private static IEnumerable<RuleBreach> Number(JsonElement parent, string field, double least, double most, string path = "")
    {
        if (!parent.TryGetProperty(field, out var value))
            yield break;
        if (value.ValueKind != JsonValueKind.Number)
            yield return new RuleBreach(path + field, "Input should be a valid number", "float_parsing");
        else if (value.GetDouble() < least)
            yield return new RuleBreach(path + field, $"Input should be greater than or equal to {least}", "greater_than_equal");
        else if (value.GetDouble() > most)
            yield return new RuleBreach(path + field, $"Input should be less than or equal to {most}", "less_than_equal");
    }

    [GeneratedRegex(@"\[\s*(/?\s*[a-z_]+\s*:|end_beat|meta)|</?[a-z][^>]*>", RegexOptions.IgnoreCase)]
    private static partial Regex Markup();
}
