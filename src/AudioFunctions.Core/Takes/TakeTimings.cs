using AudioFunctions.Audio;

namespace AudioFunctions.Takes;

/// <summary>What the sheet of an older take lacks, found out by assembling it again.</summary>
/// <param name="Words">Null if it has no voice to find them in.</param>
public sealed record TakeTimings(IReadOnlyList<PlacedPause> Pauses, IReadOnlyList<WordTiming>? Words);
