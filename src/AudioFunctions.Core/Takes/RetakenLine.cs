using AudioFunctions.Voices;

namespace AudioFunctions.Takes;

/// <summary>A line of a take that was spoken again by itself.</summary>
/// <param name="Line">0-based index of the line in its beat.</param>
/// <param name="Settings">What was asked for it, over what the take was spoken with.</param>
public sealed record RetakenLine(int Line, RegenerateSettings Settings);
