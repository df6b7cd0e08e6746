using System.Text.Json.Nodes;
using AudioFunctions.Beats;
using AudioFunctions.Export;
using AudioFunctions.Production;
using AudioFunctions.Serialization;
using Google.Protobuf;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;
using Microsoft.DurableTask.Protobuf;
using Microsoft.DurableTask.Worker;
using Microsoft.DurableTask.Worker.Grpc;
using Microsoft.Extensions.DependencyInjection;

namespace AudioFunctions.Tests.Histories;

/// <summary>
/// Replays a history with the current orchestrator and the official worker's executor, turn by turn, and compares the actions of each turn
/// with the recorded ones. New fields in an input are allowed; another step, order, name or value isn't.
/// </summary>
internal static class HistoryReplay
{
    private static readonly IServiceProvider Services = new ServiceCollection()
        .AddSingleton(new DurableTaskWorkerOptions { DataConverter = new JsonDataConverter(ProductJson.Options) })
        .AddLogging()
        .BuildServiceProvider();

    /// <returns>The differences, as sentences; empty if the history still replays.</returns>
    public static IReadOnlyList<string> Differences(RecordedHistory history) => history.Orchestrator switch
    {
        ProduceSession.Name => Differences<ProduceSessionInput, ProductionOutput>(history, ProduceSession.Run),
        RegenerateBeat.Name => Differences<RegenerateBeatInput, RegeneratedTake>(history, RegenerateBeat.Run),
        LineRetake.Name => Differences<RegenerateBeatInput, RegeneratedTake>(history, LineRetake.Run),
        ExportSession.Name => Differences<ExportSessionInput, ExportOutput>(history, ExportSession.Run),
        var other => throw new InvalidDataException($"No orchestrator '{other}'; add it here."),
    };

    public static IReadOnlyList<string> Differences<TInput, TOutput>(RecordedHistory history, Func<TaskOrchestrationContext, Task<TOutput>> orchestrator)
    {
        var differences = new List<string>();
        foreach (var (number, recorded, response) in Replay<TInput, TOutput>(history, orchestrator))
            differences.AddRange(Compare(recorded, response).Select(difference => $"turn {number}: {difference}"));
        return differences;
    }

    /// <summary>Fills in the inputs of steps, which the engine's table doesn't store, with those of this version.</summary>
    public static void FillInputs(RecordedHistory history)
    {
        var turns = history.Orchestrator switch
        {
            ProduceSession.Name => Replay<ProduceSessionInput, ProductionOutput>(history, ProduceSession.Run),
            RegenerateBeat.Name => Replay<RegenerateBeatInput, RegeneratedTake>(history, RegenerateBeat.Run),
            LineRetake.Name => Replay<RegenerateBeatInput, RegeneratedTake>(history, LineRetake.Run),
            ExportSession.Name => Replay<ExportSessionInput, ExportOutput>(history, ExportSession.Run),
            var other => throw new InvalidDataException($"No orchestrator '{other}'; add it here."),
        };
        foreach (var (_, recorded, response) in turns)
        {
            foreach (var step in recorded.Where(item => item.TaskScheduled is not null))
                step.TaskScheduled.Input = response.Actions.Single(action => action.Id == step.EventId).ScheduleTask.Input;
        }
    }

    /// <returns>For each turn, its number, the recorded actions and the current ones.</returns>
    private static IEnumerable<(int Number, IReadOnlyList<HistoryEvent> Recorded, OrchestratorResponse Response)> Replay<TInput, TOutput>(
        RecordedHistory history, Func<TaskOrchestrationContext, Task<TOutput>> orchestrator)
    {
        List<int> starts = [.. history.Events.Index().Where(item => item.Item.OrchestratorStarted is not null).Select(item => item.Index)];
        foreach (var (turn, start) in starts.Index())
        {
            var end = turn + 1 < starts.Count ? starts[turn + 1] : history.Events.Count;
            var events = history.Events.Skip(start).Take(end - start).ToList();
            var request = new OrchestratorRequest { InstanceId = history.InstanceId };
            request.PastEvents.AddRange(history.Events.Take(start));
            request.NewEvents.AddRange(events.Where(IsIncoming));
            var response = OrchestratorResponse.Parser.ParseFrom(Convert.FromBase64String(GrpcOrchestrationRunner.LoadAndRun<TInput, TOutput>(
                Convert.ToBase64String(request.ToByteArray()), (context, _) => orchestrator(context)!, Services)));
            yield return (turn + 1, [.. events.Where(item => !IsIncoming(item))], response);
        }
    }

