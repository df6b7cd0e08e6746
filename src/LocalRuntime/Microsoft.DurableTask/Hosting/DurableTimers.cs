namespace LocalRuntime.DurableTask;

/// <summary>
/// Fires at given times of the hub's clock. What makes a timer durable is its TimerCreated event; this is only the alarm.
/// </summary>
internal sealed class DurableTimers : IDisposable
{
    // Short enough for any timer implementation, and for a clock that jumps.
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly SortedSet<Alarm> _alarms = new(Comparer<Alarm>.Create(
        (a, b) => a.At != b.At ? a.At.CompareTo(b.At) : a.Number.CompareTo(b.Number)));

    private readonly ITimer _timer;
    private long _count;
    private bool _stopped;

    public DurableTimers(TimeProvider time)
    {
        _time = time;
        _timer = time.CreateTimer(_ => Ring(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <param name="ring">Called once, soon after that time; must not block.</param>
    public Alarm Arm(DateTimeOffset at, Action ring)
    {
        lock (_gate)
        {
            var alarm = new Alarm(at, _count++, ring);
            _alarms.Add(alarm);
            Sleep();
            return alarm;
        }
    }

    public void Disarm(Alarm alarm)
    {
        lock (_gate)
            _alarms.Remove(alarm);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _stopped = true;
            _alarms.Clear();
        }

        _timer.Dispose();
    }

    private void Ring()
    {
        List<Alarm> due = [];
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            while (_alarms.Min is { } first && first.At <= now)
            {
                _alarms.Remove(first);
                due.Add(first);
            }

            Sleep();
        }

        due.ForEach(alarm => alarm.Ring());
    }

    private void Sleep()
    {
        if (_stopped || _alarms.Min is not { } first)
            return;
        var wait = first.At - _time.GetUtcNow();
        // A timer counts whole milliseconds; rounded up, so that it is not early.
        var rounded = TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(0, wait.TotalMilliseconds)));
        _timer.Change(rounded < LongestSleep ? rounded : LongestSleep, Timeout.InfiniteTimeSpan);
    }

    internal sealed record Alarm(DateTimeOffset At, long Number, Action Ring);
}
