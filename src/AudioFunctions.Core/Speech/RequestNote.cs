using System.Text.Json.Serialization;

namespace AudioFunctions.Speech;

/// <summary>Requests for a segment that were sent and whose answer isn't stored: each may have been paid for.</summary>
/// <param name="SentSince">When the first of them was sent, by the clock of the machine that sent it.</param>
/// <param name="LastSentAt">When the last of them was sent, by the same clock.</param>
/// <param name="ClockOffsetMs">How far the service's clock was ahead of that clock; null if it had not answered yet.</param>
public sealed record RequestNote(
    string Provider, string Model, DateTimeOffset SentSince, DateTimeOffset LastSentAt, long? ClockOffsetMs = null)
{
    /// <summary>The answer that came to the last of them and can't be used; null if none came. A whole copy of it is looked for.</summary>
    public UnusableAnswer? Unusable { get; init; }
}

/// <param name="Ids">The service's ids of the answer.</param>
/// <param name="Flaw">What is wrong with it, as the rest of a sentence.</param>
public sealed record UnusableAnswer(IReadOnlyList<string> Ids, string Flaw)
{
    /// <summary>There is no whole copy of it: a run that comes later has nothing to look for, and nothing to send.</summary>
    public bool IsFinal { get; init; }

    /// <summary>A person has seen that it can't be used, and asked for another take: without a whole copy the text is sent again.</summary>
    [JsonIgnore]
    public bool MayPayAgain { get; init; }
}
