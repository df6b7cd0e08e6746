using System.Runtime.InteropServices;

namespace AudioFunctions.Cli;

/// <summary>Ctrl-C, SIGTERM or a closed terminal: the first asks for an orderly stop, the second ends the process at once.</summary>
public sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly List<PosixSignalRegistration> _registrations;

    public Interruption() =>
        _registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(s => PosixSignalRegistration.Create(s, Handle))];

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        _registrations.ForEach(r => r.Dispose());
        _source.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        // The kernel sends the children their stop signal when this process ends.
        if (_source.IsCancellationRequested)
            Environment.Exit(ExitCode.Interrupted);
        _source.Cancel();
    }
}
