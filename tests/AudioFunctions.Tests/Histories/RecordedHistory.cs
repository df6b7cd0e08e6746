using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Microsoft.DurableTask.Protobuf;

namespace AudioFunctions.Tests.Histories;

/// <summary>The history of an ended orchestration, as the worker receives it.</summary>
/// <param name="Orchestrator">The function's name.</param>
/// <param name="Events">All events, from the first turn to the last.</param>
internal sealed record RecordedHistory(string Orchestrator, string InstanceId, IReadOnlyList<HistoryEvent> Events)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static RecordedHistory Parse(string json)
    {
        var root = JsonNode.Parse(json)!;
        return new RecordedHistory(
            root["orchestrator"]!.GetValue<string>(),
            root["instanceId"]!.GetValue<string>(),
            [.. root["events"]!.AsArray().Select(item => JsonParser.Default.Parse<HistoryEvent>(item!.ToJsonString()))]);
    }

    public string ToJson() => new JsonObject
    {
        ["orchestrator"] = Orchestrator,
        ["instanceId"] = InstanceId,
        ["events"] = new JsonArray([.. Events.Select(item => JsonNode.Parse(JsonFormatter.Default.Format(item)))]),
    }.ToJsonString(Indented) + "\n";
}
