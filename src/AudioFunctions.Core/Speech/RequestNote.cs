using System.Text.Json.Serialization;

namespace AudioFunctions.Speech;

/// <summary>The requests for a segment that were sent and whose response isn't stored or is unusable: each may have been billed.</summary>
/// <param name="SentSince">When the first request was sent, by the clock of the machine that sent it.</param>
/// <param name="LastSentAt">When the last request was sent, by the same clock.</param>
/// <param name="ClockOffsetMs">How far the service's clock was ahead of that clock; null if the service hadn't responded yet.</param>
public sealed record RequestNote(
    string Provider, string Model, DateTimeOffset SentSince, DateTimeOffset LastSentAt, long? ClockOffsetMs = null)
{
    /// <summary>The unusable response to the last request; null if none arrived. A complete copy of it is searched for.</summary>
    public UnusableResponse? Unusable { get; init; }

    /// <summary>The note belongs to a failed take and another take was requested: what can't be found is resent.</summary>
    [JsonIgnore]
    public bool IsInherited { get; init; }
}

/// <param name="Ids">The service's ids of the response.</param>
/// <param name="Defect">What is wrong with it, worded as the rest of a sentence.</param>
public sealed record UnusableResponse(IReadOnlyList<string> Ids, [property: JsonPropertyName("flaw")] string Defect)
{
    /// <summary>The history has no complete copy of it: a later run must neither search nor send.</summary>
    public bool IsFinal { get; init; }
}
