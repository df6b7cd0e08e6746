using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace AudioFunctions.Testing.Speech;

/// <summary><c>POST /v1/text-to-speech/{voice_id}/with-timestamps</c>.</summary>
internal sealed class SpeechEndpoint(StandInOptions options, StandInLedger ledger, FaultScript faults, ForbiddenTexts forbidden)
{
    private static readonly HashSet<string> Formats =
        ["mp3_22050_32", "mp3_44100_32", "mp3_44100_64", "mp3_44100_96", "mp3_44100_128", "wav_44100"];

    private static readonly HashSet<string> FormatsOfHigherPlans = ["mp3_44100_192", "pcm_44100", "pcm_48000"];

    public async Task HandleAsync(HttpContext context)
    {
        var arrived = Stopwatch.GetTimestamp();
        var underWay = ledger.Enter();
        try
        {
            context.Response.Headers["current-concurrent-requests"] = underWay.ToString(CultureInfo.InvariantCulture);
            context.Response.Headers["maximum-concurrent-requests"] = options.MaximumConcurrentRequests.ToString(CultureInfo.InvariantCulture);
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
        var voice = context.Request.RouteValues["voiceId"]!.ToString()!;
        var body = ParseOrNull(json);
        var text = body is { ValueKind: JsonValueKind.Object } && body.Value.TryGetProperty("text", out var t) ? t.ToString() : "";
        ledger.Add(new StandInRequest(voice, context.Request.QueryString.Value ?? "", json, text));

        var fault = faults.ForSpeech(text);
        if (await RefusedByRulesAsync(context, voice, body)
            || await RefusedByAccountAsync(context, underWay, text)
            || await FailedAsync(context, fault))
        {
            return;
        }

        await SpeakAsync(context, body!.Value, voice, fault, arrived);
    }

    private async Task<bool> RefusedByRulesAsync(HttpContext context, string voice, JsonElement? body)
    {
        if (body is not { ValueKind: JsonValueKind.Object } request)
            return await InvalidAsync(context, [new RuleBreach("", "JSON decode error", "json_invalid")]);
        if (RequestRules.Check(request) is { Count: > 0 } breaches)
            return await InvalidAsync(context, breaches);
        if (RequestRules.TextsOf(request).Any(t => forbidden.FirstIn(t) is not null || RequestRules.HoldsMarkup(t)))
            return await ViolatedAsync(context, 400, "invalid_text", "a tag or a direction in the text");

        var text = request.GetProperty("text").GetString()!;
        var model = request.GetProperty("model_id").GetString()!;
        if (text.Length > LimitOf(model))
            return await ViolatedAsync(context, 400, "max_character_limit_exceeded", "a text over the model's limit");
        if (model.StartsWith("eleven_v3", StringComparison.Ordinal) && BreaksV3(request))
            return await ViolatedAsync(context, 400, "unsupported_by_model", "something eleven_v3 does not take");
        if (!options.Voices.Contains(voice))
            return await RefusedAsync(Answers.OldErrorAsync(context, 404, "voice_not_found", "A voice for the voice_id was not found."));

        return await RefusedByFormatAsync(context);
    }

    private async Task<bool> RefusedByFormatAsync(HttpContext context)
    {
        var format = FormatOf(context);
        if (FormatsOfHigherPlans.Contains(format))
            return await RefusedAsync(Answers.ErrorAsync(context, 403, "output_format_not_allowed", "Not on your tier."));
        return !Formats.Contains(format) && await InvalidAsync(context, [new RuleBreach("output_format", "Input should be a known format", "enum")]);
    }

    private async Task<bool> RefusedByAccountAsync(HttpContext context, int underWay, string text)
    {
        if (underWay > options.MaximumConcurrentRequests)
            return await RefusedAsync(Answers.ErrorAsync(context, 429, "concurrent_limit_exceeded", "Too many concurrent requests."));
        return ledger.Bills.Sum(b => b.Cost) + text.Length > options.Quota
            && await RefusedAsync(Answers.OldErrorAsync(context, 401, "quota_exceeded", "This request exceeds your quota."));
    }

    private static async Task<bool> FailedAsync(HttpContext context, SpeechFault fault)
    {
        switch (fault.Kind)
        {
            case FaultKind.Error:
                if (fault.RetryAfter is not null)
                    context.Response.Headers.RetryAfter = fault.RetryAfter;
                return await RefusedAsync(fault.Code is null
                    ? Answers.HtmlAsync(context, fault.Status)
                    : Answers.ErrorAsync(context, fault.Status, fault.Code, "as scripted"));
            case FaultKind.CutBeforeBilling:
                context.Abort();
                return true;
            case FaultKind.HtmlPage:
                return await RefusedAsync(Answers.HtmlAsync(context, 200));
            default:
                return false;
        }
    }

    private async Task SpeakAsync(HttpContext context, JsonElement request, string voice, SpeechFault fault, long arrived)
    {
        var text = request.GetProperty("text").GetString()!;
        var model = request.GetProperty("model_id").GetString()!;
        var settings = request.TryGetProperty("voice_settings", out var sent) ? JsonNode.Parse(sent.GetRawText()) : null;
        var speed = settings?["speed"]?.GetValue<double>() ?? 1;
        if (fault.Kind == FaultKind.CutThenBilled)
            context.Abort();

        var speech = await StandInVoice.SpeakAsync(text, speed, FormatOf(context), options);
        await fault.Gate.WaitAsync(context.RequestAborted);
        await Schedule.UntilAsync(arrived, fault.Delay > TimeSpan.Zero ? fault.Delay : options.AnswerAfter);

        var cost = IsHalfPrice(model) ? (text.Length + 1) / 2 : text.Length;
        var requestId = context.Response.Headers["request-id"].ToString();
        ledger.Add(new StandInBill(Guid.NewGuid().ToString("N")[..20], requestId, voice, model, text, settings, cost, options.Time.GetUtcNow())
        {
            Speech = speech,
        });
        context.Response.Headers[options.CostHeader] = cost.ToString(CultureInfo.InvariantCulture);
        await DeliverAsync(context, speech, fault);
    }

    private static async Task DeliverAsync(HttpContext context, SpokenAnswer speech, SpeechFault fault)
    {
        var answer = Encoding.UTF8.GetBytes(new JsonObject
        {
            ["audio_base64"] = fault.Kind == FaultKind.EmptyAudio ? "" : Convert.ToBase64String(speech.Audio),
            ["alignment"] = fault.Kind == FaultKind.NullAlignment ? null : speech.Alignment(),
            ["normalized_alignment"] = fault.Kind == FaultKind.NullAlignment ? null : speech.Alignment(),
        }.ToJsonString());
        context.Response.ContentType = "application/json";
        switch (fault.Kind)
        {
            case FaultKind.CutThenBilled:
                break;
            case FaultKind.CutAfterBilling:
                context.Abort();
                break;
            case FaultKind.HangAfterBilling:
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                break;
            case FaultKind.CutInsideBody:
                context.Response.ContentLength = answer.Length;
                await context.Response.Body.WriteAsync(answer.AsMemory(0, answer.Length / 2));
                await context.Response.Body.FlushAsync();
                context.Abort();
                break;
            case FaultKind.TruncatedBody:
                await context.Response.Body.WriteAsync(answer.AsMemory(0, answer.Length / 2));
                break;
            default:
                await context.Response.Body.WriteAsync(answer);
                break;
        }
    }

    private async Task<bool> InvalidAsync(HttpContext context, IReadOnlyList<RuleBreach> breaches)
    {
        foreach (var breach in breaches)
        {
            ledger.Violated($"{breach.Field}: {breach.Message}");
        }

        return await RefusedAsync(Answers.InvalidAsync(context, breaches));
    }

    private async Task<bool> ViolatedAsync(HttpContext context, int status, string code, string what)
    {
        ledger.Violated(what);
        return await RefusedAsync(Answers.ErrorAsync(context, status, code, what));
    }

    private static async Task<bool> RefusedAsync(Task answering)
    {
        await answering;
        return true;
    }

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

    private static string FormatOf(HttpContext context) => context.Request.Query["output_format"].FirstOrDefault() ?? "mp3_44100_128";

    private static bool IsHalfPrice(string model) => model is "eleven_turbo_v2_5" or "eleven_flash_v2_5";

    private static int LimitOf(string model) => model switch
    {
        "eleven_turbo_v2_5" or "eleven_flash_v2_5" => 40_000,
        "eleven_multilingual_v2" => 10_000,
        _ => 5_000,
    };

    private static bool BreaksV3(JsonElement request) =>
        request.TryGetProperty("previous_text", out _)
        || request.TryGetProperty("next_text", out _)
        || (request.TryGetProperty("voice_settings", out var settings)
            && (settings.TryGetProperty("speed", out _)
                || (settings.TryGetProperty("stability", out var stability) && stability.GetDouble() is not (0 or 0.5 or 1))));
}
