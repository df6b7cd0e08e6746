using AudioFunctions.Audio;

namespace AudioFunctions.Captions;

/// <summary>A line of a script as it is to be captioned.</summary>
/// <param name="Text">As displayed: without markup.</param>
/// <param name="Speaker">The display name of its character.</param>
/// <param name="StartMs">In the audio that is captioned.</param>
/// <param name="Pauses">The pauses inside the line, in order; the captions of its parts have the longer ones between them.</param>
public sealed record CaptionedLine(string Text, string Speaker, int StartMs, int EndMs, IReadOnlyList<PlacedPause> Pauses)
{
    /// <summary>The same line in a recording that begins earlier.</summary>
    public CaptionedLine Later(int ms) => this with
    {
        StartMs = StartMs + ms,
        EndMs = EndMs + ms,
        Pauses = [.. Pauses.Select(pause => pause with { StartMs = pause.StartMs + ms, EndMs = pause.EndMs + ms })],
    };
}
