using AudioFunctions.Speech.Models;

namespace AudioFunctions.Core.Tests.Speech;

/// <summary>Creates models for tests.</summary>
internal static class SomeModels
{
    /// <summary>A model that accepts everything, up to a number of characters per request.</summary>
    public static SpeechModels Taking(int maxCharacters, string id = "model", double price = 0.5) =>
        SpeechModels.Only(Capable(id) with { MaxCharacters = maxCharacters, CreditsPerCharacter = price });

    public static SpeechModel Capable(string id = "model") => new(id, MaxCharacters: 5_000, CreditsPerCharacter: 0.5)
    {
        HasSpeed = true,
        HasStyle = true,
        HasSpeakerBoost = true,
        HasNeighbouringText = true,
        HasLanguageCode = true,
    };
}
