using AudioFunctions.Platform;
using Microsoft.DurableTask;

namespace AudioFunctions.Production;

/// <summary>
/// The beat that is finished while the next one is spoken. What follows either of them waits for both, so a production asks for its steps in
/// one order, whichever ends first. The engine numbers steps in that order, sends them before it commits the turn, and finds the step of a
/// result by its number alone: after a lost commit, another order would give a step the result of another one.
/// </summary>
/// <param name="ordersSteps">See <see cref="Sessions.CreatedSession.OrdersSteps"/>.</param>
internal sealed class FinishingBeat(TaskOrchestrationContext context, bool ordersSteps)
{
    private Task _finishing = Task.CompletedTask;

    /// <summary>Runs a step while the beat before is finished, and ends when both have.</summary>
    /// <exception cref="TaskFailedException">The step failed after its retries.</exception>
    public async Task<T> CallAsync<T>(TaskName step, object input)
    {
        if (!ordersSteps)
            return await context.CallActivityAsync<T>(step, input, StepFailures.RetryOptions);
        try
        {
            var result = await context.CallActivityAsync<T>(step, input);
            await WaitAsync();
            return result;
        }
        catch (TaskFailedException failure)
        {
            await WaitAsync();
            if (!StepFailures.CanBeRetried(failure.FailureDetails))
                throw;
        }

        // The retries are steps, too.
        return await context.CallActivityAsync<T>(step, input, StepFailures.RetryOptions);
    }

    public Task WaitAsync() => ordersSteps ? _finishing : Task.CompletedTask;

    /// <param name="finishing">The running task that finishes the beat.</param>
    public TTask Follow<TTask>(TTask finishing)
        where TTask : Task
    {
        _finishing = finishing;
        return finishing;
    }
}
