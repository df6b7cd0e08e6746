using System.Text.Json;

namespace AudioFunctions.Speech.ElevenLabs;

/// <summary>One finished request of the account, as <c>GET /v1/history</c> lists it.</summary>
/// <param name="CreatedAt">In whole seconds.</param>
/// <param name="IsReady">False while the service is still at work on it.</param>
/// <param name="Settings">The settings the service recorded; it leaves some out.</param>
/// <param name="Alignments">The item's <c>alignments</c>, or a default element.</param>
internal sealed record HistoryItem(
    string Id,
    string? RequestId,
    string? VoiceId,
    string? ModelId,
    string? Text,
    DateTimeOffset CreatedAt,
    bool IsReady,
    int? BilledCharacters,
    JsonElement Settings,
    JsonElement Alignments)
{
    private const double SettingTolerance = 0.0005;

    /// <summary>What the answer is called: by its request, and in the history.</summary>
    public IReadOnlyList<string> Ids => RequestId is { Length: > 0 } request ? [request, Id] : [Id];

    public static HistoryItem? Read(JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object || String(item, "history_item_id") is not { Length: > 0 } id)
            return null;

        var created = Number(item, "date_unix") is { } seconds and >= 0 and < 253_402_300_800 ? (long)seconds : 0;
        return new HistoryItem(
            id,
            String(item, "request_id"),
            String(item, "voice_id"),
            String(item, "model_id"),
            String(item, "text"),
            DateTimeOffset.FromUnixTimeSeconds(created),
            String(item, "state") != "processing",
            (int?)(Number(item, "character_count_change_to") - Number(item, "character_count_change_from")),
            Property(item, "settings"),
            Property(item, "alignments"));
    }

    /// <summary>
    /// Whether this is what became of <paramref name="request"/>. But for text and voice, what the service left out is taken to agree.
    /// </summary>
    public bool IsAnswerTo(ElevenLabsRequest request) =>
        Text?.Trim() == request.Text.Trim()
        && VoiceId == request.VoiceId
        && (ModelId is null || ModelId == request.ModelId)
        && Agrees("stability", request.VoiceSettings.Stability)
        && Agrees("similarity_boost", request.VoiceSettings.SimilarityBoost)
        && Agrees("style", request.VoiceSettings.Style)
        && Agrees("speed", request.VoiceSettings.Speed);

    private static JsonElement Property(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) ? value : default;

    private static string? String(JsonElement item, string name) => Property(item, name).TextOrNull();

    private static double? Number(JsonElement item, string name) =>
        Property(item, name) is { ValueKind: JsonValueKind.Number } value ? value.GetDouble() : null;

    private bool Agrees(string setting, double? sent) =>
        sent is null || Number(Settings, setting) is not { } recorded || Math.Abs(recorded - sent.Value) <= SettingTolerance;
}
