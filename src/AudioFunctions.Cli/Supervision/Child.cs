using System.Diagnostics;

namespace AudioFunctions.Cli.Supervision;

/// <summary>A process that this command starts and stops.</summary>
public sealed class Child : IAsyncDisposable
{
    private readonly ChildCommand _command;
    private readonly Process _process;
    private readonly TaskCompletionSource _exited;

    private Child(ChildCommand command, Process process, TaskCompletionSource exited)
    {
        _command = command;
        _process = process;
        _exited = exited;
    }

    public int ProcessId => _process.Id;

    public string Name => _command.Name;

    public string LogPath => _command.LogPath;

    public bool HasExited => _exited.Task.IsCompleted;

    public Task Exited => _exited.Task;

    /// <exception cref="RunException">The program can't be started.</exception>
    public static Child Start(ChildCommand command)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(command.LogPath)!);
        File.WriteAllBytes(command.LogPath, []);
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        var exited = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // The kernel sends the death signal when the *thread* that started the child ends, so that thread must live as long as the child.
        new Thread(() => StartAndWait(command, started, exited)) { IsBackground = true, Name = command.Name }.Start();
        return new Child(command, started.Task.GetAwaiter().GetResult(), exited);
    }

    /// <summary>Asks the child to stop; after the timeout, kills it and its children.</summary>
    public async Task StopAsync(TimeSpan timeout)
    {
        if (!HasExited)
            Signals.Send(ProcessId, Signals.Terminate);

        try
        {
            await Exited.WaitAsync(timeout);
        }
        catch (TimeoutException)
        {
            _process.Kill(entireProcessTree: true);
            await Exited;
        }
    }

    /// <param name="duringWork">Whether it had started to work; then running the command again continues.</param>
    public RunException Died(bool duringWork) => new(
        $"{char.ToUpperInvariant(Name[0])}{Name[1..]} ended unexpectedly (exit code {_process.ExitCode})."
        + $" The last lines of {Workspace.DisplayPath(LogPath)}:\n{ChildLog.Tail(LogPath)}\n"
        + (duringWork ? "Run the same command again to continue a running production." : "Fix the cause, then run the same command again."));

    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.Zero);
        _process.Dispose();
    }

    private static void StartAndWait(ChildCommand command, TaskCompletionSource<Process> started, TaskCompletionSource exited)
    {
        Process process;
        try
        {
            process = Process.Start(StartInfo(command)) ?? throw new RunException($"{command.Name} did not start.");
        }
        catch (Exception e)
        {
            started.SetException(e);
            return;
        }

        started.SetResult(process);
        process.WaitForExit();
        exited.SetResult();
    }

    private static ProcessStartInfo StartInfo(ChildCommand command)
    {
        var wrapped = command.Wrapped().ToList();
        var start = new ProcessStartInfo(wrapped[0], wrapped.Skip(1)) { WorkingDirectory = command.WorkingDirectory };
        start.Environment[OrphanedProcesses.RunVariable] = $"{Environment.ProcessId}";
        foreach (var (name, value) in command.Environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }
}
