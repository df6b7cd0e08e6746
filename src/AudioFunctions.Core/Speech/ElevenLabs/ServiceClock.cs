namespace AudioFunctions.Speech.ElevenLabs;

/// <summary>
/// The service's clock, from the <c>Date</c> of its latest response: its history is dated by that clock, not by ours. Safe for concurrent
/// use.
/// </summary>
internal sealed class ServiceClock(TimeProvider time)
{
    /// <summary><c>Date</c> is in whole seconds and takes a moment to arrive, so such a small difference is ignored.</summary>
    private static readonly TimeSpan Blur = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private TimeSpan? _offset;

    /// <summary>How far the service's clock is ahead of ours; null before its first response.</summary>
    public TimeSpan? Offset
    {
        get
        {
            lock (_lock)
            {
                return _offset;
            }
        }
    }

    public DateTimeOffset Now => time.GetUtcNow() + (Offset ?? TimeSpan.Zero);

    public void Observe(DateTimeOffset date)
    {
        var offset = date - time.GetUtcNow();
        lock (_lock)
        {
            _offset = offset.Duration() <= Blur ? TimeSpan.Zero : offset;
        }
    }

    /// <summary>A time in a note, by the service's clock; if the note lacks the clock's offset, by the current one.</summary>
    public DateTimeOffset AtService(RequestNote note, DateTimeOffset moment) =>
        moment + (note.ClockOffsetMs is { } known ? TimeSpan.FromMilliseconds(known) : Offset ?? TimeSpan.Zero);
}
