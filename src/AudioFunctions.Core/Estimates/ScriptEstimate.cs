using System.Text.Json.Serialization;
using AudioFunctions.Speech;

namespace AudioFunctions.Estimates;

/// <summary>The expected length and price of producing a script. Property order is the order of the public JSON.</summary>
/// <param name="Voices">In order of first appearance; only voices that will speak.</param>
/// <param name="Basis">What the expected length is based on.</param>
/// <param name="Credits">Null for the offline voice, and if the service doesn't return them.</param>
/// <param name="Sufficient">Whether there are enough credits left; null if that is unknown.</param>
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
    /// <summary>Why a production must be refused, as a sentence, if there are certainly not enough credits; else null.</summary>
    [JsonIgnore]
    public string? CannotBePaid { get; init; }
}

public enum EstimateBasis
{
    PastTakes,
    RuleOfThumb,
    Mixed,
}

/// <param name="Characters">How many will be spoken.</param>
/// <param name="Requests">How many go to the speech service.</param>
/// <param name="ExpectedDurationMs">Speech and written silences, including reused beats.</param>
/// <param name="ExpectedCredits">An estimate; the actual bill may differ.</param>
public sealed record EstimateTotal(int Characters, int Requests, int ExpectedDurationMs, int ExpectedCredits);

/// <param name="Reused">Whether an earlier session's take is used, so that the beat costs nothing.</param>
/// <inheritdoc cref="EstimateTotal"/>
public sealed record BeatEstimate(
    string BeatId, string BeatName, int Characters, int Requests, int ExpectedDurationMs, int ExpectedCredits, bool Reused);

public sealed record VoiceEstimate(string Character, string VoiceId, int Characters, int Requests);

/// <param name="Remaining">How much is left of the plan's <paramref name="Limit"/>.</param>
public sealed record CreditsLeft(long Remaining, long Limit, DateTimeOffset? ResetsAt)
{
    public static CreditsLeft Of(AccountCredits credits) => new(credits.Remaining, credits.Limit, credits.ResetsAt);
}
