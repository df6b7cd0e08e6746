using System.Diagnostics;
using AudioFunctions.LocalHost.Configuration;
using AudioFunctions.LocalHost.Functions;
using AudioFunctions.LocalHost.Http;
using AudioFunctions.LocalHost.Worker;
using AudioFunctions.LocalHost.Worker.Rpc;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Host;

namespace AudioFunctions.LocalHost.Jobs;

/// <summary>
/// Turns a call of the WebJobs SDK into an invocation in the worker, and its response into the call's result. The base class of the emitted
/// <see cref="FunctionType"/>.
/// </summary>
#pragma warning disable CS0618 // See FunctionType.
internal abstract class FunctionInvoker(AppFolder app, WorkerSupervisor workers, HttpForwarding forwarding, IJobHostMetadataProvider metadata)
{
    /// <param name="functionIndex">The index in registration order.</param>
    /// <param name="trigger">What the trigger bound.</param>
    /// <param name="binder">Binds the other bindings.</param>
    /// <returns>What the function returned; null for none.</returns>
    protected async Task<object?> InvokeAsync(int functionIndex, object? trigger, Binder binder, CancellationToken cancellationToken)
    {
        var called = app.Functions[functionIndex];
        var worker = workers.Current ?? (called.WaitsForWorker ? await workers.NextAsync(cancellationToken) : throw new WorkerGoneException());
        var request = await RequestAsync(called, trigger, binder, cancellationToken);
        // The worker gets an HTTP request itself over HTTP; the invocation says which function it is for.
        var response = trigger is HttpContext http
            ? await forwarding.RunAsync(http, worker, request, cancellationToken)
            : await worker.Connection.InvokeAsync(request, cancellationToken);
        return response?.Result?.Status switch
        {
            StatusResult.Types.Status.Failure => throw new WorkerFailedException(response.Result),
            StatusResult.Types.Status.Cancelled => throw new TaskCanceledException("The function was cancelled."),
            _ => RpcValue.Read(response?.ReturnValue),
        };
    }

    private async Task<InvocationRequest> RequestAsync(
        AppFunction function, object? trigger, Binder binder, CancellationToken cancellationToken)
    {
        var request = new InvocationRequest
        {
            InvocationId = Guid.NewGuid().ToString(),
            FunctionId = function.Name,
            TraceContext = new RpcTraceContext { TraceParent = Activity.Current?.Id ?? "", TraceState = Activity.Current?.TraceStateString ?? "" },
        };
        request.InputData.Add(new ParameterBinding { Name = function.Trigger.Name, Data = RpcValue.Write(trigger) });
        foreach (var input in function.Inputs)
        {
            var value = await binder.BindAsync<string>(FunctionType.AttributeOf(metadata, input), cancellationToken);
            request.InputData.Add(new ParameterBinding { Name = input.Name, Data = RpcValue.Write(value) });
        }

        var known = trigger is HttpContext http ? http.Request.RouteValues : binder.BindingData.AsEnumerable();
        foreach (var (name, value) in known)
        {
            if (value is not null && name != function.Trigger.Name && RpcValue.Write(value) is { DataCase: not TypedData.DataOneofCase.None } data)
                request.TriggerMetadata[name] = data;
        }

        return request;
    }
}
#pragma warning restore CS0618
