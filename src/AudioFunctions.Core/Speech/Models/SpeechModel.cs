using System.Text.Json.Serialization;

namespace AudioFunctions.Speech.Models;

/// <summary>
/// The limits, features and price of one model of the speech service. Unsupported fields aren't sent. A plan stores the record that it was
/// made with, so that a run after a crash sends the same request.
/// </summary>
/// <param name="MaxCharacters">The limit of the text of one request, in Unicode code points.</param>
/// <param name="CreditsPerCharacter">By the price list; 0 if nothing is charged.</param>
public sealed record SpeechModel(string Id, int MaxCharacters, double CreditsPerCharacter)
{
    /// <summary>New models have been sold at a discount, so no known price counts as the lowest.</summary>
    private const double MinCredits = 0.5;

    /// <summary>If false, FFmpeg sets the tempo.</summary>
    public bool HasSpeed { get; init; }

    public bool HasStyle { get; init; }

    public bool HasSpeakerBoost { get; init; }

    /// <summary><c>previous_text</c> and <c>next_text</c>. Some models refuse a request that has them.</summary>
    public bool HasNeighbouringText { get; init; }

    /// <summary>Whether it acts on words in square brackets instead of speaking them.</summary>
    public bool HasAudioTags { get; init; }

    public bool HasLanguageCode { get; init; }

    /// <summary>Whether it reads text between slashes in quotation marks as IPA.</summary>
    public bool HasIpa { get; init; }

    /// <summary>Whether it supports only the stabilities creative (0), natural (0.5) and robust (1).</summary>
    public bool HasThreeStabilities { get; init; }

    /// <summary>
    /// The limit of a dialogue, in characters: several voices in one request, with one stability. 0 if it doesn't support dialogues.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int MaxDialogueCharacters { get; init; }

    /// <summary>
    /// The version of its sound if this app makes the sound: from 2 on. Null for the first version, and for models of a service.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? SoundVersion { get; init; }

    [JsonIgnore]
    public CharacterPrice Price => new(CreditsPerCharacter, Math.Min(MinCredits, CreditsPerCharacter));

    public double Stability(double wanted) =>
        HasThreeStabilities ? Math.Round(wanted * 2, MidpointRounding.AwayFromZero) / 2 : wanted;
}

/// <summary>The price of a character by the published price list, in credits; the actual bill may differ.</summary>
/// <param name="Listed">The price of one model; 0 if nothing is charged.</param>
/// <param name="Min">The lowest price to expect, whatever the plan.</param>
public readonly record struct CharacterPrice(double Listed, double Min)
{
    public bool IsFree => Listed == 0;
}
