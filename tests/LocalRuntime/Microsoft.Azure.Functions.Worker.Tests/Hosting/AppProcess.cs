using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Azure.Functions.Worker.TestApp;

namespace Microsoft.Azure.Functions.Worker.Tests.Hosting;

/// <summary>The test app as a process of its own.</summary>
internal sealed class AppProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly Dictionary<string, TaskCompletionSource<string>> _awaited = [];
    private readonly Task<string> _errors;

    private AppProcess(ProcessStartInfo start)
    {
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.BeginOutputReadLine();
        _errors = _process.StandardError.ReadToEndAsync();
    }

    public IEnumerable<string> Output => _output;

    public static AppProcess Start(AppFolder folder, params string[] settings)
    {
        // Tests that run in the background of a shell inherit an ignored SIGINT; a terminal's user does not.
        var start = new ProcessStartInfo("env") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder.Path };
        string[] arguments =
        [
            "--default-signal=INT", "dotnet", "exec", typeof(App).Assembly.Location,
            "--LocalRuntime:Port=0", $"--LocalRuntime:SecretsPath={folder.Secrets}", $"--AzureWebJobsScriptRoot={folder.Path}",
            "--AzureWebJobsStorage=UseDevelopmentStorage=true", .. settings,
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return new AppProcess(start);
    }

    /// <summary>A client for the address that the process reports.</summary>
    public async Task<HttpClient> ClientAsync()
    {
        const string before = " functions on ";
        var line = await LineWithAsync(before);
        var address = line[(line.IndexOf(before, StringComparison.Ordinal) + before.Length)..line.IndexOf(',', StringComparison.Ordinal)];
        return new HttpClient { BaseAddress = new Uri(address) };
    }

    public Task<string> LineWithAsync(string text)
    {
        TaskCompletionSource<string>? source;
        lock (_awaited)
        {
            if (_output.FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal)) is { } line)
                return Task.FromResult(line);
            if (!_awaited.TryGetValue(text, out source))
                _awaited[text] = source = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        return source.Task.WaitAsync(Patience);
    }

    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public async Task<(int ExitCode, string Errors)> ExitAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return (_process.ExitCode, await _errors);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Read(string? line)
    {
        if (line is null)
            return;

        lock (_awaited)
        {
            _output.Enqueue(line);
            foreach (var (_, source) in _awaited.Where(pair => line.Contains(pair.Key, StringComparison.Ordinal)))
            {
                source.TrySetResult(line);
            }
        }
    }
}
