using Azure;

namespace AudioFunctions.Voices;

/// <param name="Version">The ETag. It changes with every write; a write with an old version is refused.</param>
public sealed record StoredVoiceProfile(VoiceProfile Profile, ETag Version);
