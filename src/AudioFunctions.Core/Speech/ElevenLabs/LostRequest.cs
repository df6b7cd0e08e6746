namespace AudioFunctions.Speech.ElevenLabs;

/// <summary>Requests whose responses were lost: the history may have what was billed since the time in the note.</summary>
/// <param name="ResponseWithin">How long after the last request was sent its response may still appear in the history.</param>
internal sealed record LostRequest(RequestNote Note, TimeSpan ResponseWithin)
{
    /// <summary>The service's ids of the one response to find; null if any will do.</summary>
    public IReadOnlyList<string>? Ids => Note.Unusable is { Ids.Count: > 0 } unusable ? unusable.Ids : null;
}
