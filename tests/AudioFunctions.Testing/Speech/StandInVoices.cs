using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace AudioFunctions.Testing.Speech;

/// <summary><c>GET /v2/voices</c>: the account's voices, page by page.</summary>
public sealed class StandInVoices
{
    private const int MaxPerPage = 100;

    private static readonly HashSet<string> Parameters = ["search", "page_size", "next_page_token", "voice_type", "category", "sort", "sort_direction"];

    private readonly StandInLedger _ledger;

    internal StandInVoices(StandInLedger ledger) => _ledger = ledger;

    /// <summary>How it fails until further notice.</summary>
    public SpeechFault Fault { get; set; } = SpeechFault.None;

    internal Task HandleAsync(HttpContext context)
    {
        var query = context.Request.Query;
        if (!query.Keys.All(Parameters.Contains))
            _ledger.Violated("a query of voices that ElevenLabs does not know");
        var size = query["page_size"].Count == 0 ? 10 : int.Parse(query["page_size"].ToString(), CultureInfo.InvariantCulture);
        if (size is < 1 or > MaxPerPage)
            _ledger.Violated("a page of voices that is too small or too large");
        var search = query["search"].ToString();
        var from = query["next_page_token"] is { Count: > 0 } token ? int.Parse(token.ToString(), CultureInfo.InvariantCulture) : 0;
        return ScriptedFault.UnlessFaultyAsync(context, Fault, answering => Answers.WriteAsync(answering, Page(search, size, from)));
    }

    private static JsonObject Page(string search, int size, int from)
    {
        var found = Voices().Where(voice => voice["name"]!.GetValue<string>().Contains(search, StringComparison.OrdinalIgnoreCase)).ToList();
        var hasMore = from + size < found.Count;
        return new JsonObject
        {
            ["voices"] = new JsonArray([.. found.Skip(from).Take(size)]),
            ["has_more"] = hasMore,
            ["total_count"] = found.Count,
            ["next_page_token"] = hasMore ? $"{from + size}" : null,
        };
    }

    private static IEnumerable<JsonNode> Voices() =>
    [
        Voice("21m00Tcm4TlvDq8ikWAM", "Rachel", "premade", "https://storage.googleapis.com/eleven-public-prod/rachel.mp3"),
        Voice("BRruTxiLM2nszrcCIpz1", "Raccoon", "cloned", null),
        Voice("pNInz6obpgDQGcFmaJgB", "Adam", "premade", "http://not-safe.example/adam.mp3"),
    ];

    private static JsonObject Voice(string id, string name, string category, string? preview) => new()
    {
        ["voice_id"] = id,
        ["name"] = name,
        ["samples"] = null,
        ["category"] = category,
        ["labels"] = new JsonObject { ["accent"] = "american", ["gender"] = null },
        ["description"] = $"{name} speaks.",
        ["preview_url"] = preview,
        ["available_for_tiers"] = new JsonArray(),
    };
}
