namespace AudioFunctions.Words;

/// <summary>A word as displayed, and when it is spoken.</summary>
/// <param name="Text">Includes the marks that touch it and the space before it: the texts of all words, joined, are the line.</param>
/// <param name="Confidence">As <see cref="Audio.WordTiming.Confidence"/>.</param>
public sealed record TimedWord(string Text, int StartMs, int EndMs, double? Confidence = null);

/// <summary>A line, as a list of its words.</summary>
/// <param name="Speaker">The display name of its character.</param>
/// <param name="Words">In order, at least one.</param>
public sealed record TimedLine(string Speaker, IReadOnlyList<TimedWord> Words)
{
    /// <summary>The same line in a recording that starts <paramref name="ms"/> earlier.</summary>
    public TimedLine Later(int ms) => this with
    {
        Words = [.. Words.Select(word => word with { StartMs = word.StartMs + ms, EndMs = word.EndMs + ms })],
    };
}
