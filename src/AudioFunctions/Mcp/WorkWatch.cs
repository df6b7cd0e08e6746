using AudioFunctions.Platform;
using AudioFunctions.Storage;
using Microsoft.Extensions.Hosting;

namespace AudioFunctions.Mcp;

/// <summary>Waits for work that runs elsewhere, and reports its progress to the client.</summary>
internal sealed class WorkWatch(IHostApplicationLifetime lifetime, TimeProvider clock)
{
    /// <summary>Load balancers close idle connections after some minutes, and clients often after one.</summary>
    private static readonly TimeSpan MaxSilence = TimeSpan.FromSeconds(15);

    /// <summary>How long to wait for storage. The work itself waits at least as long.</summary>
    private static readonly TimeSpan MaxOutage = TimeSpan.FromMinutes(2);

    /// <param name="poll">Reads the state; returns it with a null stage when there is nothing more to wait for.</param>
    /// <returns>The last state.</returns>
    /// <exception cref="OperationCanceledException">The client has cancelled, or the process is stopping.</exception>
    public async Task<T> UntilEndAsync<T>(
        Func<CancellationToken, Task<(T Seen, Stage? Stage)>> poll, TimeSpan interval, ToolProgress progress, CancellationToken cancellationToken)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        var (reported, reports, reportedAt) = (default(Stage), 0, 0L);
        while (true)
        {
            var (seen, stage) = await PollAsync(poll, interval, waiting.Token);
            if (stage is not { } current)
                return seen;

            reports = current == reported ? reports : 0;
            if (reports == 0 || clock.GetElapsedTime(reportedAt) >= MaxSilence)
            {
                await progress.ReportAsync(current.Done + WithinStep(reports), current.Of, current.Message, waiting.Token);
                (reported, reportedAt) = (current, clock.GetTimestamp());
                reports++;
            }

            await Task.Delay(interval, waiting.Token);
        }
    }

    /// <summary>Retries while storage can't be reached: the work continues, and would be billed again if the client started it again.</summary>
    private async Task<(T Seen, Stage? Stage)> PollAsync<T>(
        Func<CancellationToken, Task<(T Seen, Stage? Stage)>> poll, TimeSpan interval, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        while (true)
        {
            try
            {
                return await poll(cancellationToken);
            }
            catch (Exception failure) when (MayPass(failure) && clock.GetElapsedTime(started) < MaxOutage)
            {
                await Task.Delay(interval, cancellationToken);
            }
        }
    }

    private static bool MayPass(Exception failure) => StorageFailure.Is(failure) || EngineFailure.MayPass(failure);

    /// <summary>Progress within a step: each report gets closer to the next step without reaching it.</summary>
    private static float WithinStep(int reports) => 1 - (1f / (1 + reports));
}
