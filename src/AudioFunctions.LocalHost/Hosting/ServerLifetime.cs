using Microsoft.Extensions.Hosting;

namespace AudioFunctions.LocalHost.Hosting;

/// <summary>Doesn't handle signals: the program does, and stops its parts in order.</summary>
internal sealed class ServerLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
