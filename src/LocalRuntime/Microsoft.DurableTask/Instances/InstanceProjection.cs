using Azure;
using Microsoft.Extensions.Logging;

namespace LocalRuntime.DurableTask;

/// <summary>
/// Keeps one row of the instances table up to what history says, with far fewer writes than turns: changes that come close
/// together become one write. Only the instance's owner writes.
/// </summary>
internal sealed class InstanceProjection(
    InstanceStore instances, HistoryStore history, string owner, InstanceState stored, ILogger logger)
{
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private InstanceState _stored = stored;
    private volatile InstanceState _current = stored;
    private Task _lastWrite = Task.CompletedTask;
    private int _scheduled;

    public InstanceState Current => _current;

    /// <summary>Takes note of a change and writes it within a moment.</summary>
    public void Change(InstanceState state, CancellationToken cancellationToken)
    {
        Set(state);
        if (Interlocked.Exchange(ref _scheduled, 1) == 0)
            _ = WriteSoonAsync(cancellationToken);
    }

    /// <summary>Takes note of a change that someone is about to flush.</summary>
    public void Set(InstanceState state) => _current = state;

    /// <summary>Returns when the row says what <see cref="Current"/> says.</summary>
    /// <exception cref="InstanceTakenOverException">The row belongs to another owner by now.</exception>
    public Task FlushAsync(CancellationToken cancellationToken)
    {
        // One write after the other: each needs the version that the one before left.
        lock (_gate)
            return _lastWrite = WriteAfterAsync(_lastWrite, cancellationToken);
    }

    private async Task WriteAfterAsync(Task before, CancellationToken cancellationToken)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var state = _current;
        if (!IsSame(state, _stored))
            _stored = state with { Version = await WriteAsync(state with { Version = _stored.Version }, cancellationToken) };
    }

    private async Task WriteSoonAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(Gathering, cancellationToken);
            // From here on a change needs a write of its own.
            Interlocked.Exchange(ref _scheduled, 0);
            await FlushAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The hub stops; history has it, and the next owner brings the row up to date.
        }
        catch (InstanceTakenOverException)
        {
            // The instance's own next commit finds out and says so.
        }
        catch (RequestFailedException exception)
        {
            Log.StatusNotWritten(logger, _current.InstanceId, exception);
        }
    }

    private async Task<ETag> WriteAsync(InstanceState state, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await instances.UpdateAsync(state, cancellationToken);
            }
            catch (RequestFailedException refused) when (refused.Status is 404 or 412)
            {
                state = state with { Version = await RecogniseAsync(state, refused, cancellationToken) };
            }
        }
    }

    // Either an earlier owner's last write came in between, or this owner's own whose answer got lost; or it is no longer the owner.
    private async Task<ETag> RecogniseAsync(InstanceState state, RequestFailedException refused, CancellationToken cancellationToken)
    {
        var found = await instances.ReadAsync(state.InstanceId, withPayloads: false, cancellationToken);
        var sentinel = await history.ReadSentinelAsync(state.InstanceId, cancellationToken);
        if (found?.ExecutionId == state.ExecutionId && sentinel?.Owner == owner)
            return found.Version;
        throw new InstanceTakenOverException(state.InstanceId, refused);
    }

    private static bool IsSame(InstanceState a, InstanceState b) => a with { Version = b.Version } == b;
}
