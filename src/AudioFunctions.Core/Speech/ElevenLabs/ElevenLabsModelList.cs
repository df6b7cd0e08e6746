using System.Text.Json;
using AudioFunctions.Speech.Models;

namespace AudioFunctions.Speech.ElevenLabs;

/// <summary>Reads the response to <c>GET /v1/models</c> (ElevenLabs API reference, Models, List models).</summary>
internal static class ElevenLabsModelList
{
    private const int MaxModels = 1_000;

    // Absurd values in the response must neither stop a production nor let it spend unnoticed.
    private const int MinLimit = 100;
    private const int MaxLimit = 1_000_000;
    private const double MinCredits = 0.01;
    private const double MaxCredits = 100;

    /// <summary>By id, each known model updated with what the service says. Null if this isn't a list of models.</summary>
    public static IReadOnlyDictionary<string, SpeechModel>? Read(ReadOnlyMemory<byte> body)
    {
        var models = new Dictionary<string, SpeechModel>(StringComparer.Ordinal);
        foreach (var model in TolerantJson.Parse(body).ItemsOrNull()?.Take(MaxModels).Select(ReadModel).OfType<SpeechModel>() ?? [])
            models[model.Id] = model;
        return models.Count > 0 ? models : null;
    }

    private static SpeechModel? ReadModel(JsonElement listed)
    {
        if (listed.Property("model_id").TextOrNull() is not { Length: > 0 } id)
            return null;

        var known = ElevenLabsModels.Find(id);
        return known with
        {
            MaxCharacters = listed.Property("maximum_text_length_per_request").NumberOrNull() is >= MinLimit and <= MaxLimit and var max
                ? (int)max
                : known.MaxCharacters,
            CreditsPerCharacter = listed.Property("model_rates").Property("character_cost_multiplier").NumberOrNull()
                is >= MinCredits and <= MaxCredits and var rate ? rate : known.CreditsPerCharacter,
            HasStyle = listed.Property("can_use_style").FlagOrNull() ?? known.HasStyle,
            // Models that act, v3 and v4, have no boost, even if the list says so.
            HasSpeakerBoost = !known.HasAudioTags && (listed.Property("can_use_speaker_boost").FlagOrNull() ?? known.HasSpeakerBoost),
        };
    }
}
