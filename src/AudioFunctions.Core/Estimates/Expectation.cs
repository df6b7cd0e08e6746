using AudioFunctions.Scripts;
using AudioFunctions.Speech;
using AudioFunctions.Speech.Models;
using AudioFunctions.Speech.Rates;

namespace AudioFunctions.Estimates;

/// <summary>The expected length and price of a segment: a request to the speech service, or a turn of one.</summary>
/// <param name="DurationMs">Includes the written silences.</param>
/// <param name="MinCredits">The lowest possible price.</param>
internal readonly record struct ExpectedSegment(
    SpeechSegment Segment, int Characters, double DurationMs, int Credits, int MinCredits, bool IsFromPastTakes)
{
    /// <summary>Index, in the beat, of the request that it is sent with: the segments of a dialogue share one.</summary>
    public int Request => Segment.Dialogue?.Index ?? Segment.Index;
}

/// <summary>Estimates a model's segments from past takes, or, without them, by rules of thumb.</summary>
internal sealed class Expectation(SpeechRates rates, CharacterPrice price, PauseMode pauseMode)
{
    /// <summary>
    /// At speed 1: 150 words per minute, the usual rate of speech and of synthetic voices, with five letters and a space each.
    /// (ElevenLabs' price list counts 1,000 characters as about a minute, too.)
    /// </summary>
    public const double CharactersPerSecond = 15;

    /// <summary>A request may cost as little as this factor of its usual price.</summary>
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
            (int)(characters * MinPrice(credits)),
            ms is not null);
    }

    /// <summary>Looked up once per voice, because a script may have thousands of segments.</summary>
    private (double? Ms, double Credits) PerCharacter(RatedVoice voice)
    {
        if (!_perCharacter.TryGetValue(voice, out var known))
        {
            known = (rates.MsPerCharacter(voice), price.IsFree ? 0 : rates.CreditsPerCharacter(voice) ?? price.Listed);
            _perCharacter.Add(voice, known);
        }

        return known;
    }

    /// <summary>The price of many past characters, with a margin; without them, the lowest of the price list and of what was billed.</summary>
    private double MinPrice(double expected) =>
        price.IsFree ? 0 : _reliableCredits * PriceMargin ?? Math.Min(price.Min, expected);
}
