using Microsoft.Extensions.Hosting;

namespace LocalRuntime.Functions.Hosting;

/// <summary>How long running requests may go on after the host was asked to stop.</summary>
internal sealed class StopGrace : IDisposable
{
    /// <summary>From the request to stop until running functions are cancelled.</summary>
    public static readonly TimeSpan ForRequests = TimeSpan.FromSeconds(3);

    /// <summary>From the request to stop until everything left is dropped.</summary>
    public static readonly TimeSpan ForAll = TimeSpan.FromSeconds(4.5);

    private readonly CancellationTokenSource _over = new();
    private readonly CancellationTokenRegistration _stopping;

    public StopGrace(IHostApplicationLifetime lifetime) =>
        _stopping = lifetime.ApplicationStopping.Register(() => _over.CancelAfter(ForRequests));

    /// <summary>Cancelled when <see cref="ForRequests"/> has passed.</summary>
    public CancellationToken Over => _over.Token;

    public void Dispose()
    {
        _stopping.Dispose();
        _over.Dispose();
    }
}
