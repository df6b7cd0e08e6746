using AudioFunctions.Speech.Models;

namespace AudioFunctions.Core.Tests.Speech;

/// <summary>Models of the tests' making.</summary>
internal static class SomeModels
{
    /// <summary>One that takes whatever is sent to it, up to so many characters a request.</summary>
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
