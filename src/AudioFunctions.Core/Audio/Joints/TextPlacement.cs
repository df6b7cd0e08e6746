using AudioFunctions.Audio.Signal;

namespace AudioFunctions.Audio.Joints;

/// <summary>Where a segment's joints and lines are in its audio.</summary>
/// <param name="Joints">One for each joint asked for; null where its place is not known.</param>
/// <param name="Lines">One for each line of the segment, in order, none beginning before the one before it ends.</param>
internal sealed record TextPlacement(IReadOnlyList<JointPlace?> Joints, IReadOnlyList<SampleRange> Lines);
