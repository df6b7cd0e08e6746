using AudioFunctions.Storage;
using AudioFunctions.Telemetry;
using Microsoft.Extensions.Logging;

namespace AudioFunctions.Housekeeping;

/// <summary>
/// Counts and logs what a run removes. Something that can't be removed stops only itself; if storage fails several times in a row, it is down.
/// </summary>
internal sealed partial class HousekeepingRun(string kind, int max, ILogger logger) : IDisposable
{
    private const int MaxStorageFailuresInARow = 5;

    private int _removed;
    private int _storageFailuresInARow;

    /// <summary>Whether the run has done enough, or can't do more: what is left is for the next one.</summary>
    public bool IsOver => _removed >= max || _storageFailuresInARow >= MaxStorageFailuresInARow;

    /// <param name="remove">Returns whether it removed anything.</param>
    public async Task TryAsync(string id, Func<Task<bool>> remove, CancellationToken cancellationToken)
    {
        try
        {
            _removed += await remove() ? 1 : 0;
            _storageFailuresInARow = 0;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            _storageFailuresInARow = StorageFailure.Is(failure) ? _storageFailuresInARow + 1 : 0;
            HousekeepingMetrics.Failed(kind);
            NotRemoved(logger, failure, kind, id);
        }
    }

    public void Add(int removed) => _removed += removed;

    /// <summary>Reports what was removed, also if the run was cut off.</summary>
    public void Dispose()
    {
        if (_removed > 0)
            HousekeepingMetrics.Removed(kind, _removed);
        Removed(logger, kind, _removed, IsOver);
    }

    [LoggerMessage(1, LogLevel.Information, "Housekeeping removed {Count} of kind {Kind}; more may be left: {IsOver}")]
    private static partial void Removed(ILogger logger, string kind, int count, bool isOver);

    [LoggerMessage(2, LogLevel.Warning, "Housekeeping could not remove {Kind} {Id}; the next run tries again")]
    private static partial void NotRemoved(ILogger logger, Exception failure, string kind, string id);
}
