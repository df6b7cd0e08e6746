using AudioFunctions.Platform;
using AudioFunctions.Production;
using AudioFunctions.Testing;
using Microsoft.DurableTask;

namespace AudioFunctions.Tests.Histories;

/// <summary>
/// Orchestrations that an earlier version began are finished by this one: their histories, kept beside this file, must still fit. If one doesn't,
/// make the change only behind a value in the new input; never record an old history anew.
/// </summary>
public sealed class RecordedHistoryTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "AudioFunctions.Tests", "Histories");

    public static TheoryData<string> Files => [.. Names];

    private static IEnumerable<string> Names =>
        [.. Directory.EnumerateFiles(Folder, "*.json", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Folder, file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_history_of_an_earlier_version_still_fits(string file) => Assert.Equal([], HistoryReplay.Differences(Read(file)));

    [Fact]
    public void Every_orchestrator_has_a_history()
    {
        var recorded = Names.Select(name => Read(name).Orchestrator).ToHashSet();

        Assert.Superset(new HashSet<string> { "ProduceSession", "RegenerateBeat", "ExportSession" }, recorded);
    }

    [Fact]
    public void A_step_that_is_new_is_found() => Assert.Contains("step 0 was ValidateScript and is Novelty", Differences(async context =>
    {
        await context.CallActivityAsync("Novelty");
        return await ProduceSession.Run(context);
    })[0], StringComparison.Ordinal);

    [Fact]
    public void A_step_with_another_input_is_found()
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
    public void A_step_that_is_left_out_is_found() =>
        Assert.Contains("step 0 was ValidateScript and is nothing", string.Join('\n', Differences(_ => new TaskCompletionSource<ProductionOutput>().Task)), StringComparison.Ordinal);

    private static IReadOnlyList<string> Differences(Func<TaskOrchestrationContext, Task<ProductionOutput>> orchestrator) =>
        HistoryReplay.Differences<ProduceSessionInput, ProductionOutput>(Production(), orchestrator);

    private static RecordedHistory Production() => Names.Select(Read).First(history => history.Orchestrator == ProduceSession.Name);

    private static RecordedHistory Read(string file) => RecordedHistory.Parse(File.ReadAllText(Path.Combine(Folder, file)));
}
