using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using AudioFunctions.Speech.Models;

namespace AudioFunctions.Speech.ElevenLabs;

/// <summary>The body of <c>POST /v1/text-to-speech/{voice_id}/with-timestamps</c>. Property order is the order on the wire.</summary>
internal sealed record ElevenLabsRequest(
    [property: JsonIgnore] string VoiceId,
    string Text,
    string ModelId,
    ElevenLabsVoiceSettings VoiceSettings,
    string? PreviousText,
    string? NextText,
    long? Seed,
    string? LanguageCode)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Only what the model takes is in it.</summary>
    /// <param name="languageCode">Of voices that name none.</param>
    public static ElevenLabsRequest For(SpeechSegment segment, SpeechModel model, long? seed, string? languageCode)
    {
        var settings = segment.Settings;
        return new ElevenLabsRequest(
            segment.VoiceId,
            segment.Sent.Text,
            model.Id,
            new ElevenLabsVoiceSettings(
                model.Stability(settings.Stability),
                settings.SimilarityBoost,
                model.HasStyle ? settings.Style : null,
                model.HasSpeakerBoost ? true : null,
                model.HasSpeed ? settings.Speed : null),
            model.HasNeighbouringText ? segment.PreviousText : null,
            model.HasNeighbouringText ? segment.NextText : null,
            (seed + (segment.SeedOffset ?? 0)) & uint.MaxValue,
            model.HasLanguageCode ? segment.LanguageCode ?? languageCode : null);
    }

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Json);
}

/// <summary>What is null is not sent.</summary>
internal sealed record ElevenLabsVoiceSettings(
    double Stability,
    double SimilarityBoost,
    double? Style,
    bool? UseSpeakerBoost,
    double? Speed);
