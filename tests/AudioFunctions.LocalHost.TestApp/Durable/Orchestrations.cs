using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace AudioFunctions.LocalHost.TestApp.Durable;

public sealed class Orchestrations
{
    private static readonly TaskOptions ThreeTries = new(new TaskRetryOptions(new RetryPolicy(3, TimeSpan.FromMilliseconds(100))));

    /// <summary>Steps one after the other. Output: the sum of what they returned.</summary>
    [Function("Chain")]
    public async Task<int> ChainAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var count = context.GetInput<int>();
        var sum = 0;
        for (var index = 1; index <= count; index++)
            sum += await context.CallActivityAsync<int>("Step", new StepInput(context.InstanceId, index, null));
        return sum;
    }

    /// <summary>Activities that do nothing, one after the other.</summary>
    [Function("NothingChain")]
    public async Task<int> NothingChainAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var count = context.GetInput<int>();
        for (var index = 1; index <= count; index++)
            await context.CallActivityAsync<int>("Nothing", index);
        return count;
    }

    /// <summary>All steps at once.</summary>
    [Function("FanOut")]
    public async Task<int> FanOutAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var steps = Enumerable.Range(1, context.GetInput<int>())
            .Select(index => context.CallActivityAsync<int>("Step", new StepInput(context.InstanceId, index, null)));
        return (await Task.WhenAll(steps)).Sum();
    }

    /// <summary>Three steps, of which the second waits for the blob that the input names.</summary>
    [Function("Gated")]
    public async Task<int> GatedAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var gate = context.GetInput<string>();
        var sum = 0;
        for (var index = 1; index <= 3; index++)
            sum += await context.CallActivityAsync<int>("Step", new StepInput(context.InstanceId, index, index == 2 ? gate : null));
        return sum;
    }

    [Function("Event")]
    public Task<string> EventAsync([OrchestrationTrigger] TaskOrchestrationContext context) => context.WaitForExternalEvent<string>("Go");

    [Function("Failing")]
    public Task<int> FailingAsync([OrchestrationTrigger] TaskOrchestrationContext context) => context.CallActivityAsync<int>("Fail", context.InstanceId);

    [Function("Retrying")]
    public Task<int> RetryingAsync([OrchestrationTrigger] TaskOrchestrationContext context) =>
        context.CallActivityAsync<int>("Fail", context.InstanceId, ThreeTries);
}

/// <param name="Gate">A blob to wait for, or null.</param>
public sealed record StepInput(string InstanceId, int Index, string? Gate);
