using System.Globalization;
using System.Net.Sockets;
using AudioFunctions.LocalHost.Configuration;
using AudioFunctions.LocalHost.Functions;
using AudioFunctions.LocalHost.Hosting;
using AudioFunctions.LocalHost.Worker.Rpc;

namespace AudioFunctions.LocalHost.Worker;

/// <summary>One run of the app's process: started, connected, functions loaded.</summary>
internal sealed class FunctionWorker : IAsyncDisposable
{
    /// <summary>The version of the official host whose protocol this host implements.</summary>
    public const string HostVersion = "4.1037.0";

    /// <summary>The largest message in either direction.</summary>
    public const int MaxMessageBytes = 128 * 1024 * 1024;
    private const string HttpUri = "HttpUri";
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromMilliseconds(10);

    private readonly WorkerProcess _process;

    private FunctionWorker(WorkerProcess process, WorkerConnection connection)
    {
        _process = process;
        Connection = connection;
    }

    public WorkerConnection Connection { get; }

    /// <summary>The address of the worker's HTTP server; null if it has no HTTP functions.</summary>
    public Uri? HttpAddress { get; private set; }

    public int ProcessId => _process.Id;

    public Task<int> Exited => _process.Exited;

    /// <summary>Starts the process. Call <see cref="LoadAsync"/> before the first invocation.</summary>
    /// <param name="rpcPort">The port of the host's gRPC endpoint on the loopback address.</param>
    public static FunctionWorker Start(AppFolder app, WorkerConnection connection, int rpcPort, Action<string> print)
    {
        var requestId = Guid.NewGuid().ToString();
        var max = MaxMessageBytes.ToString(CultureInfo.InvariantCulture);
        var port = rpcPort.ToString(CultureInfo.InvariantCulture);
        string[] arguments =
        [
            "--host", "127.0.0.1", "--port", port, "--workerId", connection.WorkerId, "--requestId", requestId, "--grpcMaxMessageLength", max,
            "--functions-uri", $"http://127.0.0.1:{port}/", "--functions-worker-id", connection.WorkerId, "--functions-request-id", requestId,
            "--functions-grpc-max-message-length", max,
        ];
        return new FunctionWorker(WorkerProcess.Start(app, arguments, print), connection);
    }

    /// <exception cref="StartupException">The worker ended, or could not initialize.</exception>
    public async Task LoadAsync(AppFolder app, CancellationToken cancellationToken)
    {
        await UnlessExitedAsync(Connection.Started, cancellationToken);
        var init = new WorkerInitRequest { HostVersion = HostVersion, WorkerDirectory = app.Path, FunctionAppDirectory = app.Path };
        var initialized = await UnlessExitedAsync(Connection.InitializeAsync(init), cancellationToken);
        Check(initialized.Result, "The app could not initialize");

        var loads = app.Functions.Select(function => LoadOneAsync(app, function)).ToList();
        await UnlessExitedAsync(Task.WhenAll(loads), cancellationToken);
        if (initialized.Capabilities.TryGetValue(HttpUri, out var address))
        {
            HttpAddress = new Uri(address);
            await UnlessExitedAsync(ListensAsync(HttpAddress, cancellationToken), cancellationToken);
        }
    }

    /// <summary>Asks the worker to stop, and kills it after the grace period.</summary>
    public async Task StopAsync(TimeSpan grace)
    {
        Connection.Terminate(grace);
        try
        {
            await Exited.WaitAsync(grace);
        }
        catch (TimeoutException)
        {
            _process.Kill();
            await Exited;
        }
    }

    public ValueTask DisposeAsync()
    {
        Connection.Close();
        return _process.DisposeAsync();
    }

    private async Task LoadOneAsync(AppFolder app, AppFunction function)
    {
        var metadata = new RpcFunctionMetadata
        {
            Name = function.Name,
            Directory = app.Path,
            ScriptFile = function.ScriptFile,
            EntryPoint = function.EntryPoint,
        };
        foreach (var binding in function.Bindings)
        {
            metadata.Bindings[binding.Name] = new BindingInfo
            {
                Type = binding.Type,
                Direction = binding.Direction == "Out" ? BindingInfo.Types.Direction.Out : BindingInfo.Types.Direction.In,
            };
        }

        var loaded = await Connection.LoadAsync(new FunctionLoadRequest { FunctionId = function.Name, Metadata = metadata });
        Check(loaded.Result, $"The app could not load function {function.Name}");
    }

    /// <summary>Whether the worker listens yet. It announces its address a moment before.</summary>
    private static async Task<bool> ListensAsync(Uri address, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(address.Host, address.Port, cancellationToken);
                return true;
            }
            catch (SocketException)
            {
                await Task.Delay(ProbeInterval, cancellationToken);
            }
        }
    }

    private async Task<T> UnlessExitedAsync<T>(Task<T> step, CancellationToken cancellationToken)
    {
        await UnlessExitedAsync((Task)step, cancellationToken);
        return await step;
    }

    private async Task UnlessExitedAsync(Task step, CancellationToken cancellationToken)
    {
        if (await Task.WhenAny(step, Exited).WaitAsync(cancellationToken) != step)
            throw new StartupException($"The app ended (exit code {await Exited}) before it was ready; see its log above.");
        await step;
    }

    private static void Check(StatusResult? result, string what)
    {
        if (result?.Status is not (null or StatusResult.Types.Status.Success))
            throw new StartupException($"{what}: {result.Exception?.Message ?? result.Result}");
    }
}
