namespace AudioFunctions.Audio.Coding;

/// <summary>An audio file to decode.</summary>
/// <param name="Name">How messages name it: "the recording of line 2".</param>
/// <param name="Tempo">The factor to speed it up by, at the same pitch.</param>
internal readonly record struct Recording(string Name, ReadOnlyMemory<byte> Audio, double Tempo)
{
    /// <summary>Names the recording by its lines, which the script's writer knows.</summary>
    public static Recording Of(SpokenSegment spoken)
    {
        var lines = spoken.Segment.Recorded is { Turns: not null } dialogue ? dialogue.Lines : spoken.Segment.Lines;
        var name = lines.Count == 1
            ? $"the recording of line {lines[0].Line + 1}"
            : $"the recording of lines {lines[0].Line + 1} to {lines[^1].Line + 1}";
        return new Recording(name, spoken.Spoken.Audio, spoken.Segment.Tempo);
    }
}
