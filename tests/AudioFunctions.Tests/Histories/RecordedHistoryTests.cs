using AudioFunctions.Platform;
using AudioFunctions.Production;
using AudioFunctions.Sessions;
using AudioFunctions.Testing;
using Google.Protobuf.WellKnownTypes;
using Microsoft.DurableTask;

namespace AudioFunctions.Tests.Histories;

/// <summary>
/// This version must finish orchestrations that an earlier one started, so their histories, stored beside this file, must still replay. If one
/// doesn't, make the change conditional on a new value in the input; never record an old history again.
/// </summary>
public sealed class RecordedHistoryTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "AudioFunctions.Tests", "Histories");

    public static TheoryData<string> Files => [.. Names];

    private static IEnumerable<string> Names =>
        [.. Directory.EnumerateFiles(Folder, "*.json", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Folder, file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void History_of_an_earlier_version_still_replays(string file) => Assert.Equal([], HistoryReplay.Differences(Read(file)));

    [Fact]
    public void Every_orchestrator_has_a_history()
    {
        var recorded = Names.Select(name => Read(name).Orchestrator).ToHashSet();

        Assert.Superset(new HashSet<string> { "ProduceSession", "RegenerateBeat", "ExportSession" }, recorded);
    }

    [Fact]
    public void Added_step_is_detected() => Assert.Contains("step 0 was ValidateScript and is Novelty", Differences(async context =>
    {
        await context.CallActivityAsync("Novelty");
        return await ProduceSession.Run(context);
    })[0], StringComparison.Ordinal);

    [Fact]
    public void Changed_input_of_a_step_is_detected()
    {
        var first = Differences(async context =>
        {
            await context.CallActivityAsync("ValidateScript", "something else", StepFailures.RetryOptions);
            return await ProduceSession.Run(context);
        })[0];

        Assert.StartsWith("turn 1: step 0, ValidateScript: $", first, StringComparison.Ordinal);
        Assert.EndsWith("and is \"something else\"", first, StringComparison.Ordinal);
    }

    [Fact]
    public void Removed_step_is_detected() =>
        Assert.Contains("step 0 was ValidateScript and is nothing", string.Join('\n', Differences(_ => new TaskCompletionSource<ProductionOutput>().Task)), StringComparison.Ordinal);

    /// <summary>The first run of that take must not send its text again; see <c>BeatState.SpeaksAfter</c>.</summary>
    [Fact]
    public void A_beat_with_an_unusable_response_gets_another_take_when_its_production_is_continued()
    {
        const string Failed = "2724a7da0407";
        const string Standing = $@"\u0022failed_take_id\u0022:\u0022{Failed}\u0022";
        var recorded = File.ReadAllText(Path.Combine(Folder, "1.0.0", "produce-continued.json"));

        var history = RecordedHistory.Parse(
            recorded.Replace(Standing, $@"{Standing},\u0022speaks_after\u0022:\u0022{Failed}\u0022", StringComparison.Ordinal));

        var other = TakeKey.IdFrom(history.InstanceId, "4d3faa58dcaf2b15", "02_berries", $"speak after {Failed}");
        Assert.Contains($"SynthesizeBeat: $[].take.id was \"495e89aa0882\" and is \"{other}\"", HistoryReplay.Differences(history)[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Error_of_a_failed_step_is_read_from_its_properties_if_it_has_them()
    {
        var history = Read(Path.Combine("1.0.0", "regenerate-failed.json"));
        var failure = history.Events.Single(item => item.TaskFailed is not null).TaskFailed.FailureDetails;

        failure.Properties["code"] = Value.ForString("other-code");
        failure.Properties["message"] = Value.ForString("Something else.");

        Assert.Contains("error.code was \"quota-exceeded\" and is \"other-code\"", HistoryReplay.Differences(history)[0], StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Differences(Func<TaskOrchestrationContext, Task<ProductionOutput>> orchestrator) =>
        HistoryReplay.Differences<ProduceSessionInput, ProductionOutput>(Production(), orchestrator);

    private static RecordedHistory Production() => Names.Select(Read).First(history => history.Orchestrator == ProduceSession.Name);

    private static RecordedHistory Read(string file) => RecordedHistory.Parse(File.ReadAllText(Path.Combine(Folder, file)));
}
