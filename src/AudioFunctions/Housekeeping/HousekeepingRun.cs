using AudioFunctions.Telemetry;
using Microsoft.Extensions.Logging;

namespace AudioFunctions.Housekeeping;

/// <summary>
/// Counts and logs what a run removes. Something that can't be removed stops only itself; after several in a row, storage or engine are down.
/// </summary>
internal sealed partial class HousekeepingRun(string kind, int most, ILogger logger)
{
    private const int MostFailuresInARow = 5;

    private int _removed;
    private int _failuresInARow;

    /// <summary>Whether the run has done enough: what is left is for the next one.</summary>
    public bool IsFull => _removed >= most;

    /// <param name="remove">Returns whether it removed the thing.</param>
    public async Task TryAsync(string id, Func<Task<bool>> remove, CancellationToken cancellationToken)
    {
        try
        {
            _removed += await remove() ? 1 : 0;
            _failuresInARow = 0;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested && ++_failuresInARow < MostFailuresInARow)
        {
            HousekeepingMetrics.Failed(kind);
            NotRemoved(logger, failure, kind, id);
        }
    }

    public void Add(int removed) => _removed += removed;

    public void End()
    {
        if (_removed > 0)
            HousekeepingMetrics.Removed(kind, _removed);
        Removed(logger, kind, _removed, IsFull);
    }

    [LoggerMessage(1, LogLevel.Information, "Housekeeping removed {Count} of kind {Kind}; more are left: {IsFull}")]
    private static partial void Removed(ILogger logger, string kind, int count, bool isFull);

    [LoggerMessage(2, LogLevel.Warning, "Housekeeping could not remove {Kind} {Id}; the next run tries again")]
    private static partial void NotRemoved(ILogger logger, Exception failure, string kind, string id);
}
