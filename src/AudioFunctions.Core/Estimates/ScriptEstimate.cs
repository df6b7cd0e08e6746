using System.Text.Json.Serialization;
using AudioFunctions.Speech;

namespace AudioFunctions.Estimates;

/// <summary>What producing a script is expected to take and to cost. Property order is the order of the public JSON.</summary>
/// <param name="Voices">In order of first appearance; only what is to be spoken.</param>
/// <param name="Basis">Of the expected length.</param>
/// <param name="Credits">Null for the offline voice, and if the service could not say.</param>
/// <param name="Sufficient">Whether the credits left will do; null if they are not known.</param>
public sealed record ScriptEstimate(
    string Provider,
    string Model,
    EstimateTotal Total,
    IReadOnlyList<BeatEstimate> Beats,
    IReadOnlyList<VoiceEstimate> Voices,
    EstimateBasis Basis,
    CreditsLeft? Credits,
    bool? Sufficient,
    IReadOnlyList<string> Warnings)
{
    /// <summary>The sentence that refuses a production which the credits left surely will not pay for; else null.</summary>
    [JsonIgnore]
    public string? CannotBePaid { get; init; }
}

public enum EstimateBasis
{
    PastTakes,
    RuleOfThumb,
    Mixed,
}

/// <param name="Characters">To be spoken.</param>
/// <param name="Requests">To the speech service.</param>
/// <param name="ExpectedDurationMs">Speech and written silences, of beats that are reused too.</param>
/// <param name="ExpectedCredits">Expected, not promised: what counts is the bill.</param>
public sealed record EstimateTotal(int Characters, int Requests, int ExpectedDurationMs, int ExpectedCredits);

/// <param name="Reused">An earlier session's take is used: nothing of the beat is spoken or paid for.</param>
/// <inheritdoc cref="EstimateTotal"/>
public sealed record BeatEstimate(
    string BeatId, string BeatName, int Characters, int Requests, int ExpectedDurationMs, int ExpectedCredits, bool Reused);

public sealed record VoiceEstimate(string Character, string VoiceId, int Characters, int Requests);

/// <param name="Remaining">Of the <paramref name="Limit"/> that the plan includes.</param>
public sealed record CreditsLeft(long Remaining, long Limit, DateTimeOffset? ResetsAt)
{
    public static CreditsLeft Of(AccountCredits credits) => new(credits.Remaining, credits.Limit, credits.ResetsAt);
}
