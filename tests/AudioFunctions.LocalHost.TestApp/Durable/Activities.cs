using System.Globalization;
using Microsoft.Azure.Functions.Worker;

namespace AudioFunctions.LocalHost.TestApp.Durable;

public sealed class Activities(Journal journal)
{
    /// <summary>Notes that it runs, waits for its gate, notes that it ends.</summary>
    [Function("Step")]
    public async Task<int> StepAsync([ActivityTrigger] StepInput input, FunctionContext context)
    {
        var index = input.Index.ToString(CultureInfo.InvariantCulture);
        var worker = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        await journal.AddAsync($"started/{input.InstanceId}/{index}", worker, context.CancellationToken);
        if (input.Gate is not null)
            await journal.WaitForAsync(input.Gate, context.CancellationToken);
        await journal.AddAsync($"finished/{input.InstanceId}/{index}", worker, context.CancellationToken);
        return input.Index;
    }

    /// <summary>For measuring what the engine takes.</summary>
    [Function("Nothing")]
    public static int Nothing([ActivityTrigger] int index) => index;

    [Function("Fail")]
    public async Task<int> FailAsync([ActivityTrigger] string instanceId, FunctionContext context)
    {
        await journal.AddAsync($"started/{instanceId}/fail", "", context.CancellationToken);
        throw new InvalidOperationException("This activity always fails.");
    }
}
