using System.Diagnostics;
using System.Net;

namespace AudioFunctions.Cli.Api;

/// <summary>
/// Retries a request while the response is 503, because the host restarts an app that has died, and storage may come back. It is safe to
/// repeat every request of this command: requests that start something carry an idempotency key.
/// </summary>
internal sealed class RestartRetry(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            var answer = await base.SendAsync(request, cancellationToken);
            if (answer.StatusCode != HttpStatusCode.ServiceUnavailable || Stopwatch.GetElapsedTime(start) > Timeout)
                return answer;

            answer.Dispose();
            await Task.Delay(Interval, cancellationToken);
        }
    }
}
