using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AudioFunctions.Testing.Speech;

/// <summary><c>GET /v1/history</c> (newest first, in pages) and <c>GET /v1/history/{id}/audio</c>.</summary>
internal sealed class HistoryEndpoint(StandInLedger ledger, FaultScript faults, TimeProvider time)
{
    private static readonly HashSet<string> KnownFilters =
        ["page_size", "start_after_history_item_id", "voice_id", "date_after_unix", "date_before_unix", "sort_direction"];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/history", context => UnlessFaultyAsync(context, ListAsync));
        routes.MapGet("/v1/history/{id}/audio", context => UnlessFaultyAsync(context, AudioAsync));
    }

    private Task UnlessFaultyAsync(HttpContext context, Func<HttpContext, Task> answer) =>
        ScriptedFault.UnlessFaultyAsync(context, faults.ForHistory(), answer);

    private Task ListAsync(HttpContext context)
    {
        var query = context.Request.Query;
        foreach (var unknown in query.Keys.Where(k => !KnownFilters.Contains(k)))
        {
            ledger.Violated($"history filter {unknown}");
        }

        var since = long.Parse(query["date_after_unix"].FirstOrDefault() ?? "0", CultureInfo.InvariantCulture);
        var before = long.Parse(query["date_before_unix"].FirstOrDefault() ?? "9999999999", CultureInfo.InvariantCulture);
        var voice = query["voice_id"].FirstOrDefault();
        var after = query["start_after_history_item_id"].FirstOrDefault();
        var size = int.Parse(query["page_size"].FirstOrDefault() ?? "100", CultureInfo.InvariantCulture);

        var matches = ledger.Bills
            .Reverse()
            .Where(b => (voice is null || b.VoiceId == voice) && b.ListedAt <= time.GetUtcNow())
            .Where(b => b.At.ToUnixTimeSeconds() is var at && at >= since && at < before)
            .ToList();
        var rest = after is null ? matches : matches.SkipWhile(b => b.HistoryItemId != after).Skip(1).ToList();
        return Answers.WriteAsync(context, new JsonObject
        {
            ["history"] = new JsonArray([.. rest.Take(size).Select(b => (JsonNode)Item(b))]),
            ["last_history_item_id"] = rest.Take(size).LastOrDefault()?.HistoryItemId,
            ["has_more"] = rest.Count > size,
        });
    }

    private async Task AudioAsync(HttpContext context)
    {
        var id = context.Request.RouteValues["id"]?.ToString();
        if (ledger.Bills.FirstOrDefault(b => b.HistoryItemId == id) is not { Speech: { } speech })
        {
            await Answers.OldErrorAsync(context, 404, "history_item_not_found", "No history item with this id");
            return;
        }

        context.Response.ContentType = "audio/mpeg";
        await context.Response.Body.WriteAsync(speech.Audio);
    }

    private static JsonObject Item(StandInBill bill) => new()
    {
        ["history_item_id"] = bill.HistoryItemId,
        ["request_id"] = bill.RequestId,
        ["voice_id"] = bill.Turns is null ? bill.VoiceId : null,
        ["model_id"] = bill.ModelId,
        ["text"] = bill.Turns is null ? bill.Text : null,
        ["dialogue"] = bill.Turns is null ? null : new JsonArray([.. bill.Turns.Select(turn => (JsonNode)new JsonObject
        {
            ["text"] = turn.Text,
            ["voice_id"] = turn.VoiceId,
            ["voice_name"] = "A voice",
        })]),
        ["date_unix"] = bill.At.ToUnixTimeSeconds(),
        ["character_count_change_from"] = 1000,
        ["character_count_change_to"] = 1000 + bill.Cost,
        ["content_type"] = "audio/mpeg",
        ["state"] = "created",
        ["settings"] = bill.Settings?.DeepClone(),
        ["source"] = "TTS",
        ["alignments"] = bill.Speech is null ? null : new JsonObject
        {
            ["alignment"] = bill.Speech.Alignment(),
            ["normalized_alignment"] = bill.Speech.Alignment(),
        },
    };
}
