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
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Array)
                return null;

            var models = new Dictionary<string, SpeechModel>(StringComparer.Ordinal);
            foreach (var model in document.RootElement.EnumerateArray().Take(MaxModels).Select(ReadModel).OfType<SpeechModel>())
                models[model.Id] = model;
            return models.Count > 0 ? models : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static SpeechModel? ReadModel(JsonElement listed)
    {
        if (Property(listed, "model_id").TextOrNull() is not { Length: > 0 } id)
            return null;

        var known = ElevenLabsModels.Find(id);
        return known with
        {
            MaxCharacters = Number(listed, "maximum_text_length_per_request") is >= MinLimit and <= MaxLimit and var max
                ? (int)max
                : known.MaxCharacters,
            CreditsPerCharacter = Number(Property(listed, "model_rates"), "character_cost_multiplier") is >= MinCredits and <= MaxCredits and var rate
                ? rate
                : known.CreditsPerCharacter,
            HasStyle = Flag(listed, "can_use_style") ?? known.HasStyle,
            // Models that act, v3 and v4, have no boost, even if the list says so.
            HasSpeakerBoost = !known.HasAudioTags && (Flag(listed, "can_use_speaker_boost") ?? known.HasSpeakerBoost),
        };
    }

    private static bool? Flag(JsonElement model, string name) => Property(model, name).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    private static double? Number(JsonElement parent, string name) =>
        Property(parent, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out var number) ? number : null;

    private static JsonElement Property(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) ? value : default;
}
