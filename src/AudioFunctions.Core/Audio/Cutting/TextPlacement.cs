namespace AudioFunctions.Audio.Cutting;

/// <summary>Where a segment's cut points and lines are in its audio.</summary>
/// <param name="Times">Where its characters are.</param>
/// <param name="CutPoints">One for each cut point asked for; null if its place is not known.</param>
/// <param name="Lines">One for each line of the segment, in order, none beginning before the one before it ends.</param>
/// <param name="Uncertain">The cut points whose place is the likeliest and not certain; null if the alignment placed them all.</param>
internal sealed record TextPlacement(
    CharacterTimes Times, IReadOnlyList<CutPointPlace?> CutPoints, IReadOnlyList<SampleRange> Lines, IReadOnlyList<CutPoint>? Uncertain);
