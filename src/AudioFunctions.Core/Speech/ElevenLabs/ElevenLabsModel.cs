namespace AudioFunctions.Speech.ElevenLabs;

/// <summary>What differs between the models (ElevenLabs, Models and Text to speech).</summary>
internal sealed record ElevenLabsModel(string Id)
{
    private const double LeastCredits = 0.5;

    /// <summary>Of the text of one request; for a model not known here, the least that any takes.</summary>
    public int MaxCharacters => Id switch
    {
        "eleven_turbo_v2_5" or "eleven_flash_v2_5" => 40_000,
        "eleven_multilingual_v2" => 10_000,
        _ => 5_000,
    };

    /// <summary>
    /// By the price list: half a credit a character for turbo and flash, one for the others. New models have been sold at a discount, so
    /// half is what any may cost at least.
    /// </summary>
    public CharacterPrice Price => new(IsFast ? LeastCredits : 1, LeastCredits);

    /// <summary>v3 refuses neighbouring text and speed, and knows three stabilities only: creative, natural, robust.</summary>
    public bool IsV3 => Id.StartsWith("eleven_v3", StringComparison.Ordinal);

    /// <summary>Others answer a language code with an error, or tell the language from the text alone.</summary>
    public bool TakesLanguageCode =>
        Id is "eleven_turbo_v2_5" or "eleven_flash_v2_5" || IsV3 || Id.StartsWith("eleven_v4", StringComparison.Ordinal);

    private bool IsFast => Id.StartsWith("eleven_turbo", StringComparison.Ordinal) || Id.StartsWith("eleven_flash", StringComparison.Ordinal);

    public double Stability(double wanted) => IsV3 ? Math.Round(wanted * 2, MidpointRounding.AwayFromZero) / 2 : wanted;
}
