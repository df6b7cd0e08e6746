using System.Diagnostics;
using System.Globalization;
using System.Net.Mime;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AudioFunctions.Testing.Running;

/// <summary>The app as it runs on a developer's machine: a process of its own, on a free port, with a temp folder of its own.</summary>
public sealed partial class AppProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    private readonly StringBuilder _log = new();
    private readonly AppSettings _settings;
    private Process? _process;

    private AppProcess(AppSettings settings) => _settings = settings;

    /// <summary>Carries the function key.</summary>
    public HttpClient Client { get; } = new();

    /// <summary>Everything the process wrote.</summary>
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

    public bool HasEnded => _process!.HasExited;

    /// <summary>Waits for a text in the log, which comes a moment after what it tells of.</summary>
    public async Task LogsAsync(string text)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!Log.Contains(text, StringComparison.Ordinal))
            await Task.Delay(20, patience.Token);
    }

    public Task WaitForEndAsync() => _process!.WaitForExitAsync();

    /// <summary>Starts it (again) with the same settings, on the same port; returns when it can work.</summary>
    public async Task StartAgainAsync()
    {
        if (!await TryStartAgainAsync())
            throw new InvalidOperationException($"The app ended with {_process!.ExitCode}:\n{Log}");
    }

    /// <returns>False where the process ended before it could work.</returns>
    public async Task<bool> TryStartAgainAsync()
    {
        Launch();
        using var timeout = new CancellationTokenSource(StartTimeout);
        while (!await IsUpAsync(timeout.Token))
        {
            if (_process!.HasExited)
                return false;
            await Task.Delay(25, timeout.Token);
        }

        Client.DefaultRequestHeaders.Remove("x-functions-key");
        Client.DefaultRequestHeaders.Add("x-functions-key", FunctionKey());
        return true;
    }

    /// <summary>SIGKILL: nothing in the process runs any more.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGKILL, from the hook of a request to the storage: a request that has not been passed on yet is not passed on any more.</summary>
    /// <exception cref="IOException">Always: it is what cuts the request off.</exception>
    public async Task CutOffAsync()
    {
        await KillAsync();
        throw new IOException("The process that asked is dead.");
    }

    /// <summary>SIGTERM, and waits for the end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync()
    {
        using var terminate = Process.Start("kill", ["-TERM", _process!.Id.ToString(CultureInfo.InvariantCulture)]);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    public string FunctionKey()
    {
        using var secrets = JsonDocument.Parse(File.ReadAllText(Path.Combine(_settings.SecretsFolder, "host.json")));
        return secrets.RootElement.GetProperty("functionKeys").EnumerateArray()
            .First(key => key.GetProperty("name").GetString() == "default").GetProperty("value").GetString()!;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false } process)
        {
            // With what it started, which would write on into the folder that goes next.
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        _process?.Dispose();
        Client.Dispose();
    }

    private void Launch()
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _settings.Folder,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "AudioFunctions.dll"));
        foreach (var (name, value) in _settings.Environment())
            start.Environment[name] = value;
        // The first time any free one, which nobody can take before the process has it.
        start.Environment["LocalRuntime__Port"] = (Client.BaseAddress?.Port ?? 0).ToString(CultureInfo.InvariantCulture);

        _process?.Dispose();
        _process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start");
        _process.OutputDataReceived += (_, line) => Append(line.Data);
        _process.ErrorDataReceived += (_, line) => Append(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
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
