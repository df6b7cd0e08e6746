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
        if (item.Property("history_item_id").TextOrNull() is not { Length: > 0 } id)
            return null;

        var created = item.Property("date_unix").NumberOrNull() is { } seconds and >= 0 and < 253_402_300_800 ? (long)seconds : 0;
        return new HistoryItem(
            id,
            item.Property("request_id").TextOrNull(),
            item.Property("voice_id").TextOrNull(),
            item.Property("model_id").TextOrNull(),
            item.Property("text").TextOrNull(),
            DateTimeOffset.FromUnixTimeSeconds(created),
            item.Property("state").TextOrNull() != "processing",
            (int?)(item.Property("character_count_change_to").NumberOrNull() - item.Property("character_count_change_from").NumberOrNull()),
            item.Property("settings"),
            item.Property("alignments"))
        {
            Dialogue = DialogueOf(item),
        };
    }

    /// <summary>Whether a setting was recorded as it was sent; an unknown value counts as a match.</summary>
    public bool Agrees(string setting, double? sent) =>
        sent is null || Settings.Property(setting).NumberOrNull() is not { } recorded || Math.Abs(recorded - sent.Value) <= SettingTolerance;

    /// <summary>Null unless every turn has its text and voice.</summary>
    private static List<ElevenLabsDialogueInput>? DialogueOf(JsonElement item)
    {
        if (item.Property("dialogue").ItemsOrNull() is not { Count: > 0 } turns)
            return null;
        var read = new List<ElevenLabsDialogueInput>();
        foreach (var turn in turns)
        {
            if (turn.Property("text").TextOrNull() is not { } text || turn.Property("voice_id").TextOrNull() is not { } voice)
                return null;
            read.Add(new ElevenLabsDialogueInput(text, voice));
        }

        return read;
    }
}
