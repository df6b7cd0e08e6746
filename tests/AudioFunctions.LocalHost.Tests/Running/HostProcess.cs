using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AudioFunctions.Testing;

namespace AudioFunctions.LocalHost.Tests.Running;

/// <summary>The local host as a process, with its own folder, task hub and containers. Can be stopped, killed and restarted.</summary>
internal sealed partial class HostProcess : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private Process? _process;
    private HostLogLines _errors = new();

    /// <param name="storage">The connection string.</param>
    /// <param name="shared">A host whose task hub and containers this host uses too.</param>
    private HostProcess(string storage, HostProcess? shared)
    {
        Id = shared?.Id ?? $"t{Guid.NewGuid():N}"[..16];
        Journal = shared?.Journal ?? new Journal(storage, $"journal-{Id}");
        Environment["AzureWebJobsStorage"] = storage;
        Environment["AzureFunctionsJobHost__extensions__durableTask__hubName"] = Id;
        Environment["AzureFunctionsWebHost__hostid"] = Id;
        Environment["DropContainer"] = DropContainer;
        Environment["JournalContainer"] = $"journal-{Id}";
        // Once a year.
        Environment["TickSchedule"] = "0 0 0 1 1 *";
        // A killed process would leave its diagnostic sockets in the temp folder.
        Environment["DOTNET_EnableDiagnostics"] = "0";
        Environment["DOTNET_TC_CallCounting"] = "0";
    }

    /// <inheritdoc cref="HostProcess(string, HostProcess?)"/>
    public static HostProcess On(string storage, HostProcess? shared = null) => new(storage, shared);

    /// <summary>The task hub, and part of the containers' names.</summary>
    public string Id { get; }

    public string DropContainer => $"drop-{Id}";

    public Journal Journal { get; }

    public string Folder { get; } = Directory.CreateTempSubdirectory("af-localhost-").FullName;

    public string AppFolder { get; set; } = TestApp.Folder;

    public string Secrets => Path.Combine(Folder, "secrets");

    public string SettingsFile => Path.Combine(Folder, "local.settings.json");

    /// <summary>Null removes a variable.</summary>
    public Dictionary<string, string?> Environment { get; } = [];

    /// <summary>0 until the first start; a restart keeps it.</summary>
    public int? Port { get; set; } = 0;

    public HostLogLines Log { get; } = new();

    /// <summary>The standard error of the last start.</summary>
    public string Errors => _errors.ToString();

    /// <summary>Below the route prefix of the test app. Sends no key.</summary>
    public HttpClient Client { get; } = new() { Timeout = Timeout };

    public Uri Address => new($"http://127.0.0.1:{Port}/");

    public int ProcessId => _process!.Id;

    public bool HasExited => _process!.HasExited;

    public DurableApi Durable => new(this);

    /// <summary>Starts the host; returns when it responds.</summary>
    public async Task<HostProcess> StartAsync()
    {
        var seen = Log.Count;
        Launch();
        using var ended = new CancellationTokenSource();
        var line = Log.LineWithAsync(" functions on http://", seen, ended.Token);
        if (await Task.WhenAny(line, _process!.WaitForExitAsync()) != line)
        {
            await ended.CancelAsync();
            throw new InvalidOperationException($"The host ended with {_process.ExitCode}: {_errors}\n{Log}");
        }

        Port = int.Parse(Started().Match(await line).Groups["port"].Value, CultureInfo.InvariantCulture);
        Client.BaseAddress ??= new Uri(Address, $"{TestApp.RoutePrefix}/");
        return this;
    }

    /// <summary>Starts the host and expects the start to fail.</summary>
    /// <returns>Its standard error.</returns>
    public async Task<string> FailToStartAsync()
    {
        Launch();
        await ExitAsync(1);
        return Errors;
    }

    /// <summary>Starts the host without waiting.</summary>
    public void Launch()
    {
        _process?.Dispose();
        _errors = new HostLogLines();
        var start = new ProcessStartInfo("dotnet", Arguments())
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Environment)
            start.Environment[name] = value;
        _process = Process.Start(start)!;
        var errors = _errors;
        _process.OutputDataReceived += (_, line) => Log.Add(line.Data);
        _process.ErrorDataReceived += (_, line) => errors.Add(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public void Signal(string signal) => SignalProcess(ProcessId, signal);

    public static void SignalProcess(int id, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Waits for the host's end and checks its exit code.</summary>
    public async Task ExitAsync(int exitCode)
    {
        using var timeout = new CancellationTokenSource(Timeout);
        await _process!.WaitForExitAsync(timeout.Token);
        Assert.True(exitCode == _process.ExitCode, $"The host ended with {_process.ExitCode}: {_errors}\n{Log}");
    }

    public async Task StopAsync(string signal = "TERM")
    {
        Signal(signal);
        await ExitAsync(0);
    }

    /// <summary>Sends SIGKILL to the host only.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Waits until a process has ended.</summary>
    public static async Task GoneAsync(int processId)
    {
        using var timeout = new CancellationTokenSource(Timeout);
        while (IsRunning(processId))
            await Task.Delay(20, timeout.Token);
    }

    /// <summary>Whether a process runs; a zombie doesn't.</summary>
    public static bool IsRunning(int processId)
    {
        try
        {
            var status = File.ReadAllText($"/proc/{processId}/stat");
            return status[status.LastIndexOf(')') + 2] != 'Z';
        }
        catch (IOException)
        {
            return false;
        }
    }

    public string MasterKey => Key("masterKey");

    public string FunctionKey => Key("functionKeys", "default");

    public string DurableKey => Key("systemKeys", "durabletask_extension");

    public string BlobsKey => Key("systemKeys", "blobs_extension");

    /// <summary>The response of <c>admin/host/status</c>.</summary>
    public async Task<JsonObject> StatusAsync()
    {
        using var response = await SendAsync(HttpMethod.Get, "/admin/host/status", MasterKey);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();
    }

    public async Task<int> WorkerIdAsync() => (await StatusAsync())["workerProcessId"]!.GetValue<int>();

    /// <param name="path">From the root if it starts with a slash, else below the route prefix.</param>
    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? key = null, HttpContent? content = null)
    {
        var request = new HttpRequestMessage(method, path) { Content = content };
        if (key is not null)
            request.Headers.TryAddWithoutValidation("x-functions-key", key);
        return Client.SendAsync(request);
    }

    public Task SetAsync(string signal) => Client.PostAsync($"signals/{signal}", null);

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false } process)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        _process?.Dispose();
        Client.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>The build configuration of the tests.</summary>
    private static string Assembly() => Path.Combine(
        Repository.Root, "artifacts", "bin", "AudioFunctions.LocalHost", new DirectoryInfo(AppContext.BaseDirectory).Name, "AudioFunctions.LocalHost.dll");

    private string[] Arguments()
    {
        string[] port = Port is { } number ? ["--port", number.ToString(CultureInfo.InvariantCulture)] : [];
        return [Assembly(), AppFolder, "--secrets", Secrets, "--settings", SettingsFile, .. port];
    }

    private string Key(string section, string? name = null)
    {
        using var keys = JsonDocument.Parse(File.ReadAllText(Path.Combine(Secrets, "host.json")));
        var found = keys.RootElement.GetProperty(section);
        return (name is null ? found : found.EnumerateArray().Single(key => key.GetProperty("name").GetString() == name)).GetProperty("value").GetString()!;
    }

    [GeneratedRegex(@" functions on http://127\.0\.0\.1:(?<port>\d+), keys in ")]
    private static partial Regex Started();
}
