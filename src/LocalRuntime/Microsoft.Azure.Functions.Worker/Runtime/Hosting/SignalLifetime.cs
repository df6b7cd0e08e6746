using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LocalRuntime.Functions.Hosting;

/// <summary>The first SIGINT or SIGTERM asks the host to stop; the next one ends the process as if nobody listened.</summary>
internal sealed partial class SignalLifetime(IHostApplicationLifetime application, ILoggerFactory loggers) : IHostLifetime, IDisposable
{
    private readonly ILogger _logger = loggers.CreateLogger("LocalRuntime.Host");
    private readonly List<PosixSignalRegistration> _registrations = [];
    private int _asked;

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGQUIT })
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, OnSignal));
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());

    private void OnSignal(PosixSignalContext context)
    {
        if (Interlocked.Exchange(ref _asked, 1) == 1)
            return;

        context.Cancel = true;
        Stopping(context.Signal);
        application.StopApplication();
    }

    [LoggerMessage(4, LogLevel.Information, "{Signal}: stopping; a second one ends at once")]
    private partial void Stopping(PosixSignal signal);
}
