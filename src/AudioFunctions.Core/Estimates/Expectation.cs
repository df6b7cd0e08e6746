using AudioFunctions.Scripts;
using AudioFunctions.Speech;
using AudioFunctions.Speech.Rates;

namespace AudioFunctions.Estimates;

/// <summary>What one request to the speech service is expected to come to.</summary>
/// <param name="DurationMs">With the written silences.</param>
/// <param name="LeastCredits">What it costs at the least.</param>
internal readonly record struct ExpectedSegment(
    SpeechSegment Segment, int Characters, double DurationMs, int Credits, int LeastCredits, bool IsFromPastTakes);

/// <summary>Expects of a segment what past takes tell, else what the rules of thumb say.</summary>
internal sealed class Expectation(SpeechRates rates, CharacterPrice price, PauseMode pauseMode)
{
    /// <summary>
    /// At speed 1: 150 words a minute, which is the usual rate of speech and of synthetic voices, of five letters and a blank each.
    /// (ElevenLabs' price list, too, counts 1,000 characters as about a minute.)
    /// </summary>
    public const double CharactersPerSecond = 15;

    /// <summary>How much less than its usual price a request may cost.</summary>
    private const double PriceMargin = 0.9;

    public ExpectedSegment Of(SpeechSegment segment)
    {
        var voice = new RatedVoice(segment.Character, segment.VoiceId, pauseMode);
        var characters = segment.CharacterCount;
        var msPerCharacter = rates.MsPerCharacter(voice);
        var speechMs = characters / segment.Settings.Speed * (msPerCharacter ?? 1000 / CharactersPerSecond);
        var credits = price.IsFree ? 0 : rates.CreditsPerCharacter(voice) ?? price.Listed;
        return new ExpectedSegment(
            segment,
            characters,
            speechMs + segment.Silences.Sum(silence => silence.Ms),
            (int)Math.Round(characters * credits, MidpointRounding.AwayFromZero),
            (int)(characters * LeastPrice(credits)),
            msPerCharacter is not null);
    }

    /// <summary>The price seen on many characters, with a margin; without that the least by the price list, or less where less was seen.</summary>
    private double LeastPrice(double expected) =>
        price.IsFree ? 0 : rates.ReliableCreditsPerCharacter() * PriceMargin ?? Math.Min(price.Least, expected);
}
