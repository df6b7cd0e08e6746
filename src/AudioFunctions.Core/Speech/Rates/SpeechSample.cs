using AudioFunctions.Scripts;

namespace AudioFunctions.Speech.Rates;

/// <summary>The voice that a rate belongs to. Exact pauses trim natural silence, so their speech is shorter.</summary>
public readonly record struct RatedVoice(string Character, string VoiceId, PauseMode PauseMode);

/// <summary>The rates of one voice in a take.</summary>
/// <param name="Model">The id of the model that spoke.</param>
public readonly record struct SpeechSample(RatedVoice Voice, string Model, SpeechTotals Totals);

/// <summary>Sums whose quotients are the rates. A pair is 0 if it is unknown.</summary>
/// <param name="SpeechMs">Length of the speech without the written silences.</param>
/// <param name="Characters">The characters spoken in that time, each divided by its speed.</param>
/// <param name="Credits">The credits billed.</param>
/// <param name="BilledCharacters">The characters that those credits were billed for.</param>
public readonly record struct SpeechTotals(double SpeechMs, double Characters, double Credits, double BilledCharacters)
{
    /// <summary>Above this, older samples count half, so that the rates follow a voice that has changed.</summary>
    private const double MaxCharacters = 100_000;

    public static SpeechTotals operator +(SpeechTotals one, SpeechTotals other) => new(
        one.SpeechMs + other.SpeechMs,
        one.Characters + other.Characters,
        one.Credits + other.Credits,
        one.BilledCharacters + other.BilledCharacters);

    public SpeechTotals Aged()
    {
        var (speech, bill) = (Characters > MaxCharacters ? 0.5 : 1, BilledCharacters > MaxCharacters ? 0.5 : 1);
        return new SpeechTotals(SpeechMs * speech, Characters * speech, Credits * bill, BilledCharacters * bill);
    }
}
