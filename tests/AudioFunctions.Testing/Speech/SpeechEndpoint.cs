using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace AudioFunctions.Testing.Speech;

/// <summary><c>POST /v1/text-to-speech/{voice_id}/with-timestamps</c>.</summary>
internal sealed class SpeechEndpoint(
    StandInOptions options, StandInLedger ledger, StandInModels models, FaultScript faults, ForbiddenTexts forbidden)
{
    private static readonly HashSet<string> Formats =
        ["mp3_22050_32", "mp3_44100_32", "mp3_44100_64", "mp3_44100_96", "mp3_44100_128", "wav_44100"];

    /// <summary>Makes nearly every peak one that does not fit.</summary>
    private const int ClippedGain = 20;

    private static readonly HashSet<string> FormatsOfHigherPlans = ["mp3_44100_192", "pcm_44100", "pcm_48000"];

    public async Task HandleAsync(HttpContext context)
    {
        var arrived = Stopwatch.GetTimestamp();
        var underWay = ledger.Enter();
        try
        {
            var headers = context.Response.Headers;
            headers["current-concurrent-requests"] = underWay.ToString(CultureInfo.InvariantCulture);
            headers["maximum-concurrent-requests"] = options.MaximumConcurrentRequests.ToString(CultureInfo.InvariantCulture);
            await HandleAsync(context, underWay, arrived);
        }
        finally
        {
            ledger.Leave();
        }
    }

    private async Task HandleAsync(HttpContext context, int underWay, long arrived)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var json = await reader.ReadToEndAsync();
        var body = ParseOrNull(json);
        var text = body is { ValueKind: JsonValueKind.Object } && body.Value.TryGetProperty("text", out var t) ? t.ToString() : "";
        var voice = context.Request.RouteValues["voiceId"]!.ToString()!;
        ledger.Add(new StandInRequest(voice, context.Request.QueryString.Value ?? "", json, text) { ArrivedAt = arrived });

        var fault = faults.ForSpeech(text);
        var refusal = RefusalOf(body, voice, FormatOf(context)) ?? RefusalByAccount(underWay, text) ?? SpeechRefusal.From(fault);
        if (refusal is null)
        {
            await SpeakAsync(context, body!.Value, voice, fault, arrived);
            return;
        }

        ledger.Violated(refusal.Violations);
        if (fault.Kind == FaultKind.Error)
            await fault.Release;
        await refusal.AnswerAsync(context);
    }

    private SpeechRefusal? RefusalOf(JsonElement? body, string voice, string format)
    {
        if (body is not { ValueKind: JsonValueKind.Object } request)
            return SpeechRefusal.Invalid(new RuleBreach("", "JSON decode error", "json_invalid"));
        if (RequestRules.Check(request) is { Count: > 0 } breaches)
            return SpeechRefusal.Invalid(breaches);
        if (RequestRules.TextsOf(request).Any(t => forbidden.Occurs(t) || RequestRules.HoldsMarkup(t)))
            return SpeechRefusal.Violation("invalid_text", "a tag or a direction in the text");
        if (ModelOf(request).Refuses(request) is { } refusal)
            return refusal;
        if (!options.Voices.Contains(voice))
            return SpeechRefusal.OldError(404, "voice_not_found", "A voice for the voice_id was not found.");
        if (FormatsOfHigherPlans.Contains(format))
            return SpeechRefusal.Error(403, "output_format_not_allowed", "Not on your tier.");
        return Formats.Contains(format)
            ? null
            : SpeechRefusal.Invalid(new RuleBreach("output_format", "Input should be a known format", "enum"));
    }

    private SpeechRefusal? RefusalByAccount(int underWay, string text)
    {
        if (underWay > options.MaximumConcurrentRequests)
            return SpeechRefusal.Error(429, "concurrent_limit_exceeded", "Too many concurrent requests.");
        return ledger.Bills.Sum(b => b.Cost) + text.Length > options.Quota
            ? SpeechRefusal.OldError(401, "quota_exceeded", "This request exceeds your quota.")
            : null;
    }

    private async Task SpeakAsync(HttpContext context, JsonElement request, string voice, SpeechFault fault, long arrived)
    {
        if (fault.Kind == FaultKind.CutThenBilled)
            context.Abort();

        var text = request.GetProperty("text").GetString()!;
        var settings = request.TryGetProperty("voice_settings", out var sent) ? JsonNode.Parse(sent.GetRawText()) : null;
        var model = ModelOf(request);
        var gain = fault.Kind == FaultKind.ClippedAudio ? ClippedGain : 1;
        var speech = (await StandInVoice.SpeakAsync(text, model.SpeedOf(request), model.HasAudioTags, FormatOf(context), options, gain)).As(model);
        await fault.Release;
        await Schedule.UntilAsync(arrived, fault.Delay > TimeSpan.Zero ? fault.Delay : options.AnswerAfter);

        var bill = new StandInBill(
            Guid.NewGuid().ToString("N")[..20],
            context.Response.Headers["request-id"].ToString(),
            voice,
            model.Id,
            text,
            settings,
            model.CostOf(text),
            options.Time.GetUtcNow())
        { Speech = fault.HasCopy ? speech : null, ListedAt = options.Time.GetUtcNow() + fault.ListedDelay };
        ledger.Add(bill);
        context.Response.Headers["history-item-id"] = bill.HistoryItemId;
        context.Response.Headers[options.CostHeader] = bill.Cost.ToString(CultureInfo.InvariantCulture);
        await SpeechSettings.SendAsync(context, speech, fault);
    }

    private SpeechModel ModelOf(JsonElement request) => models.Find(request.GetProperty("model_id").GetString()!);

    private static string FormatOf(HttpContext context) => context.Request.Query["output_format"].FirstOrDefault() ?? "mp3_44100_128";

    private static JsonElement? ParseOrNull(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
