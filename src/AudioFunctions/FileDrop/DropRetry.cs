using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;

namespace AudioFunctions.FileDrop;

/// <summary>Retries a dropped file during an outage: after 1, 2, 4 … s, within <see cref="DropOptions.RetrySeconds"/>.</summary>
public sealed partial class DropRetry
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly ResiliencePipeline _pipeline;

    public DropRetry(IOptions<DropOptions> options, TimeProvider clock, ILogger<DropRetry> logger)
    {
        var waits = Waits(TimeSpan.FromSeconds(options.Value.RetrySeconds));
        _pipeline = waits.Count == 0 ? ResiliencePipeline.Empty : new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = waits.Count,
                // An invalid script is a report and no failure, so nearly all failures are temporary.
                ShouldHandle = arguments => ValueTask.FromResult(
                    arguments.Outcome.Exception is not null && !arguments.Context.CancellationToken.IsCancellationRequested),
                DelayGenerator = arguments => ValueTask.FromResult<TimeSpan?>(waits[arguments.AttemptNumber]),
                OnRetry = arguments =>
                {
                    TriedAgain(logger, arguments.Outcome.Exception!, arguments.RetryDelay.TotalSeconds);
                    return default;
                },
            })
            .Build();
    }

    /// <exception cref="Exception">The failure of the last attempt.</exception>
    public async Task RunAsync(Func<CancellationToken, Task> attempt, CancellationToken cancellationToken) =>
        await _pipeline.ExecuteAsync(async token => await attempt(token), cancellationToken);

    /// <summary>The waits: each twice as long as the one before, with the sum <paramref name="total"/>.</summary>
    internal static IReadOnlyList<TimeSpan> Waits(TimeSpan total)
    {
        var waits = new List<TimeSpan>();
        var next = TimeSpan.FromSeconds(1);
        for (var left = total; left > TimeSpan.Zero; left -= waits[^1])
        {
            waits.Add(next < left ? next : left);
            next = next * 2 < LongestWait ? next * 2 : LongestWait;
        }

        return waits;
    }

    [LoggerMessage(1, LogLevel.Warning, "Could not process a dropped file; retrying in {Seconds} s")]
    private static partial void TriedAgain(ILogger logger, Exception failure, double seconds);
}
