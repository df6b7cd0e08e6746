namespace AudioFunctions.Scripts.Parsing;

internal delegate string Describe(ReadOnlySpan<char> value);

/// <summary>
/// Builds equal messages once. A script of a million brackets has a million diagnostics, whose separate messages would need hundreds of
/// times the memory of the script.
/// </summary>
internal sealed class MessageCache
{
    /// <summary>Messages about longer values aren't cached: few of them fit into a script.</summary>
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
