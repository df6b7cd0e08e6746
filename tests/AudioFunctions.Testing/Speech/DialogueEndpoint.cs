using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace AudioFunctions.Testing.Speech;

/// <summary>A turn of a dialogue, as it was asked for.</summary>
public sealed record StandInTurn(string Text, string VoiceId);

/// <summary><c>POST /v1/text-to-dialogue/with-timestamps</c>. A moment of quiet between two turns belongs to neither.</summary>
internal sealed class DialogueEndpoint(
    StandInOptions options, StandInLedger ledger, StandInModels models, FaultScript faults, ForbiddenTexts forbidden)
    : SpeakingEndpoint(options, ledger, models, faults)
{
    private const int MaxVoices = 10;
    private const int MaxCharacters = 2_000;

    protected override string SettingsField => "settings";

    protected override string TextOf(JsonElement? body) =>
        body is { ValueKind: JsonValueKind.Object } request && RequestRules.CheckDialogue(request).Count == 0
            ? string.Join(' ', TurnsOf(request).Select(turn => turn.Text))
            : "";

    protected override string VoiceOf(HttpContext context) => "";

    protected override IReadOnlyList<StandInTurn> TurnsOf(JsonElement request) =>
    [
        .. request.GetProperty("inputs").EnumerateArray()
            .Select(input => new StandInTurn(input.GetProperty("text").GetString()!, input.GetProperty("voice_id").GetString()!)),
    ];

    protected override SpeechRefusal? RefusalOf(JsonElement request, HttpContext context)
    {
        if (RequestRules.CheckDialogue(request) is { Count: > 0 } breaches)
            return SpeechRefusal.Invalid(breaches);

        var (turns, model) = (TurnsOf(request), ModelOf(request));
        if (turns.Any(turn => forbidden.Occurs(turn.Text) || RequestRules.HoldsMarkup(turn.Text)))
            return SpeechRefusal.Violation("invalid_text", "a tag or a direction in the text");
        if (!model.HasDialogue)
            return SpeechRefusal.Violation("unsupported_model", "a dialogue for a model that speaks none");
        if (turns.Sum(turn => turn.Text.EnumerateRunes().Count()) > MaxCharacters)
            return SpeechRefusal.Violation("text_too_long", "a dialogue of more than 2,000 characters");
        if (turns.DistinctBy(turn => turn.VoiceId).Count() > MaxVoices)
            return SpeechRefusal.Violation("too_many_voices", "a dialogue of more than 10 voices");
        if (model.RefusesStability(request, SettingsField) is { } refusal)
            return refusal;
        return turns.All(turn => Options.Voices.Contains(turn.VoiceId))
            ? null
            : SpeechRefusal.OldError(404, "voice_not_found", "A voice for the voice_id was not found.");
    }

    protected override async Task<SpokenResponse> SpeakAsync(JsonElement request, SpeechModel model, string format, SpeechFault fault)
    {
        var spoken = (await StandInVoice.SpeakAsync(TextOf(request), 1, model.HasAudioTags, format, Options)).As(model);
        return spoken.InTurns(TurnsOf(request));
    }

    protected override int CostOf(JsonElement request, SpeechModel model) =>
        model.CostOf(string.Concat(TurnsOf(request).Select(turn => turn.Text)));
}
