namespace AudioFunctions.Scripts.Parsing;

/// <summary>The rules for beat ids, which become file names, possibly on a file system that ignores case.</summary>
internal sealed class BeatIds(ParseContext context)
{
    private readonly Dictionary<string, int> _lines = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Checks and stores the id of a beat that starts. From here on, diagnostics name that beat.</summary>
    public BeatHeading Register(Tag tag)
    {
        var shown = Excerpt.OfBeatId(tag.Value);
        context.BeatId = shown;
        if (!IsValid(tag.Value))
        {
            context.Error(DiagnosticCodes.BeatIdInvalid, DiagnosticMessages.BeatIdInvalid, tag.Value, tag.ValueStart);
            return new BeatHeading(Id: "", shown, IsUsable: false, tag.Start);
        }

        var id = tag.Value.ToString();
        var isNew = _lines.TryAdd(id, tag.Start.Line);
        if (!isNew)
            context.Error(DiagnosticCodes.BeatIdDuplicate, DiagnosticMessages.BeatIdDuplicate(id, _lines[id]), tag.ValueStart);
        return new BeatHeading(id, shown, isNew, tag.Start);
    }

    /// <param name="id">Must be valid.</param>
    public static int NumberOf(ReadOnlySpan<char> id)
    {
        var number = 0;
        foreach (var digit in LeadingDigits(id))
            number = (number * 10) + (digit - '0');
        return number;
    }

    private static bool IsValid(ReadOnlySpan<char> id)
    {
        if (id.Length is 0 or > ScriptLimits.MaxBeatIdLength || !char.IsAsciiLetterOrDigit(id[0]))
            return false;

        foreach (var character in id)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('_' or '-'))
                return false;
        }

        return LeadingDigits(id).Length <= ScriptLimits.MaxBeatIdLeadingDigits;
    }

    private static ReadOnlySpan<char> LeadingDigits(ReadOnlySpan<char> id)
    {
        var end = id.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? id : id[..end];
    }
}
