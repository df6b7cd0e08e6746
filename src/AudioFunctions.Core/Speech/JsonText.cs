using System.Text.Json;

namespace AudioFunctions.Speech;

/// <summary>Strings in JSON that others wrote.</summary>
internal static class JsonText
{
    /// <summary>Null if it is no string, or one that is no text: <c>"\ud83e"</c>, half of a character, parses and cannot be read.</summary>
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
}
