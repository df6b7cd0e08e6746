using System.Text.Json.Serialization;

namespace AudioFunctions.Speech;

/// <summary>Requests for a segment that were sent and whose answer isn't stored, or can't be used: each may have been paid for.</summary>
/// <param name="SentSince">When the first of them was sent, by the clock of the machine that sent it.</param>
/// <param name="LastSentAt">When the last of them was sent, by the same clock.</param>
/// <param name="ClockOffsetMs">How far the service's clock was ahead of that clock; null if it had not answered yet.</param>
public sealed record RequestNote(
    string Provider, string Model, DateTimeOffset SentSince, DateTimeOffset LastSentAt, long? ClockOffsetMs = null)
{
    /// <summary>The answer that came to the last of them and can't be used; null if none came. A whole copy of it is looked for.</summary>
    public UnusableAnswer? Unusable { get; init; }

    /// <summary>It is of a failed take, and somebody has asked for another one: what can't be found is sent again.</summary>
    [JsonIgnore]
    public bool IsInherited { get; init; }
}

/// <param name="Ids">The service's ids of the answer.</param>
/// <param name="Flaw">What is wrong with it, as the rest of a sentence.</param>
public sealed record UnusableAnswer(IReadOnlyList<string> Ids, string Flaw)
{
    /// <summary>The history has no whole copy of it: a later run must neither search nor send.</summary>
    public bool IsFinal { get; init; }
}