    private static bool IsIncoming(HistoryEvent item) => item.EventTypeCase is not (
        HistoryEvent.EventTypeOneofCase.TaskScheduled or HistoryEvent.EventTypeOneofCase.TimerCreated
        or HistoryEvent.EventTypeOneofCase.ExecutionCompleted or HistoryEvent.EventTypeOneofCase.OrchestratorCompleted);

    private static IEnumerable<string> Compare(IReadOnlyList<HistoryEvent> recorded, OrchestratorResponse response)
    {
        var now = response.Actions.ToDictionary(action => action.Id);
        foreach (var then in recorded.Where(item => item.OrchestratorCompleted is null))
        {
            var action = then.ExecutionCompleted is null
                ? now.GetValueOrDefault(then.EventId)
                : now.Values.FirstOrDefault(action => action.CompleteOrchestration is not null);
            if (action is not null)
                now.Remove(action.Id);
            if (Difference(then, action) is { } difference)
                yield return difference;
        }

        foreach (var extra in now.Values)
            yield return $"asks for {Describe(extra)}, which was not asked for then";
    }

    private static string? Difference(HistoryEvent then, OrchestratorAction? now) => then switch
    {
        { TaskScheduled: { } task } => now?.ScheduleTask?.Name != task.Name
            ? $"step {then.EventId} was {task.Name} and is {Describe(now)}"
            : task.Input is not null && Missing(task.Input, now.ScheduleTask.Input) is { } field ? $"step {then.EventId}, {task.Name}: {field}" : null,
        { TimerCreated: not null } => now?.CreateTimer is null ? $"step {then.EventId} was a timer and is {Describe(now)}" : null,
        { ExecutionCompleted: { } completed } => now?.CompleteOrchestration is not { } end || end.OrchestrationStatus != completed.OrchestrationStatus
            ? $"the end was {completed.OrchestrationStatus} and is {Describe(now)}"
            : completed.OrchestrationStatus == OrchestrationStatus.Completed && Missing(completed.Result, end.Result) is { } field ? $"the result: {field}" : null,
        _ => throw new InvalidDataException($"Nothing is known of {then.EventTypeCase}."),
    };

    private static string Describe(OrchestratorAction? action) =>
        action is null ? "nothing" : action.ScheduleTask?.Name ?? $"{action.OrchestratorActionTypeCase} {action.CompleteOrchestration?.FailureDetails?.ErrorMessage}".Trim();

    /// <returns>A part of the first that isn't in the second, or null.</returns>
    private static string? Missing(string? then, string? now) =>
        Missing(then is null ? null : JsonNode.Parse(then), now is null ? null : JsonNode.Parse(now), "$");

    private static string? Missing(JsonNode? then, JsonNode? now, string path) => (then, now) switch
    {
        (JsonObject before, JsonObject after) => before
            .Select(field => Missing(field.Value, after[field.Key], $"{path}.{field.Key}")).FirstOrDefault(missing => missing is not null),
        (JsonArray before, JsonArray after) when before.Count == after.Count => before
            .Zip(after, (a, b) => Missing(a, b, $"{path}[]")).FirstOrDefault(missing => missing is not null),
        _ => JsonNode.DeepEquals(then, now) ? null : $"{path} was {then?.ToJsonString() ?? "null"} and is {now?.ToJsonString() ?? "null"}",
    };
}
