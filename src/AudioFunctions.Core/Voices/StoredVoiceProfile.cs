using Azure;

namespace AudioFunctions.Voices;

/// <param name="Version">Changes with every write; a write that names it is refused once it is no longer true.</param>
public sealed record StoredVoiceProfile(VoiceProfile Profile, ETag Version);
