using AudioFunctions.Audio.Signal;

namespace AudioFunctions.Audio.Joints;

/// <summary>Where a segment's joints and lines are in its audio.</summary>
/// <param name="Times">Where its characters are.</param>
/// <param name="Joints">One for each joint asked for; null if its place is not known.</param>
/// <param name="Lines">One for each line of the segment, in order, none beginning before the one before it ends.</param>
/// <param name="Uncertain">The joints whose place is the likeliest and not certain; null if the alignment placed them all.</param>
internal sealed record TextPlacement(
    CharacterTimes Times, IReadOnlyList<JointPlace?> Joints, IReadOnlyList<SampleRange> Lines, IReadOnlyList<Joint>? Uncertain);
