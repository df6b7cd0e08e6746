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
        catch (Exception e) when (e is TimeoutException || (e is OperationCanceledException && !http.RequestAborted.IsCancellationRequested))
        {
            // Storage is out of reach, which the hub has logged, or the host stops.
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            http.Response.Headers.RetryAfter = "5";
            return false;
        }
    }
}
