using AudioFunctions.Voices;

namespace AudioFunctions.Requests;

/// <summary>All voice profiles.</summary>
public sealed record VoiceList(IReadOnlyList<VoiceProfile> Voices);
