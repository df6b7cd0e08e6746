using System.Diagnostics;
using System.Globalization;
using System.Net.Mime;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AudioFunctions.Testing.Running;

/// <summary>
/// The published app as it runs on a developer's machine, unmodified: the local host, on a free port and with a temp folder of its own, and the
/// worker process that it starts.
/// </summary>
public sealed partial class AppProcess : IAsyncDisposable
{
    /// <summary>On the command line of a worker, and of nothing else.</summary>
    private const string WorkerArgument = "--functions-worker-id";

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan KillTimeout = TimeSpan.FromSeconds(30);

    private readonly StringBuilder _log = new();
    private readonly int _port = ServerPorts.Next();
    private readonly AppSettings _settings;
    private readonly MarkedProcesses _processes;
    private Process? _host;

    private AppProcess(AppSettings settings)
    {
        _settings = settings;
        _processes = new MarkedProcesses(settings.TempFolder);
    }

    /// <summary>Carries the function key.</summary>
    public HttpClient Client { get; } = new();

    /// <summary>Everything the host wrote, the worker's log included.</summary>
    public string Log
    {
        get
        {
            lock (_log)
                return _log.ToString();
        }
    }

    public static async Task<AppProcess> StartAsync(AppSettings settings)
    {
        var app = new AppProcess(settings);
        await app.StartAgainAsync();
        return app;
    }

    /// <summary>Whether the host has; a worker that has is started again by it.</summary>
    public bool HasEnded => _host!.HasExited;

