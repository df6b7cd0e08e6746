namespace AudioFunctions.Speech.ElevenLabs;

/// <summary>
/// What time it is at the service, by the <c>Date</c> of its latest answer: its history is dated by that clock, not by ours. Safe for
/// concurrent use.
/// </summary>
internal sealed class ServiceClock(TimeProvider time)
{
    /// <summary><c>Date</c> counts in whole seconds and takes a moment to arrive: so small a difference is none.</summary>
    private static readonly TimeSpan Blur = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private TimeSpan? _offset;

    /// <summary>How far the service's clock is ahead of ours; null until it has answered.</summary>
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

    /// <summary>A moment of a note, by the service's clock; where the note doesn't know that clock, by what is known now.</summary>
    public DateTimeOffset AtService(RequestNote note, DateTimeOffset moment) =>
        moment + (note.ClockOffsetMs is { } known ? TimeSpan.FromMilliseconds(known) : Offset ?? TimeSpan.Zero);
}
