using AudioFunctions.Scripts;
using AudioFunctions.Speech.Models;

namespace AudioFunctions.Speech;

/// <summary>A line as it goes into a request: whole, unless it is longer than the model takes.</summary>
/// <param name="Line">0-based index of the line in its beat.</param>
/// <param name="From">Index of the first character in the line's text.</param>
/// <param name="Edits">Counted from the part's start, as <paramref name="InnerPauses"/> are.</param>
internal sealed record LinePart(
    int Line, int From, string Text, IReadOnlyList<TextEdit> Edits, IReadOnlyList<InnerPause> InnerPauses, int PauseAfterMs)
{
    private const string SentenceMarks = ".!?…。！？";

    /// <summary>Of what is sent of it, in code points.</summary>
    public int SentCharacters { get; } = CodePoints.CountIn(Text) + Growth(Text, Edits);

    /// <param name="edits">Of the line's text.</param>
    /// <param name="maxCharacters">Of what is sent of one part; a line within it is one part.</param>
    public static IReadOnlyList<LinePart> Of(int line, ScriptLine spoken, IReadOnlyList<TextEdit> edits, int maxCharacters)
    {
        var whole = new LinePart(line, 0, spoken.Text, edits, spoken.InnerPauses, spoken.PauseAfterMs);
        if (whole.SentCharacters <= maxCharacters)
            return [whole];

        var ranges = Cut(spoken.Text, Math.Max(1, maxCharacters - Math.Max(0, Growth(spoken.Text, edits))));
        return [.. ranges.Select((range, i) => Part(whole, range, i + 1 < ranges.Count ? ranges[i + 1].From : null))];
    }

    /// <summary>How many characters more are sent than written.</summary>
    private static int Growth(string text, IReadOnlyList<TextEdit> edits) =>
        edits.Sum(edit => CodePoints.CountIn(edit.Sent) - CodePoints.CountIn(text.AsSpan(edit.At, edit.Length)));

    /// <param name="next">Where the next part starts; the pauses up to there are this one's. Null for the last.</param>
    private static LinePart Part(LinePart whole, (int From, int To) range, int? next)
    {
        var pauses = whole.InnerPauses.Where(pause => pause.At > range.From || range.From == 0).ToList();
        var inner = next is null ? pauses : pauses.FindAll(pause => pause.At < range.To);
        var after = next is null ? whole.PauseAfterMs : pauses.Where(pause => pause.At >= range.To && pause.At <= next).Sum(pause => pause.Ms);
        // What would be cut in two is sent as it is written.
        var edits = whole.Edits.Where(edit => edit.At >= range.From && edit.End <= range.To && (edit.At < range.To || next is null));
        return new LinePart(
            whole.Line,
            range.From,
            whole.Text[range.From..range.To],
            [.. edits.Select(edit => edit with { At = edit.At - range.From })],
            [.. inner.Select(pause => pause with { At = Math.Min(pause.At, range.To) - range.From })],
            after);
    }

    /// <summary>Without the blanks between two parts. What has nothing to say at the end of the line is in none.</summary>
    private static List<(int From, int To)> Cut(string text, int maxCharacters)
    {
        var ranges = new List<(int From, int To)>();
        var from = 0;
        while (SpokenWords.AreIn(text.AsSpan(from)))
        {
            var rest = text.AsSpan(from);
            var most = Math.Max(1, CodePoints.LengthOf(rest, maxCharacters));
            var length = most >= rest.Length ? rest.Length : Best(rest[..(most + 1)], most);
            ranges.Add((from, from + text.AsSpan(from, length).TrimEnd().Length));
            from += length;
            while (from < text.Length && char.IsWhiteSpace(text[from]))
                from++;
        }

        return ranges;
    }

    /// <summary>The length of the first part: to the last end of a sentence, else to the last blank, else as much as goes.</summary>
    /// <param name="head">What goes, and the character behind it.</param>
    private static int Best(ReadOnlySpan<char> head, int most)
    {
        for (var i = most; i > 1; i--)
        {
            if (char.IsWhiteSpace(head[i]) && IsSentence(head[..i]))
                return i;
        }

        var blank = head.LastIndexOf(' ');
        return blank > 0 && SpokenWords.AreIn(head[..blank]) ? blank : most;
    }

    private static bool IsSentence(ReadOnlySpan<char> text)
    {
        var end = text.TrimEnd("\"'”’»)");
        return end.Length > 0 && SentenceMarks.Contains(end[^1]) && SpokenWords.AreIn(end);
    }
}
