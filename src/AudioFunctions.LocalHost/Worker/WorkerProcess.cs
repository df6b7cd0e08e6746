using System.Diagnostics;
using AudioFunctions.LocalHost.Configuration;
using AudioFunctions.LocalHost.Hosting;

namespace AudioFunctions.LocalHost.Worker;

/// <summary>The app's process.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private static readonly string? SetSid = Find("setsid");
    private static readonly string? SetPriv = Find("setpriv");

    private readonly Process _process;
    private readonly TaskCompletionSource<int> _exited;

    private WorkerProcess(Process process, TaskCompletionSource<int> exited)
    {
        _process = process;
        _exited = exited;
    }

    public int Id => _process.Id;

    /// <summary>The exit code.</summary>
    public Task<int> Exited => _exited.Task;

    /// <param name="arguments">For the app's program.</param>
    /// <param name="print">Receives each line of its output.</param>
    /// <exception cref="StartupException">The program can't be started.</exception>
    public static WorkerProcess Start(AppFolder app, IEnumerable<string> arguments, Action<string> print)
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        var exited = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var info = StartInfo(app, arguments);
        // The kernel kills the worker when the *thread* that started it ends, so that thread must live as long as the worker.
        new Thread(() => RunToEnd(info, print, started, exited)) { IsBackground = true, Name = "worker" }.Start();
        try
        {
            return new WorkerProcess(started.Task.GetAwaiter().GetResult(), exited);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new StartupException($"The app can't be started: {e.Message} ({info.FileName}). Install the .NET runtime that it needs.", e);
        }
    }

    /// <summary>Kills the process, if it still runs, and its children.</summary>
    public void Kill()
    {
        if (!_exited.Task.IsCompleted)
            _process.Kill(entireProcessTree: true);
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        await _exited.Task;
        _process.Dispose();
    }

    private static void RunToEnd(ProcessStartInfo info, Action<string> print, TaskCompletionSource<Process> started, TaskCompletionSource<int> exited)
    {
        Process process;
        try
        {
            process = Process.Start(info)!;
        }
        catch (Exception e)
        {
            started.SetException(e);
            return;
        }

        process.OutputDataReceived += (_, line) => Print(line.Data);
        process.ErrorDataReceived += (_, line) => Print(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        started.SetResult(process);
        // Also waits for the last line of its output.
        process.WaitForExit();
        exited.SetResult(process.ExitCode);

        void Print(string? line)
        {
            if (!string.IsNullOrEmpty(line))
                print(line);
        }
    }

    private static ProcessStartInfo StartInfo(AppFolder app, IEnumerable<string> arguments)
    {
        string[] program = app.Worker.Executable == "dotnet" ? ["dotnet", app.Worker.Assembly] : [app.Worker.Executable, app.Worker.Assembly];
        // Start it in its own session, so that Ctrl-C in a terminal reaches only the host, which stops its work before the worker.
        string[] session = SetSid is null ? [] : [SetSid];
        string[] deathSignal = SetPriv is null ? [] : [SetPriv, "--pdeathsig", "KILL", "--"];
        var command = session.Concat(deathSignal).Concat(program).Concat(arguments).ToList();
        return new ProcessStartInfo(command[0], command.Skip(1))
        {
            WorkingDirectory = app.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            Environment =
            {
                ["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated",
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
