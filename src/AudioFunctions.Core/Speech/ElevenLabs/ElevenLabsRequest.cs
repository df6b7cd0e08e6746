using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using AudioFunctions.Speech.Models;

namespace AudioFunctions.Speech.ElevenLabs;

/// <summary>A request for speech.</summary>
internal interface IElevenLabsRequest
{
    string ModelId { get; }

    /// <summary>The whole text to speak; the response is checked against it.</summary>
    string Text { get; }

    /// <summary>The voice that the history lists it under; null if it lists it under none.</summary>
    string? HistoryVoice { get; }

    string Path { get; }

    /// <summary>The path, with names in place of ids.</summary>
    string PathTemplate { get; }

    byte[] ToJson();

    /// <summary>Whether a finished request is this one. Data that the service left out counts as matching.</summary>
    bool IsAnsweredBy(HistoryItem item);
}

/// <summary>The body of <c>POST /v1/text-to-speech/{voice_id}/with-timestamps</c>. Property order is the order on the wire.</summary>
internal sealed record ElevenLabsRequest(
    [property: JsonIgnore] string VoiceId,
    string Text,
    string ModelId,
    ElevenLabsVoiceSettings VoiceSettings,
    string? PreviousText,
    string? NextText,
    long? Seed,
    string? LanguageCode) : IElevenLabsRequest
{
    internal static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [JsonIgnore]
    public string HistoryVoice => VoiceId;

    [JsonIgnore]
    public string Path => $"v1/text-to-speech/{Uri.EscapeDataString(VoiceId)}/with-timestamps";

    [JsonIgnore]
    public string PathTemplate => "/v1/text-to-speech/{voice_id}/with-timestamps";

    /// <summary>Contains only what the model supports.</summary>
    /// <param name="languageCode">For voices that don't set one.</param>
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

    public bool IsAnsweredBy(HistoryItem item) =>
        item.Text?.Trim() == Text.Trim()
        && item.VoiceId == VoiceId
        && (item.ModelId is null || item.ModelId == ModelId)
        && item.Agrees("stability", VoiceSettings.Stability)
        && item.Agrees("similarity_boost", VoiceSettings.SimilarityBoost)
        && item.Agrees("style", VoiceSettings.Style)
        && item.Agrees("speed", VoiceSettings.Speed);
}

/// <summary>Null values aren't sent.</summary>
internal sealed record ElevenLabsVoiceSettings(
    double Stability,
    double SimilarityBoost,
    double? Style,
    bool? UseSpeakerBoost,
    double? Speed);
