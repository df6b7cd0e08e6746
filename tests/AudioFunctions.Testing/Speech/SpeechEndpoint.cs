using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace AudioFunctions.Testing.Speech;

/// <summary><c>POST /v1/text-to-speech/{voice_id}/with-timestamps</c>.</summary>
internal sealed class SpeechEndpoint(
    StandInOptions options, StandInLedger ledger, StandInModels models, FaultScript faults, ForbiddenTexts forbidden)
    : SpeakingEndpoint(options, ledger, models, faults)
{
    /// <summary>Makes nearly every peak one that does not fit.</summary>
    private const int ClippedGain = 20;

    protected override string SettingsField => "voice_settings";

    protected override string TextOf(JsonElement? body) =>
        body is { ValueKind: JsonValueKind.Object } && body.Value.TryGetProperty("text", out var text) ? text.ToString() : "";

    protected override string VoiceOf(HttpContext context) => context.Request.RouteValues["voiceId"]!.ToString()!;

    protected override SpeechRefusal? RefusalOf(JsonElement request, HttpContext context)
    {
        if (RequestRules.Check(request) is { Count: > 0 } breaches)
            return SpeechRefusal.Invalid(breaches);
        if (RequestRules.TextsOf(request).Any(t => forbidden.Occurs(t) || RequestRules.HoldsMarkup(t)))
            return SpeechRefusal.Violation("invalid_text", "a tag or a direction in the text");
        if (ModelOf(request).Refuses(request) is { } refusal)
            return refusal;
        return Options.Voices.Contains(VoiceOf(context)) ? null : SpeechRefusal.OldError(404, "voice_not_found", "A voice for the voice_id was not found.");
    }

    protected override async Task<SpokenResponse> SpeakAsync(JsonElement request, SpeechModel model, string format, SpeechFault fault)
    {
        var gain = fault.Kind == FaultKind.ClippedAudio ? ClippedGain : 1;
        return (await StandInVoice.SpeakAsync(TextOf(request), model.SpeedOf(request), model.HasAudioTags, format, Options, gain)).As(model);
    }

    protected override int CostOf(JsonElement request, SpeechModel model) => model.CostOf(TextOf(request));
}
