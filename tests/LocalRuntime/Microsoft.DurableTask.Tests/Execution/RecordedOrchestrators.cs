using System.Globalization;
using Microsoft.DurableTask.Tests.Support;

namespace Microsoft.DurableTask.Tests.Execution;

/// <summary>The code whose histories are kept as files beside this one. Changing it means recording them again.</summary>
internal static class RecordedOrchestrators
{
    public static async Task<object?> ProductionAsync(TaskOrchestrationContext context)
    {
        List<string> log = [$"{context.NewGuid()} {context.CurrentUtcDateTime:o}"];
        context.SetCustomStatus("working");
        var parts = await Task.WhenAll(Enumerable.Range(1, 3).Select(i => context.CallActivityAsync<int>("Double", i)));
        log.Add(string.Join(',', parts));
        try
        {
            var policy = new RetryPolicy(2, TimeSpan.FromMilliseconds(5));
            await context.CallActivityAsync("Break", "it", TaskOptions.FromRetryPolicy(policy));
        }
        catch (TaskFailedException failure)
        {
            log.Add($"#{failure.TaskId} {failure.FailureDetails.ErrorMessage}");
        }

        log.Add(await context.CallSubOrchestratorAsync<string>("Child", "x"));
        context.SendEvent("nobody", "Done", log.Count);
        log.Add($"{context.NewGuid()} {context.CurrentUtcDateTime:o}");
        return log;
    }

    public static async Task<object?> ApprovalAsync(TaskOrchestrationContext context)
    {
        var first = await context.WaitForExternalEvent<string>("First", TimeSpan.FromDays(1));
        string second;
        try
        {
            second = await context.WaitForExternalEvent<string>("Second", TimeSpan.FromMilliseconds(5));
        }
        catch (TaskCanceledException)
        {
            second = "late " + await context.WaitForExternalEvent<string>("SECOND");
        }

        return $"{first} {second} {context.NewGuid()}";
    }

    public static TestHub AddTo(TestHub hub) => hub
        .Orchestrator("Production", ProductionAsync)
        .Orchestrator("Approval", ApprovalAsync)
        .Orchestrator("Child", context => Task.FromResult<object?>(context.GetInput<string>() + "y"))
        .Activity("Double", input => 2 * int.Parse(input!, CultureInfo.InvariantCulture))
        .Activity("Break", (Func<string?, object?>)(_ => throw new InvalidOperationException("broken")));
}
