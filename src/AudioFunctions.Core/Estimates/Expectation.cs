using AudioFunctions.Scripts;
using AudioFunctions.Speech;
using AudioFunctions.Speech.Rates;

namespace AudioFunctions.Estimates;

/// <summary>What one request to the speech service is expected to come to.</summary>
/// <param name="DurationMs">With the written silences.</param>
/// <param name="LeastCredits">What it costs at the least.</param>
internal readonly record struct ExpectedSegment(
    SpeechSegment Segment, int Characters, double DurationMs, int Credits, int LeastCredits, bool IsFromPastTakes);

/// <summary>Expects of a model's segment what past takes tell, else what the rules of thumb say.</summary>
internal sealed class Expectation(SpeechRates rates, CharacterPrice price, PauseMode pauseMode)
{
    /// <summary>
    /// At speed 1: 150 words a minute, which is the usual rate of speech and of synthetic voices, of five letters and a blank each.
    /// (ElevenLabs' price list, too, counts 1,000 characters as about a minute.)
    /// </summary>
    public const double CharactersPerSecond = 15;

    /// <summary>How much less than its usual price a request may cost.</summary>
    private const double PriceMargin = 0.9;

    private readonly double? _reliableCredits = rates.ReliableCreditsPerCharacter();
    private readonly Dictionary<RatedVoice, (double? Ms, double Credits)> _perCharacter = [];

    public ExpectedSegment Of(SpeechSegment segment)
    {
        var characters = segment.CharacterCount;
        var (ms, credits) = PerCharacter(new RatedVoice(segment.Character, segment.VoiceId, pauseMode));
        var speechMs = characters / segment.Settings.Speed * (ms ?? 1000 / CharactersPerSecond);
        return new ExpectedSegment(
            segment,
            characters,
            speechMs + segment.Silences.Sum(silence => silence.Ms),
            (int)Math.Round(characters * credits, MidpointRounding.AwayFromZero),
            (int)(characters * LeastPrice(credits)),
            ms is not null);
    }

    /// <summary>Looked up once for each voice: a script may have thousands of segments.</summary>
    private (double? Ms, double Credits) PerCharacter(RatedVoice voice)
    {
        if (!_perCharacter.TryGetValue(voice, out var known))
        {
            known = (rates.MsPerCharacter(voice), price.IsFree ? 0 : rates.CreditsPerCharacter(voice) ?? price.Listed);
            _perCharacter.Add(voice, known);
        }

        return known;
    }

    /// <summary>The price seen on many characters, with a margin; without that the least by the price list, or less where less was seen.</summary>
    private double LeastPrice(double expected) =>
        price.IsFree ? 0 : _reliableCredits * PriceMargin ?? Math.Min(price.Least, expected);
}
