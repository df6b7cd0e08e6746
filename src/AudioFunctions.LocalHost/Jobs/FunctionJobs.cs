using Microsoft.Azure.WebJobs;

namespace AudioFunctions.LocalHost.Jobs;

/// <summary>Base class of the emitted type. Public, because emitted code is in another assembly.</summary>
public abstract class FunctionJobs
{
    private readonly IFunctionInvoker _invoker;

    protected FunctionJobs(IFunctionInvoker invoker) => _invoker = invoker;

    /// <param name="functionIndex">The index in registration order.</param>
    /// <param name="trigger">What the trigger bound.</param>
    /// <param name="binder">Binds the other bindings.</param>
    /// <returns>What the function returned; null for none.</returns>
    protected Task<object?> RunAsync(int functionIndex, object? trigger, Binder binder, CancellationToken cancellationToken) =>
        _invoker.InvokeAsync(functionIndex, trigger, binder, cancellationToken);
}

/// <summary>Runs a function in the worker.</summary>
public interface IFunctionInvoker
{
    Task<object?> InvokeAsync(int functionIndex, object? trigger, Binder binder, CancellationToken cancellationToken);
}
