using System.Reflection;
using Azure.Storage.Blobs;
using LocalRuntime.Functions.Durable;
using LocalRuntime.Functions.Invocation;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace LocalRuntime.Functions.Discovery;

/// <summary>Decides, once, what fills each parameter of a function.</summary>
internal static class ParameterBinding
{
    /// <summary>Null where nothing can fill it.</summary>
    public static ArgumentBinder? Binder(ParameterInfo parameter, TriggerBindingAttribute trigger, IReadOnlySet<string> pathParameters)
    {
        var type = parameter.ParameterType;
        if (parameter.IsDefined(typeof(TriggerBindingAttribute)))
            return IsTriggerType(trigger, type) ? invocation => invocation.Trigger(type) : null;
        if (type == typeof(FunctionContext))
            return static invocation => invocation.Context;
        if (type == typeof(CancellationToken))
            return static invocation => invocation.Context.CancellationToken;
        if (parameter.IsDefined(typeof(DurableClientAttribute)))
            return type == typeof(DurableTaskClient) ? Client : null;

        return trigger switch
        {
            // An orchestrator may ask for its input beside its context.
            OrchestrationTriggerAttribute => invocation => invocation.Trigger(type),
            HttpTriggerAttribute or BlobTriggerAttribute when pathParameters.Contains(parameter.Name!) => RouteParameter.Binder(parameter),
            _ => null,
        };
    }

    private static DurableTaskClient Client(FunctionInvocation invocation) =>
        invocation.Context.InstanceServices.GetRequiredService<DurableClients>().For(invocation.Context.Http?.Request);

    private static bool IsTriggerType(TriggerBindingAttribute trigger, Type type) => trigger switch
    {
        HttpTriggerAttribute => type == typeof(HttpRequest) || type == typeof(HttpRequestData),
        OrchestrationTriggerAttribute => type == typeof(TaskOrchestrationContext),
        // The official worker can also hand out the content; as a client it comes without having been read.
        BlobTriggerAttribute => type == typeof(BlobClient),
        _ => true,
    };
}
