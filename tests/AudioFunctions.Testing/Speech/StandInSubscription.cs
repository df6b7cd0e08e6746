using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace AudioFunctions.Testing.Speech;

/// <summary><c>GET /v1/user/subscription</c>: what the account has left. May be changed while requests come in.</summary>
public sealed class StandInSubscription
{
    private readonly StandInLedger _ledger;
    private readonly int _quota;
    private int _requests;

    internal StandInSubscription(StandInLedger ledger, int quota) => (_ledger, _quota) = (ledger, quota);

    /// <summary>Credits left; null: the quota less what was billed.</summary>
    public int? Remaining { get; set; }

    /// <summary><c>max_credit_limit_extension</c> as JSON: <c>0</c>, a number or <c>"unlimited"</c>.</summary>
    public string Extension { get; set; } = "0";

    /// <summary>How it fails until further notice.</summary>
    public SpeechFault Fault { get; set; } = SpeechFault.None;

    /// <summary>How often it was asked for; these are no speech requests.</summary>
    public int Requests => Volatile.Read(ref _requests);

    public static DateTimeOffset ResetsAt { get; } = new(2030, 2, 1, 12, 0, 0, TimeSpan.Zero);

    internal Task HandleAsync(HttpContext context)
    {
        Interlocked.Increment(ref _requests);
        if (context.Request.QueryString.HasValue || context.Request.ContentLength > 0)
            _ledger.Violated("a subscription request with a query or a body");
        return ScriptedFault.UnlessFaultyAsync(context, Fault, answering => Answers.WriteAsync(answering, Subscription()));
    }

    private JsonObject Subscription()
    {
        var used = _ledger.Bills.Sum(bill => bill.Cost);
        return new JsonObject
        {
            ["tier"] = "creator",
            ["character_count"] = used,
            ["character_limit"] = Remaining is { } remaining ? used + remaining : _quota,
            ["max_credit_limit_extension"] = JsonNode.Parse(Extension),
            ["can_extend_character_limit"] = true,
            ["allowed_to_extend_character_limit"] = Extension != "0",
            ["next_character_count_reset_unix"] = ResetsAt.ToUnixTimeSeconds(),
            ["current_overage"] = new JsonObject { ["amount"] = "0", ["currency"] = "usd" },
            ["status"] = "active",
        };
    }
}
