using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

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

    /// <param name="languageCode">Of voices that name none.</param>
    public static ElevenLabsRequest For(SpeechSegment segment, ElevenLabsOptions options, string? languageCode)
    {
        var model = new ElevenLabsModel(options.ModelId);
        var settings = segment.Settings;
        return new ElevenLabsRequest(
            segment.VoiceId,
            segment.Text,
            model.Id,
            new ElevenLabsVoiceSettings(
                model.Stability(settings.Stability),
                settings.SimilarityBoost,
                settings.Style,
                UseSpeakerBoost: true,
                model.IsV3 ? null : settings.Speed),
            model.IsV3 ? null : segment.PreviousText,
            model.IsV3 ? null : segment.NextText,
            (options.Seed + (segment.SeedOffset ?? 0)) & uint.MaxValue,
            model.TakesLanguageCode ? segment.LanguageCode ?? languageCode : null);
    }

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Json);
}

/// <param name="Speed">Null is not sent.</param>
internal sealed record ElevenLabsVoiceSettings(
    double Stability,
    double SimilarityBoost,
    double Style,
    bool UseSpeakerBoost,
    double? Speed);
