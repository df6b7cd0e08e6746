using System.Text.Json;

namespace AudioFunctions.Speech;

/// <summary>
/// Reads JSON of other programs value by value: one that is missing or of another type is ignored alone. A serializer would refuse the whole document.
/// </summary>
internal static class TolerantJson
{
    /// <returns>An undefined element if it isn't JSON.</returns>
    public static JsonElement Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(body.Span);
        }
        catch (JsonException)
        {
            return default;
        }
    }

    /// <returns>An undefined element if the parent isn't an object or doesn't have it.</returns>
    public static JsonElement Property(this JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) ? value : default;

    public static List<JsonElement>? ItemsOrNull(this JsonElement value) => value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : null;

    /// <summary>Null if it isn't a string, or isn't valid text: <c>"\ud83e"</c>, half a character, parses but can't be read.</summary>
    public static string? TextOrNull(this JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
            return null;

        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>May be infinite: <c>1e999</c>.</summary>
    public static double? NumberOrNull(this JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) ? number : null;

    /// <summary>Null if it isn't a time in a recording: finite, from 0.</summary>
    public static double? SecondsOrNull(this JsonElement value) => value.NumberOrNull() is >= 0 and <= double.MaxValue and var seconds ? seconds : null;

    public static bool? FlagOrNull(this JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };
}
