namespace AudioFunctions.Speech.Rates;

/// <summary>
/// What past takes of one provider and model tell. A voice that has spoken little is judged by what is nearest to it: the same character
/// and voice with the other pause mode, then the voice, then the model.
/// </summary>
public sealed class SpeechRates(IReadOnlyList<SpeechSample> past)
{
    /// <summary>A few words tell little: a request has a beginning and an end whatever its length, and its price is rounded.</summary>
    public const int FewestCharacters = 50;

    /// <summary>What a price has to be seen on before productions are refused by it.</summary>
    public const int FewestCharactersOfPrice = 1_000;

    /// <summary>Milliseconds of speech a character takes at speed 1, or null if past takes do not tell.</summary>
    public double? MsPerCharacter(RatedVoice voice) =>
        Nearest(voice, totals => totals.Characters) is { } near ? near.SpeechMs / near.Characters : null;

    /// <summary>Credits billed for a character, or null if past takes do not tell.</summary>
    public double? CreditsPerCharacter(RatedVoice voice) =>
        Nearest(voice, totals => totals.BilledCharacters) is { } near ? near.Credits / near.BilledCharacters : null;

    /// <summary>The model's price over all its voices, or null if it was not seen often enough to rely on.</summary>
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
