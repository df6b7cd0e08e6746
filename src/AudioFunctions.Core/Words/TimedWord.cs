namespace AudioFunctions.Words;

/// <summary>A word as it is displayed, and when it is said.</summary>
/// <param name="Text">With the marks that touch it, and the space before it if there is one: the texts of a line, joined, are the line.</param>
/// <param name="Confidence">As <see cref="Audio.WordTiming.Confidence"/>.</param>
public sealed record TimedWord(string Text, int StartMs, int EndMs, double? Confidence = null);

/// <summary>A line as its words.</summary>
/// <param name="Speaker">The display name of its character.</param>
/// <param name="Words">In order, at least one.</param>
public sealed record TimedLine(string Speaker, IReadOnlyList<TimedWord> Words)
{
    /// <summary>The same line in a recording that begins earlier.</summary>
    public TimedLine Later(int ms) => this with
    {
        Words = [.. Words.Select(word => word with { StartMs = word.StartMs + ms, EndMs = word.EndMs + ms })],
    };
}
