using AudioFunctions.Scripts;

namespace AudioFunctions.Speech.Rates;

/// <summary>Whose speech a rate is about. Exact pauses trim the natural silence away, so their speech is shorter.</summary>
public readonly record struct RatedVoice(string Character, string VoiceId, PauseMode PauseMode);

/// <summary>What a take tells about one of its voices.</summary>
/// <param name="Model">The id of the model that spoke.</param>
public readonly record struct SpeechSample(RatedVoice Voice, string Model, SpeechTotals Totals);

/// <summary>Sums whose quotients are rates. Either pair is 0 where nothing is known of it.</summary>
/// <param name="SpeechMs">Length of the speech without the written silences.</param>
/// <param name="Characters">What was spoken in that time, each character divided by its speed.</param>
/// <param name="Credits">What was billed.</param>
/// <param name="BilledCharacters">What that was billed for.</param>
public readonly record struct SpeechTotals(double SpeechMs, double Characters, double Credits, double BilledCharacters)
{
    /// <summary>From here on the past counts half, so that a voice that has changed is learnt anew.</summary>
    private const double MostCharacters = 100_000;

    public static SpeechTotals operator +(SpeechTotals one, SpeechTotals other) => new(
        one.SpeechMs + other.SpeechMs,
        one.Characters + other.Characters,
        one.Credits + other.Credits,
        one.BilledCharacters + other.BilledCharacters);

    public SpeechTotals Aged()
    {
        var (speech, bill) = (Characters > MostCharacters ? 0.5 : 1, BilledCharacters > MostCharacters ? 0.5 : 1);
        return new SpeechTotals(SpeechMs * speech, Characters * speech, Credits * bill, BilledCharacters * bill);
    }
}
