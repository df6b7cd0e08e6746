using Microsoft.AspNetCore.Http;

namespace LocalRuntime.Functions.Durable;

/// <summary>Holds requests that need the task hub until it runs.</summary>
internal sealed class TaskHubGate(TaskHubService hub)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>False once it has answered 503 instead.</summary>
    public async Task<bool> OpensAsync(HttpContext http)
    {
        try
        {
            await hub.Hub.WaitAsync(Patience, http.RequestAborted);
            return true;
        }
        catch (Exception) when (!http.RequestAborted.IsCancellationRequested)
        {
            // Storage is out of reach, the hub cannot start, or the host stops: all are in the log.
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            http.Response.Headers.RetryAfter = "5";
            return false;
        }
    }
}
