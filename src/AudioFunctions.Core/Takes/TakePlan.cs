using AudioFunctions.Audio;
using AudioFunctions.Scripts;
using AudioFunctions.Speech;

namespace AudioFunctions.Takes;

/// <summary>What a take is to be, fixed before its first request to the speech service.</summary>
/// <param name="CreatedAt">No request for the take was sent before.</param>
public sealed record TakePlan(PauseMode PauseMode, string? Direction, IReadOnlyList<SpeechSegment> Segments, DateTimeOffset CreatedAt);

/// <summary>What assembling a take found out, kept until the take's record is written.</summary>
/// <param name="BilledCharacters">The sum over the segments; null where the service did not say for each.</param>
/// <param name="Pauses">The pauses inside lines; null in sheets written before this was kept.</param>
public sealed record TakeSheet(
    string Provider,
    string Model,
    int? BilledCharacters,
    int UnencodedDurationMs,
    IReadOnlyList<LineTiming> Lines,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<PlacedPause>? Pauses = null);
