using AudioFunctions.Audio;

namespace AudioFunctions.Words;

/// <summary>A word as displayed, and when it is spoken.</summary>
/// <param name="Text">Includes the marks that touch it and the space before it: the texts of all words, joined, are the line.</param>
/// <param name="Confidence">As <see cref="Audio.WordTiming.Confidence"/>.</param>
public sealed record TimedWord(string Text, int StartMs, int EndMs, double? Confidence = null)
{
    /// <summary>The same word in a recording that starts <paramref name="ms"/> earlier.</summary>
    public TimedWord Later(int ms) => this with { StartMs = StartMs + ms, EndMs = EndMs + ms };
}

/// <summary>A line, as a list of its words.</summary>
/// <param name="Speaker">The display name of its character.</param>
/// <param name="Words">In order, at least one.</param>
public sealed record TimedLine(string Speaker, IReadOnlyList<TimedWord> Words)
{
    /// <summary>The pauses inside the line, in order; the longer ones divide its captions.</summary>
    public IReadOnlyList<PlacedPause> Pauses { get; init; } = [];

    /// <summary>The same line in a recording that starts <paramref name="ms"/> earlier.</summary>
    public TimedLine Later(int ms) => this with
    {
        Words = [.. Words.Select(word => word.Later(ms))],
        Pauses = [.. Pauses.Select(pause => pause with { StartMs = pause.StartMs + ms, EndMs = pause.EndMs + ms })],
    };
}
