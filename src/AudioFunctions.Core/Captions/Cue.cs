namespace AudioFunctions.Captions;

/// <summary>What is shown at one time.</summary>
/// <param name="EndMs">Greater than <paramref name="StartMs"/>.</param>
/// <param name="Rows">One or two, none of them blank.</param>
public sealed record Cue(int StartMs, int EndMs, string Speaker, IReadOnlyList<string> Rows);