    /// <summary>Waits for a text in the log, which comes a moment after what it tells of.</summary>
    public async Task LogsAsync(string text)
    {
        using var maxWait = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!Log.Contains(text, StringComparison.Ordinal))
            await Task.Delay(20, maxWait.Token);
    }

    public Task WaitForEndAsync() => _host!.WaitForExitAsync();

    /// <summary>Starts it (again) with the same settings, on the same port; returns when it can work.</summary>
    public async Task StartAgainAsync()
    {
        if (!await TryStartAgainAsync())
            throw Ended();
    }

    /// <returns>False if the host ended before it could work.</returns>
    public async Task<bool> TryStartAgainAsync()
    {
        Launch();
        if (!await TryGetReadyAsync())
            return false;
        Client.DefaultRequestHeaders.Remove("x-functions-key");
        Client.DefaultRequestHeaders.Add("x-functions-key", FunctionKey());
        return true;
    }

    /// <summary>Returns when it can work: waits for the worker that the host starts after a kill, and starts a host that has ended.</summary>
    public async Task ReviveAsync()
    {
        if (!await TryGetReadyAsync())
            await StartAgainAsync();
    }

    /// <summary>SIGKILL to the host, which ends its worker too; waits until both are gone.</summary>
    public async Task KillAsync()
    {
        var host = _host!;
        var workers = _processes.Find(WorkerArgument);
        host.Kill();
        await host.WaitForExitAsync();
        using var maxWait = new CancellationTokenSource(KillTimeout);
        await _processes.WaitForEndAsync(workers, maxWait.Token);
    }

    /// <summary>SIGKILL to the worker alone; waits until it is gone. The host starts another one.</summary>
    public async Task KillWorkerAsync()
    {
        var killed = _processes.Kill(WorkerArgument);
        using var maxWait = new CancellationTokenSource(KillTimeout);
        await _processes.WaitForEndAsync(killed, maxWait.Token);
    }

    /// <summary>SIGTERM, and waits for the end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync()
    {
        using var terminate = Process.Start("kill", ["-TERM", _host!.Id.ToString(CultureInfo.InvariantCulture)]);
        using var maxWait = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await _host.WaitForExitAsync(maxWait.Token);
        return _host.ExitCode;
    }

    /// <summary>Runs a function by hand, as an operator does who doesn't wait for its timer; returns when it has begun.</summary>
    public async Task RunFunctionAsync(string name)
    {
        using var secrets = Secrets();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Client.BaseAddress!, $"/admin/functions/{name}"))
        {
            Content = new StringContent("""{"input":""}""", Encoding.UTF8, MediaTypeNames.Application.Json),
        };
        // In place of the function key, which opens no administration.
        request.Headers.Add("x-functions-key", secrets.RootElement.GetProperty("masterKey").GetProperty("value").GetString());
        using var admin = new HttpClient();
        using var response = await admin.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }

    private JsonDocument Secrets() => JsonDocument.Parse(File.ReadAllText(Path.Combine(_settings.SecretsFolder, "host.json")));

    /// <summary>What is in memory of the host and of the app, in MiB.</summary>
    public (double Host, double App) MemoryMiB() => (ResidentMiB(_host!.Id), _processes.Find(WorkerArgument).Sum(ResidentMiB));

    public string FunctionKey()
    {
        using var secrets = Secrets();
        return secrets.RootElement.GetProperty("functionKeys").EnumerateArray()
            .First(key => key.GetProperty("name").GetString() == "default").GetProperty("value").GetString()!;
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is { HasExited: false } host)
        {
            host.Kill();
            await host.WaitForExitAsync();
        }

        // With what the worker started, which would write on into the folder that goes next.
        using var maxWait = new CancellationTokenSource(KillTimeout);
        while (_processes.Kill() is { Count: > 0 } killed)
            await _processes.WaitForEndAsync(killed, maxWait.Token);
        _host?.Dispose();
        Client.Dispose();
    }

    private static double ResidentMiB(int processId)
    {
        using var process = Process.GetProcessById(processId);
        return process.WorkingSet64 / 1048576.0;
    }

    private InvalidOperationException Ended() => new($"The app ended with {_host!.ExitCode}:\n{Log}");

    /// <returns>False if the host ended before.</returns>
    private async Task<bool> TryGetReadyAsync()
    {
        using var timeout = new CancellationTokenSource(StartTimeout);
        while (!await IsUpAsync(timeout.Token))
        {
            if (_host!.HasExited)
                return false;
            await Task.Delay(100, timeout.Token);
        }

        return true;
    }

    private void Launch()
    {
        Repository.RequireApp();
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _settings.Folder,
        };
        var port = _port.ToString(CultureInfo.InvariantCulture);
        string[] arguments =
        [
            Repository.LocalHost, _settings.AppFolder, "--port", port,
            "--secrets", _settings.SecretsFolder, "--settings", _settings.NoSettingsFile,
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in _settings.Environment())
            start.Environment[name] = value;

        _host?.Dispose();
        _host = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start");
        _host.OutputDataReceived += (_, line) => Append(line.Data);
        _host.ErrorDataReceived += (_, line) => Append(line.Data);
        _host.BeginOutputReadLine();
        _host.BeginErrorReadLine();
    }

    private void Append(string? line)
    {
        lock (_log)
            _log.AppendLine(line);
    }

    /// <summary>With its storage, that is; a test may be about an FFmpeg that fails.</summary>
    private async Task<bool> IsUpAsync(CancellationToken cancellationToken)
    {
        if (Client.BaseAddress is null && Started().Match(Log) is { Success: true } started)
            Client.BaseAddress = new Uri($"{started.Groups["address"].Value}/api/");
        if (Client.BaseAddress is null)
            return false;
        if (!_settings.HasHealth)
            return true;

        try
        {
            using var answer = await Client.GetAsync("health", cancellationToken);
            return answer.Content.Headers.ContentType?.MediaType == MediaTypeNames.Application.Json
                && JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken))!["storage"]!["ok"]!.GetValue<bool>();
        }
        catch (HttpRequestException)
        {
            // Not listening yet, or killed while it answered.
            return false;
        }
    }

    [GeneratedRegex(@" functions on (?<address>http://[0-9.:]+), keys in ")]
    private static partial Regex Started();
}
