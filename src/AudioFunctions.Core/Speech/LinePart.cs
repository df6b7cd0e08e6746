using AudioFunctions.Scripts;
using AudioFunctions.Unicode;

namespace AudioFunctions.Speech;

/// <summary>A line as it goes into a request: in one part, or in several if it exceeds the model's limit.</summary>
/// <param name="Line">0-based index of the line in its beat.</param>
/// <param name="From">Index of the first character in the line's text.</param>
/// <param name="Edits">Positions are relative to the part's start, as in <paramref name="InnerPauses"/>.</param>
internal sealed record LinePart(
    int Line, int From, string Text, IReadOnlyList<TextEdit> Edits, IReadOnlyList<InnerPause> InnerPauses, int PauseAfterMs)
{
    private const string SentenceMarks = ".!?…。！？";

    /// <summary>The length of its sent text, in code points.</summary>
    public int SentCharacters { get; } = CodePoints.CountIn(Text) + Growth(Text, Edits);

    /// <param name="edits">The edits of the line's text.</param>
    /// <param name="maxCharacters">The limit of the sent text of one part; a line within it is one part.</param>
    public static IReadOnlyList<LinePart> Of(int line, ScriptLine spoken, IReadOnlyList<TextEdit> edits, int maxCharacters)
    {
        var whole = new LinePart(line, 0, spoken.Text, edits, spoken.InnerPauses, spoken.PauseAfterMs);
        if (whole.SentCharacters <= maxCharacters)
            return [whole];

        var ranges = Cut(spoken.Text, Math.Max(1, maxCharacters - Math.Max(0, Growth(spoken.Text, edits))));
        return [.. ranges.Select((range, i) => Part(whole, range, i + 1 < ranges.Count ? ranges[i + 1].From : null))];
    }

    /// <summary>How many more characters are sent than written.</summary>
    private static int Growth(string text, IReadOnlyList<TextEdit> edits) =>
        edits.Sum(edit => CodePoints.CountIn(edit.Sent) - CodePoints.CountIn(text.AsSpan(edit.At, edit.Length)));

    /// <param name="next">The start of the next part; pauses before it belong to this part. Null for the last part.</param>
    private static LinePart Part(LinePart whole, (int From, int To) range, int? next)
    {
        var pauses = whole.InnerPauses.Where(pause => pause.At > range.From || range.From == 0).ToList();
        var inner = next is null ? pauses : pauses.FindAll(pause => pause.At < range.To);
        var after = next is null ? whole.PauseAfterMs : pauses.Where(pause => pause.At >= range.To && pause.At <= next).Sum(pause => pause.Ms);
        // An edit that the cut would split isn't applied.
        var edits = whole.Edits.Where(edit => edit.At >= range.From && edit.End <= range.To && (edit.At < range.To || next is null));
        return new LinePart(
            whole.Line,
            range.From,
            whole.Text[range.From..range.To],
            [.. edits.Select(edit => edit with { At = edit.At - range.From })],
            [.. inner.Select(pause => pause with { At = Math.Min(pause.At, range.To) - range.From })],
            after);
    }

    /// <summary>Without the spaces between parts. Text without words at the end of the line is in no part.</summary>
    private static List<(int From, int To)> Cut(string text, int maxCharacters)
    {
        var ranges = new List<(int From, int To)>();
        var from = 0;
        while (SpokenWords.AreIn(text.AsSpan(from)))
        {
            var rest = text.AsSpan(from);
            var max = Math.Max(1, CodePoints.LengthOf(rest, maxCharacters));
            var length = max >= rest.Length ? rest.Length : Best(rest[..(max + 1)], max);
            ranges.Add((from, from + text.AsSpan(from, length).TrimEnd().Length));
            from += length;
            while (from < text.Length && char.IsWhiteSpace(text[from]))
                from++;
        }

        return ranges;
    }

    /// <summary>The length of the first part: up to the last end of a sentence, else the last space, else the limit.</summary>
    /// <param name="head">The text up to the limit, and one more character.</param>
    private static int Best(ReadOnlySpan<char> head, int max)
    {
        for (var i = max; i > 1; i--)
        {
            if (char.IsWhiteSpace(head[i]) && IsSentence(head[..i]))
                return i;
        }

        var space = head.LastIndexOf(' ');
        return space > 0 && SpokenWords.AreIn(head[..space]) ? space : max;
    }

    private static bool IsSentence(ReadOnlySpan<char> text)
    {
        var end = text.TrimEnd("\"'”’»)");
        return end.Length > 0 && SentenceMarks.Contains(end[^1]) && SpokenWords.AreIn(end);
    }
}
