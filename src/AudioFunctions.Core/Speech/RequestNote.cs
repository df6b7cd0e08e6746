namespace AudioFunctions.Speech;

/// <summary>Requests for a segment that were sent and whose answer isn't stored: each may have been paid for.</summary>
/// <param name="SentSince">When the first of them was sent, by the clock of the machine that sent it.</param>
/// <param name="LastSentAt">When the last of them was sent, by the same clock.</param>
/// <param name="ClockOffsetMs">How far the service's clock was ahead of that clock; null if it had not answered yet.</param>
public sealed record RequestNote(
    string Provider, string Model, DateTimeOffset SentSince, DateTimeOffset LastSentAt, long? ClockOffsetMs = null);
