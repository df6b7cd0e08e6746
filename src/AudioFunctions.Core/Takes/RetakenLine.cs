using AudioFunctions.Voices;

namespace AudioFunctions.Takes;

/// <summary>A line of a take that was spoken again by itself.</summary>
/// <param name="Line">0-based index of the line in its beat.</param>
/// <param name="Settings">The settings requested for it, which override those of the take.</param>
public sealed record RetakenLine(int Line, RegenerateSettings Settings);
