using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask.Client;

namespace Microsoft.Azure.Functions.Worker;

public static class DurableTaskClientExtensions
{
    /// <summary>The addresses to watch and steer an instance with; on the request's host where one is given.</summary>
    /// <exception cref="InvalidOperationException">The client was not bound by <see cref="DurableClientAttribute"/>.</exception>
    public static HttpManagementPayload CreateHttpManagementPayload(
        this DurableTaskClient client, string instanceId, HttpRequestData? request = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        return client is FunctionsDurableTaskClient functions
            ? functions.Uris(request?.Url).For(instanceId)
            : throw new InvalidOperationException("Only a client bound with [DurableClient] knows the addresses of the management API.");
    }
}
