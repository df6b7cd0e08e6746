using System.Text.Json;

namespace AudioFunctions.Speech.ElevenLabs;

/// <summary>One finished request of the account, as <c>GET /v1/history</c> lists it.</summary>
/// <param name="CreatedAt">In whole seconds.</param>
/// <param name="IsReady">False while the service is still processing it.</param>
/// <param name="Settings">The settings that the service recorded; it omits some.</param>
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

    /// <summary>The turns of a dialogue, which has neither <see cref="Text"/> nor <see cref="VoiceId"/>; null if it isn't a dialogue.</summary>
    public IReadOnlyList<ElevenLabsDialogueInput>? Dialogue { get; private init; }

    /// <summary>The ids of the response: its request's and its history item's.</summary>
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
            Property(item, "alignments"))
        {
            Dialogue = DialogueOf(item),
        };
    }

    /// <summary>Whether a setting was recorded as it was sent; an unknown value counts as a match.</summary>
    public bool Agrees(string setting, double? sent) =>
        sent is null || Number(Settings, setting) is not { } recorded || Math.Abs(recorded - sent.Value) <= SettingTolerance;

    /// <summary>Null unless every turn has its text and voice.</summary>
    private static List<ElevenLabsDialogueInput>? DialogueOf(JsonElement item)
    {
        if (Property(item, "dialogue") is not { ValueKind: JsonValueKind.Array } turns || turns.GetArrayLength() == 0)
            return null;
        var read = new List<ElevenLabsDialogueInput>();
        foreach (var turn in turns.EnumerateArray())
        {
            if (String(turn, "text") is not { } text || String(turn, "voice_id") is not { } voice)
                return null;
            read.Add(new ElevenLabsDialogueInput(text, voice));
        }

        return read;
    }

    private static JsonElement Property(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) ? value : default;

    private static string? String(JsonElement item, string name) => Property(item, name).TextOrNull();

    private static double? Number(JsonElement item, string name) =>
        Property(item, name) is { ValueKind: JsonValueKind.Number } value ? value.GetDouble() : null;
}
