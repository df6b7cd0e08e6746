using System.Text.Json;
using System.Text.Json.Serialization;
using AudioFunctions.Testing;
using AudioFunctions.Testing.Storage;
using LocalRuntime.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;
using Microsoft.DurableTask.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Microsoft.DurableTask.Tests.Execution;

/// <summary>
/// Histories of real runs, kept as files: a change of the engine that would no longer replay what an older one has written
/// shows here. With RECORD_HISTORIES=1 they are recorded anew.
/// </summary>
[Collection(Storage.Name)]
public sealed class RecordedHistoryTests(AzuriteFixture azurite)
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    [Theory]
    [InlineData("production")]
    [InlineData("approval")]
    public async Task A_recorded_history_replays_to_its_recorded_end(string name)
    {
        if (Environment.GetEnvironmentVariable("RECORD_HISTORIES") == "1")
            await RecordAsync(name);
        var turns = await ReadAsync(name);
        var run = NewRun();

        Assert.Null(Replay.Through(run, turns[..^1].Select(StoredTurn.From)));
        var last = StoredTurn.From(turns[^1]);
        var recorded = last.Messages.Single(record => record.EventType == HistoryEventType.ExecutionCompleted);
        var end = run.Turn(last.Time, [.. last.Messages.Where(record => record != recorded)], replaying: true).End!;

        Assert.Equal(recorded.OrchestrationStatus, end.OrchestrationStatus);
        Assert.Equal(recorded.Result, end.Result);
    }

    [Theory]
    [InlineData("production")]
    [InlineData("approval")]
    public async Task A_history_cut_off_after_any_turn_replays_without_a_misfit(string name)
    {
        var turns = await ReadAsync(name);
        for (var kept = 0; kept < turns.Count; kept++)
            Assert.Null(Replay.Through(NewRun(), turns[..kept].Select(StoredTurn.From)));
    }

    [Fact]
    public async Task A_history_with_one_action_renamed_is_a_misfit_that_names_both()
    {
        var turns = await ReadAsync("production");
        var changed = turns.ConvertAll(turn => turn.ConvertAll(
            record => record is { EventType: HistoryEventType.TaskScheduled, EventId: 1 } ? record with { Name = "Triple" } : record));

        var misfit = Replay.Through(NewRun(), changed.Select(StoredTurn.From))!;

        Assert.Contains(
            "action #1 was activity 'Triple' and is now activity 'Double'", misfit.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    private static OrchestrationRun NewRun()
    {
        var registry = new TaskHubRegistry();
        registry.AddOrchestrator("Production", RecordedOrchestrators.ProductionAsync);
        registry.AddOrchestrator("Approval", RecordedOrchestrators.ApprovalAsync);
        return new OrchestrationRun("recorded", 0, registry, JsonDataConverter.Default, NullLoggerFactory.Instance);
    }

    private static string FileOf(string name) => Path.Combine(
        Repository.Root, "tests", "LocalRuntime", "Microsoft.DurableTask.Tests", "Execution", "Histories", $"{name}.json");

    private static async Task<List<List<HistoryRecord>>> ReadAsync(string name)
    {
        var records = JsonSerializer.Deserialize<List<HistoryRecord>>(await File.ReadAllTextAsync(FileOf(name)), Format)!;
        List<List<HistoryRecord>> turns = [];
        foreach (var record in records)
        {
            if (record.EventType == HistoryEventType.OrchestratorStarted)
                turns.Add([]);
            turns[^1].Add(record);
        }

        return turns;
    }

    private async Task RecordAsync(string name)
    {
        await using var hub = RecordedOrchestrators.AddTo(new TestHub(azurite.ConnectionString));
        await hub.StartAsync();
        var orchestrator = char.ToUpperInvariant(name[0]) + name[1..];
        await hub.Client.ScheduleNewOrchestrationInstanceAsync(orchestrator, new StartOrchestrationOptions("recorded"));
        if (name == "approval")
        {
            await hub.Client.RaiseEventAsync("recorded", "first", "one");
            await hub.UntilAsync("recorded", HistoryEventType.TimerFired);
            await hub.Client.SuspendInstanceAsync("recorded", "pause");
            await hub.Client.RaiseEventAsync("recorded", "second", "two");
            await hub.Client.ResumeInstanceAsync("recorded");
        }

        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await hub.EndOfAsync("recorded")).RuntimeStatus);
        var history = (await hub.HistoryOfAsync("recorded")).Select(WithoutStackTrace);
        await File.WriteAllTextAsync(FileOf(name), JsonSerializer.Serialize(history, Format) + "\n");
    }

    // A stack trace names the paths of the machine that recorded it.
    private static HistoryRecord WithoutStackTrace(HistoryRecord record) => record.FailureDetails is { } failure
        ? record with { FailureDetails = failure with { StackTrace = null } }
        : record;
}
