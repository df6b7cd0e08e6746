using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace AudioFunctions.Testing.Speech;

/// <summary>What the endpoints that speak have in common: places, faults, the bill and the response.</summary>
internal abstract class SpeakingEndpoint(StandInOptions options, StandInLedger ledger, StandInModels models, FaultScript faults)
{
    private static readonly HashSet<string> Formats =
        ["mp3_22050_32", "mp3_44100_32", "mp3_44100_64", "mp3_44100_96", "mp3_44100_128", "wav_44100"];

    private static readonly HashSet<string> FormatsOfHigherPlans = ["mp3_44100_192", "pcm_44100", "pcm_48000"];

    protected StandInOptions Options => options;

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

    /// <summary>Where the request names its settings.</summary>
    protected abstract string SettingsField { get; }

    /// <summary>All that is to be spoken; empty if the request can't be read.</summary>
    protected abstract string TextOf(JsonElement? body);

    /// <summary>The voice that the history lists the request under; empty if under none.</summary>
    protected abstract string VoiceOf(HttpContext context);

    protected abstract SpeechRefusal? RefusalOf(JsonElement request, HttpContext context);

    protected abstract Task<SpokenResponse> SpeakAsync(JsonElement request, SpeechModel model, string format, SpeechFault fault);

    protected abstract int CostOf(JsonElement request, SpeechModel model);

    /// <summary>The turns of a dialogue, or null.</summary>
    protected virtual IReadOnlyList<StandInTurn>? TurnsOf(JsonElement request) => null;

    protected SpeechModel ModelOf(JsonElement request) => models.Find(request.GetProperty("model_id").GetString()!);

    private async Task HandleAsync(HttpContext context, int underWay, long arrived)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var json = await reader.ReadToEndAsync();
        var body = ParseOrNull(json);
        var text = TextOf(body);
        ledger.Add(new StandInRequest(VoiceOf(context), context.Request.QueryString.Value ?? "", json, text) { ArrivedAt = arrived });

        var fault = faults.ForSpeech(text);
        var refusal = RefusalOf(body, context) ?? RefusalByAccount(underWay, text) ?? SpeechRefusal.From(fault);
        if (refusal is null)
        {
            await SpeakAsync(context, body!.Value, text, fault, arrived);
            return;
        }

        ledger.Violated(refusal.Violations);
        if (fault.Kind == FaultKind.Error)
            await fault.Release;
        await refusal.AnswerAsync(context);
    }

    private SpeechRefusal? RefusalOf(JsonElement? body, HttpContext context)
    {
        if (body is not { ValueKind: JsonValueKind.Object } request)
            return SpeechRefusal.Invalid(new RuleBreach("", "JSON decode error", "json_invalid"));
        if (RefusalOf(request, context) is { } refusal)
            return refusal;
        var format = FormatOf(context);
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

    private async Task SpeakAsync(HttpContext context, JsonElement request, string text, SpeechFault fault, long arrived)
    {
        if (fault.Kind == FaultKind.CutThenBilled)
            context.Abort();

        var settings = request.TryGetProperty(SettingsField, out var sent) ? JsonNode.Parse(sent.GetRawText()) : null;
        var model = ModelOf(request);
        var speech = await SpeakAsync(request, model, FormatOf(context), fault);
        if (fault.Kind == FaultKind.StuckTimes)
            speech = speech.Stuck();
        await fault.Release;
        await Schedule.UntilAsync(arrived, fault.Delay > TimeSpan.Zero ? fault.Delay : options.AnswerAfter);

        var bill = new StandInBill(
            Guid.NewGuid().ToString("N")[..20],
            context.Response.Headers["request-id"].ToString(),
            VoiceOf(context),
            model.Id,
            text,
            settings,
            CostOf(request, model),
            options.Time.GetUtcNow())
        {
            Speech = !fault.HasCopy ? null
                : fault.IsCopyDamaged ? speech with { Audio = SpeechSettings.AudioOf(speech, fault).ToArray() }
                : speech,
            ListedAt = options.Time.GetUtcNow() + fault.ListedDelay,
            Turns = TurnsOf(request),
        };
        ledger.Add(bill);
        context.Response.Headers["history-item-id"] = bill.HistoryItemId;
        context.Response.Headers[options.CostHeader] = bill.Cost.ToString(CultureInfo.InvariantCulture);
        await SpeechSettings.SendAsync(context, speech, fault);
    }

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
