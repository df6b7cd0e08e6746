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

    private static readonly HashSet<string> DialogueFields = ["inputs", "model_id", "settings", "seed", "language_code"];

    private static readonly HashSet<string> DialogueSettingFields = ["stability"];

    private static readonly HashSet<string> InputFields = ["text", "voice_id"];

    private static readonly HashSet<string> SettingFields =
        ["stability", "similarity_boost", "style", "use_speaker_boost", "speed"];

    public static IReadOnlyList<RuleBreach> Check(JsonElement body) =>
    [
        .. Unknown(body, "", BodyFields),
        .. Required(body, "text"),
        .. Required(body, "model_id"),
        .. Strings(body, "text", "model_id", "previous_text", "next_text", "language_code"),
        .. Number(body, "seed", 0, uint.MaxValue),
        .. body.TryGetProperty("voice_settings", out var settings) ? CheckSettings(settings, "voice_settings", SettingFields) : [],
    ];

    /// <summary>The same for the body of a dialogue.</summary>
    public static IReadOnlyList<RuleBreach> CheckDialogue(JsonElement body) =>
    [
        .. Unknown(body, "", DialogueFields),
        .. Required(body, "model_id"),
        .. Strings(body, "model_id", "language_code"),
        .. Number(body, "seed", 0, uint.MaxValue),
        .. body.TryGetProperty("settings", out var settings) ? CheckSettings(settings, "settings", DialogueSettingFields) : [],
        .. CheckInputs(body),
    ];

    /// <summary>Everything the voice gets to see.</summary>
    public static IEnumerable<string> TextsOf(JsonElement body) =>
        from field in (string[])["text", "previous_text", "next_text"]
        where body.TryGetProperty(field, out _)
        select body.GetProperty(field).GetString()!;

    /// <summary>ELS tags and SSML, which would be read aloud.</summary>
    public static bool HoldsMarkup(string text) => Markup().IsMatch(text);

    private static IEnumerable<RuleBreach> CheckSettings(JsonElement settings, string field, HashSet<string> known)
    {
        if (settings.ValueKind != JsonValueKind.Object)
            return [new RuleBreach(field, "Input should be an object", "model_attributes_type")];

        var path = field + ".";
        return
        [
            .. Unknown(settings, path, known),
            .. Number(settings, "stability", 0, 1, path),
            .. Number(settings, "similarity_boost", 0, 1, path),
            .. Number(settings, "style", 0, 1, path),
            .. Number(settings, "speed", 0, 10, path),
        ];
    }

    private static IEnumerable<RuleBreach> CheckInputs(JsonElement body)
    {
        if (!body.TryGetProperty("inputs", out var inputs) || inputs.ValueKind != JsonValueKind.Array || inputs.GetArrayLength() == 0)
            return [new RuleBreach("inputs", "Field required", "missing")];
        if (inputs.EnumerateArray().Any(input => input.ValueKind != JsonValueKind.Object))
            return [new RuleBreach("inputs", "Input should be an object", "model_attributes_type")];
        return inputs.EnumerateArray().SelectMany(input => (IEnumerable<RuleBreach>)
        [
            .. Unknown(input, "inputs.", InputFields),
            .. Required(input, "text"),
            .. Required(input, "voice_id"),
            .. Strings(input, "text", "voice_id"),
        ]);
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

    private static IEnumerable<RuleBreach> Number(JsonElement parent, string field, double min, double max, string path = "")
    {
        if (!parent.TryGetProperty(field, out var value))
            yield break;
        if (value.ValueKind != JsonValueKind.Number)
            yield return new RuleBreach(path + field, "Input should be a valid number", "float_parsing");
        else if (value.GetDouble() < min)
            yield return new RuleBreach(path + field, $"Input should be greater than or equal to {min}", "greater_than_equal");
        else if (value.GetDouble() > max)
            yield return new RuleBreach(path + field, $"Input should be less than or equal to {max}", "less_than_equal");
    }

    [GeneratedRegex(@"\[\s*(/?\s*[a-z_]+\s*:|end_beat|meta)|</?[a-z][^>]*>", RegexOptions.IgnoreCase)]
    private static partial Regex Markup();
}
