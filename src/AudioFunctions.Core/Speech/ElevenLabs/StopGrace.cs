namespace AudioFunctions.Speech.ElevenLabs;

/// <summary>A token that is cancelled some time after another: a billed request may finish when the host stops.</summary>
internal sealed class StopGrace : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenRegistration _stop;

    public StopGrace(TimeSpan grace, TimeProvider time, CancellationToken stop)
    {
        _source = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _stop = stop.Register(() => _source.CancelAfter(grace));
    }

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        _stop.Dispose();
        _source.Dispose();
    }
}
