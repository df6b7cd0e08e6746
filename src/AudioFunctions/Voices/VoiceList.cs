namespace AudioFunctions.Voices;

/// <summary>All voice profiles.</summary>
public sealed record VoiceList(IReadOnlyList<VoiceProfile> Voices);
