namespace AudioFunctions.Scripts.Parsing;

internal delegate string Describe(ReadOnlySpan<char> value);

/// <summary>
/// Builds equal messages once. A million brackets are a million diagnostics; with a sentence for each they would take hundreds of times
/// the memory of the script.
/// </summary>
internal sealed class MessageCache
{
    /// <summary>A longer value is a larger script for each message, and not worth a copy of its own.</summary>
    private const int LongestKept = 64;

    private readonly Dictionary<string, Dictionary<string, string>> _byCode = [];

    public string Get(string code, Describe describe, ReadOnlySpan<char> value)
    {
        if (value.Length > LongestKept)
            return describe(value);

        if (!_byCode.TryGetValue(code, out var byValue))
            _byCode[code] = byValue = [];

        var lookup = byValue.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!lookup.TryGetValue(value, out var message))
            lookup[value] = message = describe(value);
        return message;
    }
}
