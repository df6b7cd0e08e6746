using LocalRuntime.DurableTask;
using LocalRuntime.Functions.Configuration;
using LocalRuntime.Functions.Keys;
using LocalRuntime.Functions.Management;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace LocalRuntime.Functions.Durable;

/// <summary>Hands out clients that know the addresses their caller can reach this host under.</summary>
internal sealed class DurableClients(TaskHubService hub, HostJson host, KeyRing keys, IServer server)
{
    /// <summary>Needs a hub that has started.</summary>
    public DurableTaskClient For(HttpRequest? request)
    {
        var inner = hub.Hub.IsCompletedSuccessfully ? hub.Hub.Result.Client : throw new TaskHubStoppedException();
        return new FunctionsDurableTaskClient(inner, UrisFor, Origin(request));
    }

    public ManagementUris UrisFor(HttpRequest request) => UrisFor(Origin(request));

    private ManagementUris UrisFor(string origin) => new(origin, host.HubName, keys.DurableTaskKey);

    private string Origin(HttpRequest? request) => request is { Host.HasValue: true }
        ? $"{request.Scheme}://{request.Host}"
        : server.Features.Get<IServerAddressesFeature>()!.Addresses.First();
}
