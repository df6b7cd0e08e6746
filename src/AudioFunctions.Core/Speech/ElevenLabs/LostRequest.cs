namespace AudioFunctions.Speech.ElevenLabs;

/// <summary>Requests whose answer got lost: from the note's time on the history may hold what was paid for.</summary>
/// <param name="AnswerWithin">How long after the last of them was sent its answer may still show up in the history.</param>
internal sealed record LostRequest(RequestNote Note, TimeSpan AnswerWithin)
{
    /// <summary>The service's ids of the one answer that is looked for; null if any will do.</summary>
    public IReadOnlyList<string>? Ids => Note.Unusable is { Ids.Count: > 0 } unusable ? unusable.Ids : null;
}
