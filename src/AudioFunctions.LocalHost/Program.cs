using System.Runtime.InteropServices;
using AudioFunctions.LocalHost.Configuration;
using AudioFunctions.LocalHost.Hosting;

var stop = new TaskCompletionSource<PosixSignal>(TaskCreationOptions.RunContinuationsAsynchronously);
using var starting = new CancellationTokenSource();
// The first signal asks the host to stop; the next one ends the process at once.
var registrations = new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGQUIT }
    .Select(signal => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = stop.TrySetResult(context.Signal);
        starting.Cancel();
    }))
    .ToList();
try
{
    var options = HostOptions.Parse(args);
    var settings = LocalSettings.Read(options.SettingsFile);
    settings.Apply();
    using var socket = PublicSocket.Open(options.Port ?? settings.Port ?? HostOptions.DefaultPort);
    HostEnvironment.Set(socket.Port);
    await using var host = new RunningHost(AppFolder.Read(options.AppFolder), socket);
    await host.StartAsync(options, settings, starting.Token);
    var ended = await Task.WhenAny(stop.Task, host.GivenUp);
    await host.StopAsync();
    if (ended == host.GivenUp)
        throw await host.GivenUp;
    return 0;
}
catch (StartupException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
catch (OperationCanceledException) when (stop.Task.IsCompleted)
{
    // Stopped during the start.
    return 0;
}
finally
{
    registrations.ForEach(registration => registration.Dispose());
}
