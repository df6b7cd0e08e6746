using System.Threading.RateLimiting;

namespace AudioFunctions.Speech.ElevenLabs;

/// <summary>
/// The one door of the process to the account: the plan limits requests under way per account, so every session passes here.
/// First come, first served; safe for any number of callers.
/// </summary>
internal sealed class SpeechGate : IAsyncDisposable
{
    private readonly ConcurrencyLimiter _limiter;
    private readonly int _configured;
    private readonly Lock _lock = new();

    /// <summary>Places taken out of use, because the account's plan has fewer than were configured.</summary>
    private readonly Stack<Task<RateLimitLease>> _withheld = new();

    private TaskCompletionSource<bool> _ended = NewSignal();
    private int _underWay;

    public SpeechGate(int maxConcurrentRequests)
    {
        _configured = maxConcurrentRequests;
        _limiter = new ConcurrencyLimiter(new ConcurrencyLimiterOptions
        {
            PermitLimit = maxConcurrentRequests,
            QueueLimit = int.MaxValue,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
    }

    /// <summary>How many places are in use for now.</summary>
    public int Limit
    {
        get
        {
            lock (_lock)
            {
                return _configured - _withheld.Count;
            }
        }
    }

    public async Task<Place> EnterAsync(CancellationToken cancellationToken)
    {
        var lease = await _limiter.AcquireAsync(permitCount: 1, cancellationToken);
        lock (_lock)
        {
            _underWay++;
        }

        return new Place(this, lease);
    }

    /// <summary>Takes note of the plan's limit, from the header <c>maximum-concurrent-requests</c>.</summary>
    public void Observe(int maximumConcurrentRequests)
    {
        lock (_lock)
        {
            var wanted = Math.Clamp(maximumConcurrentRequests, 1, _configured);
            while (_configured - _withheld.Count > wanted)
            {
                _withheld.Push(_limiter.AcquireAsync(permitCount: 1).AsTask());
            }

            while (_configured - _withheld.Count < wanted)
            {
                _ = GiveBackAsync(_withheld.Pop());
            }
        }
    }

    /// <summary>Waits for a request under way to be answered. False where there is none left that could.</summary>
    public Task<bool> WaitForRoomAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return _underWay == 0 ? Task.FromResult(false) : _ended.Task.WaitAsync(cancellationToken);
        }
    }

    public ValueTask DisposeAsync() => _limiter.DisposeAsync();

    private static TaskCompletionSource<bool> NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static async Task GiveBackAsync(Task<RateLimitLease> withheld) => (await withheld).Dispose();

    private void Leave(RateLimitLease lease, bool refusedForRoom)
    {
        lease.Dispose();
        lock (_lock)
        {
            _underWay--;

            // A refused request held no place at the service, so its end makes no room.
            if (refusedForRoom && _underWay > 0)
                return;

            var ended = _ended;
            _ended = NewSignal();
            ended.SetResult(!refusedForRoom);
        }
    }

    /// <summary>A place among the requests under way, for as long as it is not disposed.</summary>
    internal sealed class Place(SpeechGate gate, RateLimitLease lease) : IDisposable
    {
        /// <summary>The service had no room: this request never was under way there.</summary>
        public bool RefusedForRoom { get; set; }

        public void Dispose() => gate.Leave(lease, RefusedForRoom);
    }
}
