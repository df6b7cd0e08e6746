namespace AudioFunctions.Audio.Cutting;

/// <summary>Where a segment's cut points and lines are in its audio.</summary>
/// <param name="Times">Where its characters are.</param>
/// <param name="CutPoints">One for each requested cut point; null if its place is unknown.</param>
/// <param name="Lines">One for each line of the segment, in order, without overlap.</param>
/// <param name="Uncertain">The cut points whose place is likely but not certain; null if the alignment placed all of them.</param>
internal sealed record TextPlacement(
    CharacterTimes Times, IReadOnlyList<CutPointPlace?> CutPoints, IReadOnlyList<SampleRange> Lines, IReadOnlyList<CutPoint>? Uncertain);
