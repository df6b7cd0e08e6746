using LocalRuntime.DurableTask;
using LocalRuntime.Functions.Durable;
using LocalRuntime.Functions.Http;
using LocalRuntime.Functions.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.DurableTask.Client;

namespace LocalRuntime.Functions.Management;

/// <summary>The Durable HTTP management API: its routes, its key, and what each refusal looks like.</summary>
internal sealed class ManagementEndpoints(InstanceStarts starts, InstanceQueries queries, DurableClients clients, TaskHubGate gate)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        Map(routes, "POST", "orchestrators/{functionName}/{instanceId?}", starts.StartAsync);
        Map(routes, "GET", "instances", InstanceQueries.ListAsync);
        Map(routes, "DELETE", "instances", InstanceCommands.PurgeManyAsync);
        Map(routes, "GET", "instances/{instanceId}", queries.GetAsync);
        Map(routes, "DELETE", "instances/{instanceId}", InstanceCommands.PurgeAsync);
        Map(routes, "POST", "instances/{instanceId}/terminate", InstanceCommands.TerminateAsync);
        Map(routes, "POST", "instances/{instanceId}/suspend", InstanceCommands.SuspendAsync);
        Map(routes, "POST", "instances/{instanceId}/resume", InstanceCommands.ResumeAsync);
        Map(routes, "POST", "instances/{instanceId}/restart", starts.RestartAsync);
        Map(routes, "POST", "instances/{instanceId}/raiseEvent/{eventName}", InstanceCommands.RaiseEventAsync);

        // Everything else below the root: only who has the key learns that there is nothing.
        routes.Map($"{ManagementUris.Root}/{{**rest}}", static http =>
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }).WithMetadata(KeyRequirement.Management, new RequestEdge.Quiet());
    }

    private void Map(IEndpointRouteBuilder routes, string method, string route, Func<HttpContext, DurableTaskClient, Task> handle) =>
        routes.MapMethods($"{ManagementUris.Root}/{route}", [method], http => HandleAsync(http, handle))
            .WithMetadata(KeyRequirement.Management, new RequestEdge.Quiet());

    private async Task HandleAsync(HttpContext http, Func<HttpContext, DurableTaskClient, Task> handle)
    {
        if (!await gate.OpensAsync(http))
            return;

        try
        {
            await handle(http, clients.For(http.Request));
        }
        catch (BadHttpRequestException e)
        {
            await ManagementJson.RefuseAsync(http, e.StatusCode, e.Message);
        }
        catch (ArgumentException e)
        {
            await ManagementJson.RefuseAsync(http, StatusCodes.Status400BadRequest, e.Message);
        }
        catch (OrchestrationAlreadyExistsException e)
        {
            await ManagementJson.RefuseAsync(http, StatusCodes.Status409Conflict, e.Message);
        }
        // The instance was there when it was looked up, and then purged or finished by someone else.
        catch (OrchestrationNotFoundException)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
        }
        catch (OrchestrationFinishedException)
        {
            http.Response.StatusCode = StatusCodes.Status410Gone;
        }
    }
}
