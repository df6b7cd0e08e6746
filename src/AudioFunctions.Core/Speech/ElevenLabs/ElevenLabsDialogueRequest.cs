using System.Text.Json;
using System.Text.Json.Serialization;
using AudioFunctions.Speech.Models;

namespace AudioFunctions.Speech.ElevenLabs;

/// <summary>The body of <c>POST /v1/text-to-dialogue/with-timestamps</c>. Property order is the order on the wire.</summary>
/// <param name="Text">All turns, joined by spaces.</param>
internal sealed record ElevenLabsDialogueRequest(
    [property: JsonIgnore] string Text,
    IReadOnlyList<ElevenLabsDialogueInput> Inputs,
    string ModelId,
    ElevenLabsDialogueSettings Settings,
    long? Seed,
    string? LanguageCode) : IElevenLabsRequest
{
    [JsonIgnore]
    public string? HistoryVoice => null;

    [JsonIgnore]
    public string Path => "v1/text-to-dialogue/with-timestamps";

    [JsonIgnore]
    public string PathTemplate => "/v1/text-to-dialogue/with-timestamps";

    /// <param name="dialogue">A segment with turns.</param>
    /// <inheritdoc cref="ElevenLabsRequest.For"/>
    public static ElevenLabsDialogueRequest For(SpeechSegment dialogue, SpeechModel model, long? seed, string? languageCode) => new(
        dialogue.Sent.Text,
        [.. dialogue.Turns!.Select(turn => new ElevenLabsDialogueInput(dialogue.SentOf(turn).Text, turn.VoiceId))],
        model.Id,
        new ElevenLabsDialogueSettings(model.Stability(dialogue.Settings.Stability)),
        (seed + (dialogue.SeedOffset ?? 0)) & uint.MaxValue,
        model.HasLanguageCode ? dialogue.LanguageCode ?? languageCode : null);

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ElevenLabsRequest.Json);

    /// <summary>The history lists the turns of a dialogue instead of text and voice.</summary>
    public bool IsAnsweredBy(HistoryItem item) =>
        item.Dialogue is { } said
        && said.Count == Inputs.Count
        && said.Zip(Inputs).All(pair => pair.First.Text.Trim() == pair.Second.Text.Trim() && pair.First.VoiceId == pair.Second.VoiceId)
        && (item.ModelId is null || item.ModelId == ModelId)
        && item.Agrees("stability", Settings.Stability);

    public bool Equals(ElevenLabsDialogueRequest? other) =>
        other is not null
        && Inputs.SequenceEqual(other.Inputs)
        && ModelId == other.ModelId
        && Settings == other.Settings
        && Seed == other.Seed
        && LanguageCode == other.LanguageCode;

    public override int GetHashCode() => HashCode.Combine(Text, ModelId, Settings, Seed, LanguageCode);
}

internal readonly record struct ElevenLabsDialogueInput(string Text, string VoiceId);

/// <summary>The only setting of a dialogue; it applies to every voice.</summary>
internal sealed record ElevenLabsDialogueSettings(double Stability);
