using AudioFunctions.Audio;
using AudioFunctions.Words;

namespace AudioFunctions.Captions;

/// <summary>A line of a script to make captions for.</summary>
/// <param name="Text">The displayed text, without markup.</param>
/// <param name="Speaker">The display name of its character.</param>
/// <param name="StartMs">In the captioned audio.</param>
/// <param name="Pauses">The pauses inside the line, in order; the longer ones divide it into several captions.</param>
public sealed record CaptionedLine(string Text, string Speaker, int StartMs, int EndMs, IReadOnlyList<PlacedPause> Pauses)
{
    /// <summary>Its words, in order; empty if their times are unknown.</summary>
    public IReadOnlyList<TimedWord> Words { get; init; } = [];

    /// <summary>The same line in a recording that starts <paramref name="ms"/> earlier.</summary>
    public CaptionedLine Later(int ms) => this with
    {
        StartMs = StartMs + ms,
        EndMs = EndMs + ms,
        Pauses = [.. Pauses.Select(pause => pause with { StartMs = pause.StartMs + ms, EndMs = pause.EndMs + ms })],
        Words = [.. Words.Select(word => word.Later(ms))],
    };
}
