using AudioFunctions.Speech.Models;

namespace AudioFunctions.Speech.ElevenLabs;

/// <summary>
/// Built-in data about ElevenLabs' models (ElevenLabs, Models and Text to speech). The id of a variant starts with the id of its model; a
/// variant is assumed to be like its model.
/// </summary>
internal static class ElevenLabsModels
{
    /// <summary>
    /// Far below the service's 2,000: the times of a dialogue stop advancing after about 60 s (elevenlabs-python issue 707), which is about 840
    /// characters at the usual rate.
    /// </summary>
    private const int DialogueCharacters = 800;

    /// <summary>For an unknown model: sends nothing that any model refuses, and FFmpeg sets the tempo.</summary>
    private static readonly SpeechModel Careful = new("", MaxCharacters: 5_000, CreditsPerCharacter: 1);

    private static readonly SpeechModel V2 = Careful with { HasSpeed = true, HasSpeakerBoost = true, HasNeighbouringText = true };

    private static readonly SpeechModel V3 = Careful with
    {
        HasAudioTags = true,
        HasLanguageCode = true,
        HasThreeStabilities = true,
        MaxDialogueCharacters = DialogueCharacters,
    };

    private static readonly SpeechModel V4 = Careful with
    {
        MaxCharacters = 10_000,
        HasNeighbouringText = true,
        HasAudioTags = true,
        HasLanguageCode = true,
        HasIpa = true,
        MaxDialogueCharacters = DialogueCharacters,
    };

    private static readonly SpeechModel Fast = V2 with { CreditsPerCharacter = 0.5 };

    /// <summary>By the prefix of the id; more specific prefixes come first.</summary>
    private static readonly (string Beginning, SpeechModel Model)[] Known =
    [
        ("eleven_v4_turbo", V4 with { CreditsPerCharacter = 0.5 }),
        ("eleven_v4", V4),
        ("eleven_v3", V3),
        ("eleven_multilingual_v2", V2 with { MaxCharacters = 10_000, HasStyle = true }),
        ("eleven_flash_v2_5", Fast with { MaxCharacters = 40_000, HasLanguageCode = true }),
        ("eleven_turbo_v2_5", Fast with { MaxCharacters = 40_000, HasLanguageCode = true }),
        ("eleven_flash_v2", Fast),
        ("eleven_turbo_v2", Fast),
    ];

    public static SpeechModel Find(string id)
    {
        foreach (var (beginning, model) in Known)
        {
            if (id == beginning || id.StartsWith(beginning + "_", StringComparison.Ordinal))
                return model with { Id = id };
        }

        return Careful with { Id = id };
    }
}
