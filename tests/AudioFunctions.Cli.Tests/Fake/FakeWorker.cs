using System.Diagnostics;
using System.Runtime.InteropServices;

namespace AudioFunctions.Cli.Tests.Fake;

/// <summary>The process that the local host would start from the published folder. Unlike the real one, it outlives its host.</summary>
internal static class FakeWorker
{
    public const string Argument = "--worker";

    public static Process Start(string appFolder) => Process.Start("dotnet", [Path.Combine(appFolder, "AudioFunctions.dll"), Argument]);

    public static async Task<int> RunAsync()
    {
        var stopped = new TaskCompletionSource();
        using var registration = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            stopped.TrySetResult();
        });
        await stopped.Task;
        return 0;
    }
}
