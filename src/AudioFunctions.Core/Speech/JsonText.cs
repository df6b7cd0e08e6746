using System.Text.Json;

namespace AudioFunctions.Speech;

/// <summary>Strings in JSON from other programs.</summary>
internal static class JsonText
{
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
}
