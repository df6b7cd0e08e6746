using System.Collections.Concurrent;
using System.Diagnostics;

namespace AudioFunctions.Cli.Tests.Running;

/// <summary>The command as a process, with its output so far.</summary>
public sealed class Command : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(90);

    private readonly Process _process;
    private readonly BlockingCollection<string> _lines = [];
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _errors = new();

    private Command(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, e) => Keep(_output, e.Data);
        process.ErrorDataReceived += (_, e) => Keep(_errors, e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Output => string.Join('\n', _output);

    public string Errors => string.Join('\n', _errors);

    public int ProcessId => _process.Id;

    public static Command Start(Checkout checkout, (string Name, string Value)[] environment, string[] arguments)
    {
        // If a shell runs the tests in the background, they inherit an ignored SIGINT, and under nohup an ignored SIGHUP; a command in a terminal doesn't.
        var start = new ProcessStartInfo("env", ["--default-signal=INT,HUP", "dotnet", Path.Combine(AppContext.BaseDirectory, "AudioFunctions.Cli.dll"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = checkout.Root,
        };
        start.Environment[Workspace.RootVariable] = checkout.Root;
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        // There is no input.
        process.StandardInput.Close();
        return new Command(process);
    }

    /// <summary>Waits for a line on either stream; on failure, the message contains the output.</summary>
    public Task SeesAsync(string text) => Task.Run(() =>
    {
        using var timeout = new CancellationTokenSource(Timeout);
        try
        {
            foreach (var line in _lines.GetConsumingEnumerable(timeout.Token))
            {
                if (line.Contains(text, StringComparison.Ordinal))
                    return;
            }
        }
        catch (OperationCanceledException)
        {
            // Reported below, with the output.
        }

        Assert.Fail($"The command never printed '{text}' but:\n{Output}\n{Errors}");
    });

    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Returns the exit code after all output has been read.</summary>
    public async Task<int> EndsAsync()
    {
        using var timeout = new CancellationTokenSource(Timeout);
        await _process.WaitForExitAsync(timeout.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        _lines.Dispose();
    }

    private void Keep(ConcurrentQueue<string> kept, string? line)
    {
        if (line is null)
            return;
        kept.Enqueue(line);
        _lines.Add(line);
    }
}
