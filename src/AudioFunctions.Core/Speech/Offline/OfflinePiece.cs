namespace AudioFunctions.Speech.Offline;

/// <summary>A range of a segment's text between two positions of possible silence, without the spaces around it.</summary>
internal readonly record struct OfflinePiece(int Start, int Length)
{
    /// <summary>In order; together they cover all of the text except spaces.</summary>
    public static IEnumerable<OfflinePiece> Of(SpeechSegment segment)
    {
        SortedSet<int> cutPoints =
            [0, segment.Text.Length, .. segment.Lines.Select(l => l.Start), .. segment.Silences.Where(s => s.Ms > 0).Select(s => s.At)];
        foreach (var (from, to) in cutPoints.Zip(cutPoints.Skip(1)))
        {
            var text = segment.Text.AsSpan(from, to - from);
            var spoken = text.Trim();
            if (spoken.Length > 0)
                yield return new OfflinePiece(from + text.Length - text.TrimStart().Length, spoken.Length);
        }
    }

    public string TextOf(SpeechSegment segment) => segment.Text.Substring(Start, Length);
}
