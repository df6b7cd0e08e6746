using System.Threading.RateLimiting;

namespace AudioFunctions.Speech.ElevenLabs;

/// <summary>
/// Limits this process's concurrent requests to the account. The plan's limit is per account, so all sessions share this limiter.
/// First come, first served; safe for any number of callers.
/// </summary>
internal sealed class RequestLimiter : IDisposable
{
    private readonly ConcurrencyLimiter _limiter;
    private readonly int _configured;
    private readonly Lock _lock = new();

    /// <summary>Slots taken out of use because the account's plan has fewer than the configured number.</summary>
    private readonly Stack<RateLimitLease> _withheld = new();

    private TaskCompletionSource<bool> _ended = NewSignal();
    private int _allowed;
    private int _underWay;

    public RequestLimiter(int maxConcurrentRequests)
    {
        _configured = _allowed = maxConcurrentRequests;
        _limiter = new ConcurrencyLimiter(new ConcurrencyLimiterOptions
        {
            PermitLimit = maxConcurrentRequests,
            QueueLimit = int.MaxValue,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
    }

    public async Task<Slot> EnterAsync(CancellationToken cancellationToken)
    {
        var lease = await _limiter.AcquireAsync(permitCount: 1, cancellationToken);
        lock (_lock)
        {
            _underWay++;
            return new Slot(this, lease, _ended.Task);
        }
    }

    /// <summary>
    /// Applies the plan's limit, from the header <c>maximum-concurrent-requests</c>. If more requests are running, their slots close as they end,
    /// before a waiting request gets one.
    /// </summary>
    public void Observe(int maximumConcurrentRequests)
    {
        lock (_lock)
        {
            _allowed = Math.Clamp(maximumConcurrentRequests, 1, _configured);
            while (HasTooManySlots && _limiter.AttemptAcquire(permitCount: 1) is { IsAcquired: true } idle)
            {
                _withheld.Push(idle);
            }

            while (_configured - _withheld.Count < _allowed)
            {
                _withheld.Pop().Dispose();
            }
        }
    }

    /// <summary>Waits for the response to a running request. False if no request is running.</summary>
    /// <param name="answered">
    /// The refused request's <see cref="Slot.Answered"/>: a request that ended while this one was being refused has freed a slot too.
    /// </param>
    public Task<bool> WaitForSlotAsync(Task<bool> answered, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (answered is { IsCompletedSuccessfully: true, Result: true })
                return answered;

            return _underWay == 0 ? Task.FromResult(false) : _ended.Task.WaitAsync(cancellationToken);
        }
    }

    public void Dispose() => _limiter.Dispose();

    private bool HasTooManySlots => _configured - _withheld.Count > _allowed;

    private static TaskCompletionSource<bool> NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Leave(RateLimitLease lease, bool wasRefused)
    {
        lock (_lock)
        {
            _underWay--;
            if (HasTooManySlots)
                _withheld.Push(lease);
            else
                lease.Dispose();

            // A refused request had no slot at the service, so its end frees none.
            if (wasRefused && _underWay > 0)
                return;

            var ended = _ended;
            _ended = NewSignal();
            ended.SetResult(!wasRefused);
        }
    }

    /// <summary>A slot among the concurrent requests, held until it is disposed.</summary>
    internal sealed class Slot(RequestLimiter limiter, RateLimitLease lease, Task<bool> answered) : IDisposable
    {
        /// <summary>True when a request has got its response since this slot was taken; false if none is left that could.</summary>
        public Task<bool> Answered { get; } = answered;

        /// <summary>The service had no free slot, so this request never ran there.</summary>
        public bool WasRefused { get; set; }

        public void Dispose() => limiter.Leave(lease, WasRefused);
    }
}
