namespace AudioFunctions.Speech.Rates;

/// <summary>
/// The rates of past takes of one provider and model. A voice with too few samples gets the rate of the most similar one: the same character
/// and voice with the other pause mode, then the voice, then the model.
/// </summary>
public sealed class SpeechRates(IReadOnlyList<SpeechSample> past)
{
    /// <summary>Fewer characters say little: each request has a fixed overhead, and its price is rounded.</summary>
    public const int FewestCharacters = 50;

    /// <summary>The minimum sample of a price before it may refuse productions.</summary>
    public const int FewestCharactersOfPrice = 1_000;

    /// <summary>Milliseconds of speech per character at speed 1; null if past takes don't say.</summary>
    public double? MsPerCharacter(RatedVoice voice) =>
        Nearest(voice, totals => totals.Characters) is { } near ? near.SpeechMs / near.Characters : null;

    /// <summary>Credits billed per character; null if past takes don't say.</summary>
    public double? CreditsPerCharacter(RatedVoice voice) =>
        Nearest(voice, totals => totals.BilledCharacters) is { } near ? near.Credits / near.BilledCharacters : null;

    /// <summary>The model's price over all its voices; null if the sample is too small to rely on.</summary>
    public double? ReliableCreditsPerCharacter() =>
        Sum(_ => true) is { BilledCharacters: >= FewestCharactersOfPrice } all ? all.Credits / all.BilledCharacters : null;

    private SpeechTotals? Nearest(RatedVoice voice, Func<SpeechTotals, double> characters)
    {
        Func<RatedVoice, bool>[] nearestFirst =
        [
            other => other == voice,
            other => other.Character == voice.Character && other.VoiceId == voice.VoiceId,
            other => other.VoiceId == voice.VoiceId,
            _ => true,
        ];
        foreach (var isNear in nearestFirst)
        {
            if (Sum(isNear) is var near && characters(near) >= FewestCharacters)
                return near;
        }

        return null;
    }

    private SpeechTotals Sum(Func<RatedVoice, bool> isNear) =>
        past.Where(sample => isNear(sample.Voice)).Aggregate(default(SpeechTotals), (sum, sample) => sum + sample.Totals);
}
