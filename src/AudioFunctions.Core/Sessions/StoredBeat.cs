using Azure;

namespace AudioFunctions.Sessions;

/// <param name="Version">Changes with every take, selection and error of the beat.</param>
public sealed record StoredBeat(BeatRecord Beat, ETag Version);
