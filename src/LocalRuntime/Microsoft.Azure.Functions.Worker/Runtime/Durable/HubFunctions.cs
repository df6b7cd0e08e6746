using System.Reflection;
using LocalRuntime.DurableTask;
using LocalRuntime.Functions.Discovery;
using LocalRuntime.Functions.Invocation;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;

namespace LocalRuntime.Functions.Durable;

/// <summary>Makes the app's orchestrator and activity functions known to the task hub.</summary>
internal sealed class HubFunctions(FunctionCatalog catalog, DataConverter converter, IServiceScopeFactory scopes)
{
    private static readonly MethodInfo OpenGetInput =
        typeof(TaskOrchestrationContext).GetMethod(nameof(TaskOrchestrationContext.GetInput))!;

    public TaskHubRegistry Register()
    {
        var registry = new TaskHubRegistry();
        foreach (var function in catalog.Functions)
        {
            if (function.Trigger is OrchestrationTriggerAttribute)
                registry.AddOrchestrator(function.DurableName, context => RunOrchestratorAsync(function, context));
            else if (function.Trigger is ActivityTriggerAttribute)
                registry.AddActivity(function.DurableName, (call, token) => RunActivityAsync(function, call, token));
        }

        return registry;
    }

    private async Task<object?> RunOrchestratorAsync(FunctionDescriptor function, TaskOrchestrationContext orchestration)
    {
        await using var scope = scopes.CreateAsyncScope();
        // An orchestrator is not cancelled: the hub drops it, and goes on with it after the next start.
        var context = new LocalFunctionContext(function, scope.ServiceProvider, CancellationToken.None);
        return await function.RunAsync(new FunctionInvocation(context, type => type == typeof(TaskOrchestrationContext)
            ? orchestration
            : OpenGetInput.MakeGenericMethod(type).Invoke(orchestration, BindingFlags.DoNotWrapExceptions, null, null, null)));
    }

    private async Task<object?> RunActivityAsync(FunctionDescriptor function, ActivityCall call, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = new LocalFunctionContext(function, scope.ServiceProvider, cancellationToken);
        return await function.RunAsync(new FunctionInvocation(context, type => type == typeof(TaskActivityContext)
            ? new ActivityContext(call)
            : converter.Deserialize(call.SerializedInput, type)));
    }

    private sealed class ActivityContext(ActivityCall call) : TaskActivityContext
    {
        public override TaskName Name => call.Name;

        public override string InstanceId => call.InstanceId;
    }
}
