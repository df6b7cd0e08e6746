using AudioFunctions.Audio;

namespace AudioFunctions.Takes;

/// <summary>Data that the metadata of an older take lacks, determined by assembling it again.</summary>
/// <param name="Words">Null if it has no voice to find them in.</param>
public sealed record TakeTimings(IReadOnlyList<PlacedPause> Pauses, IReadOnlyList<WordTiming>? Words);
