using AudioFunctions.Platform;
using AudioFunctions.Production;
using AudioFunctions.Testing;
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

    private static IReadOnlyList<string> Differences(Func<TaskOrchestrationContext, Task<ProductionOutput>> orchestrator) =>
        HistoryReplay.Differences<ProduceSessionInput, ProductionOutput>(Production(), orchestrator);

    private static RecordedHistory Production() => Names.Select(Read).First(history => history.Orchestrator == ProduceSession.Name);

    private static RecordedHistory Read(string file) => RecordedHistory.Parse(File.ReadAllText(Path.Combine(Folder, file)));
}
