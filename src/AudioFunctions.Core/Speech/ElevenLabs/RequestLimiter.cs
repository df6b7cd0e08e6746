using System.Threading.RateLimiting;

namespace AudioFunctions.Speech.ElevenLabs;

/// <summary>
/// The one door of the process to the account: the plan limits requests under way per account, so every session passes here.
/// First come, first served; safe for any number of callers.
/// </summary>
internal sealed class RequestLimiter : IDisposable
{
    private readonly ConcurrencyLimiter _limiter;
    private readonly int _configured;
    private readonly Lock _lock = new();

    /// <summary>Places taken out of use, because the account's plan has fewer than were configured.</summary>
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

    public async Task<Place> EnterAsync(CancellationToken cancellationToken)
    {
        var lease = await _limiter.AcquireAsync(permitCount: 1, cancellationToken);
        lock (_lock)
        {
            _underWay++;
            return new Place(this, lease, _ended.Task);
        }
    }

    /// <summary>
    /// Takes note of the plan's limit, from the header <c>maximum-concurrent-requests</c>. Where more are under way, their places close as
    /// they end, before anybody who waits gets in.
    /// </summary>
    public void Observe(int maximumConcurrentRequests)
    {
        lock (_lock)
        {
            _allowed = Math.Clamp(maximumConcurrentRequests, 1, _configured);
            while (HasTooManyPlaces && _limiter.AttemptAcquire(permitCount: 1) is { IsAcquired: true } idle)
            {
                _withheld.Push(idle);
            }

            while (_configured - _withheld.Count < _allowed)
            {
                _withheld.Pop().Dispose();
            }
        }
    }

    /// <summary>Waits for a request under way to be answered. False if there is none left that could.</summary>
    /// <param name="answered">
    /// The refused request's <see cref="Place.Answered"/>: what ended while it was being refused has made room too.
    /// </param>
    public Task<bool> WaitForRoomAsync(Task<bool> answered, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (answered is { IsCompletedSuccessfully: true, Result: true })
                return answered;

            return _underWay == 0 ? Task.FromResult(false) : _ended.Task.WaitAsync(cancellationToken);
        }
    }

    public void Dispose() => _limiter.Dispose();

    private bool HasTooManyPlaces => _configured - _withheld.Count > _allowed;

    private static TaskCompletionSource<bool> NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Leave(RateLimitLease lease, bool refusedForRoom)
    {
        lock (_lock)
        {
            _underWay--;
            if (HasTooManyPlaces)
                _withheld.Push(lease);
            else
                lease.Dispose();

            // A refused request held no place at the service, so its end makes no room.
            if (refusedForRoom && _underWay > 0)
                return;

            var ended = _ended;
            _ended = NewSignal();
            ended.SetResult(!refusedForRoom);
        }
    }

    /// <summary>A place among the requests under way, for as long as it is not disposed.</summary>
    internal sealed class Place(RequestLimiter gate, RateLimitLease lease, Task<bool> answered) : IDisposable
    {
        /// <summary>True with the first request answered since this place was taken.</summary>
        public Task<bool> Answered { get; } = answered;

        /// <summary>The service had no room: this request never was under way there.</summary>
        public bool RefusedForRoom { get; set; }

        public void Dispose() => gate.Leave(lease, RefusedForRoom);
    }
}
