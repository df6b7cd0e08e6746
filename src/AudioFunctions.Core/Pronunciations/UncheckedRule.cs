namespace AudioFunctions.Pronunciations;

/// <summary>A rule as a client wrote it; anything may be missing.</summary>
public sealed record UncheckedRule(string? From, string? Say, string? Ipa, bool? MatchCase, bool? WholeWord)
{
    /// <summary>Trims the rule, removes slashes or brackets around phonemes, and fills in defaults.</summary>
    internal PronunciationRule Cleaned() => new(
        Single(From) ?? "", Single(Say), Single(Ipa) is { } ipa ? Single(Bare(ipa)) : null, MatchCase ?? false, WholeWord ?? true);

    private static string? Single(string? text)
    {
        var words = text?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words is { Length: > 0 } ? string.Join(' ', words) : null;
    }

    private static string Bare(string ipa)
    {
        var isEnclosed = ipa.Length > 2 && ((ipa[0] == '/' && ipa[^1] == '/') || (ipa[0] == '[' && ipa[^1] == ']'));
        return isEnclosed ? ipa[1..^1] : ipa;
    }
}
