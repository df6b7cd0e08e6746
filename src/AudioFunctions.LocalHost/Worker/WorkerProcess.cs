using System.ComponentModel;
using System.Diagnostics;
using AudioFunctions.LocalHost.Configuration;
using AudioFunctions.LocalHost.Hosting;

namespace AudioFunctions.LocalHost.Worker;

/// <summary>The app's process.</summary>
internal sealed class WorkerProcess(Process process, Task<int> exited) : IAsyncDisposable
{
    private static readonly string? SetSid = Find("setsid");
    private static readonly string? SetPriv = Find("setpriv");

    public int Id => process.Id;

    /// <summary>The exit code.</summary>
    public Task<int> Exited => exited;

    /// <param name="arguments">For the app's program.</param>
    /// <param name="print">Receives each line of its output.</param>
    /// <exception cref="StartupException">The program can't be started.</exception>
    public static WorkerProcess Start(AppFolder app, IEnumerable<string> arguments, Action<string> print)
    {
        var process = new Process { StartInfo = StartInfo(app, arguments) };
        process.OutputDataReceived += Print;
        process.ErrorDataReceived += Print;
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // The kernel kills the worker when the *thread* that started it ends, so it gets a thread that lives as long as the worker.
        var exited = Task.Factory.StartNew(() => RunToEnd(process, started), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Task.WaitAny(started.Task, exited);
        if (exited.Exception?.InnerException is Win32Exception e)
            throw new StartupException($"The app can't be started: {e.Message} ({process.StartInfo.FileName}). Install the .NET runtime that it needs.", e);
        return new WorkerProcess(process, exited);

        void Print(object sender, DataReceivedEventArgs line)
        {
            if (!string.IsNullOrEmpty(line.Data))
                print(line.Data);
        }
    }

    /// <summary>Kills the process, if it still runs, and its children.</summary>
    public void Kill()
    {
        if (!exited.IsCompleted)
            process.Kill(entireProcessTree: true);
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        await exited;
        process.Dispose();
    }

    /// <returns>The exit code.</returns>
    private static int RunToEnd(Process process, TaskCompletionSource started)
    {
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        started.SetResult();
        // Also waits for the last line of its output.
        process.WaitForExit();
        return process.ExitCode;
    }

    private static ProcessStartInfo StartInfo(AppFolder app, IEnumerable<string> arguments)
    {
        // Start it in its own session, so that Ctrl-C in a terminal reaches only the host, which stops its work before the worker.
        string[] session = SetSid is null ? [] : [SetSid];
        string[] deathSignal = SetPriv is null ? [] : [SetPriv, "--pdeathsig", "KILL", "--"];
        string[] command = [.. session, .. deathSignal, app.Worker.Executable, app.Worker.Assembly, .. arguments];
        return new ProcessStartInfo(command[0], command.Skip(1))
        {
            WorkingDirectory = app.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            Environment =
            {
                ["FUNCTIONS_APPLICATION_DIRECTORY"] = app.Path,
                ["FUNCTIONS_WORKER_DIRECTORY"] = app.Path,
            },
        };
    }

    private static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
}
