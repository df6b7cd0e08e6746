using System.Text.Json.Serialization;

namespace AudioFunctions.Speech.Models;

/// <summary>
/// What one model of the speech service takes, and what it costs. A field without effect is not sent. A plan keeps the record it was made
/// with, so that a run after a crash sends what the run before it sent.
/// </summary>
/// <param name="MaxCharacters">Of the text of one request, in Unicode code points.</param>
/// <param name="CreditsPerCharacter">By the price list; 0 if nothing is charged.</param>
public sealed record SpeechModel(string Id, int MaxCharacters, double CreditsPerCharacter)
{
    /// <summary>New models have been sold at a discount, so no known price is taken for the least.</summary>
    private const double LeastCredits = 0.5;

    /// <summary>If not, FFmpeg makes the pace.</summary>
    public bool HasSpeed { get; init; }

    public bool HasStyle { get; init; }

    public bool HasSpeakerBoost { get; init; }

    /// <summary><c>previous_text</c> and <c>next_text</c>. Some models refuse a request that has them.</summary>
    public bool HasNeighbouringText { get; init; }

    /// <summary>Whether words in square brackets are acted on instead of spoken.</summary>
    public bool HasAudioTags { get; init; }

    public bool HasLanguageCode { get; init; }

    /// <summary>Whether text between slashes in quotation marks is read as IPA.</summary>
    public bool HasIpa { get; init; }

    /// <summary>Creative (0), natural (0.5) and robust (1) are all the stabilities it knows.</summary>
    public bool HasThreeStabilities { get; init; }

    /// <summary>
    /// The most characters that it speaks as a dialogue: several voices in one request, with one stability. 0 if it speaks none.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int MaxDialogueCharacters { get; init; }

    /// <summary>
    /// Which of the ways it has sounded in this app's releases it sounds, from 2 on. Null for the first, and for models that the app doesn't make.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? SoundVersion { get; init; }

    [JsonIgnore]
    public CharacterPrice Price => new(CreditsPerCharacter, Math.Min(LeastCredits, CreditsPerCharacter));

    public double Stability(double wanted) =>
        HasThreeStabilities ? Math.Round(wanted * 2, MidpointRounding.AwayFromZero) / 2 : wanted;
}
