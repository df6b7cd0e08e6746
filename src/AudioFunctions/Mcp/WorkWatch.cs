using AudioFunctions.Platform;
using AudioFunctions.Storage;
using Microsoft.Extensions.Hosting;

namespace AudioFunctions.Mcp;

/// <summary>Waits for work that goes on by itself, and tells the client how far it is.</summary>
internal sealed class WorkWatch(IHostApplicationLifetime lifetime, TimeProvider clock)
{
    /// <summary>Balancers close a connection on which nothing comes for some minutes, clients often after one.</summary>
    private static readonly TimeSpan MaxSilence = TimeSpan.FromSeconds(15);

    /// <summary>The work waits for the storage at least as long.</summary>
    private static readonly TimeSpan MaxOutage = TimeSpan.FromMinutes(2);

    /// <param name="look">Returns what it saw, with a null stage if there is nothing more to wait for.</param>
    /// <returns>What the last look saw.</returns>
    /// <exception cref="OperationCanceledException">The client has cancelled, or the process is being stopped.</exception>
    public async Task<T> UntilEndAsync<T>(
        Func<CancellationToken, Task<(T Seen, Stage? Stage)>> look, TimeSpan interval, ToolProgress progress, CancellationToken cancellationToken)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        var (reported, reports, reportedAt) = (default(Stage), 0, 0L);
        while (true)
        {
            var (seen, stage) = await LookAsync(look, interval, waiting.Token);
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

    /// <summary>Looks again while the storage can't be reached: what is waited for goes on, and would be paid for again if it were started again.</summary>
    private async Task<(T Seen, Stage? Stage)> LookAsync<T>(
        Func<CancellationToken, Task<(T Seen, Stage? Stage)>> look, TimeSpan interval, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        while (true)
        {
            try
            {
                return await look(cancellationToken);
            }
            catch (Exception failure) when (MayPass(failure) && clock.GetElapsedTime(started) < MaxOutage)
            {
                await Task.Delay(interval, cancellationToken);
            }
        }
    }

    private static bool MayPass(Exception failure) => StorageFailure.Is(failure) || EngineFailure.MayPass(failure);

    /// <summary>Nearer to the next step with every report, and never there.</summary>
    private static float WithinStep(int reports) => 1 - (1f / (1 + reports));
}
