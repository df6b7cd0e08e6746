using System.Globalization;
using System.Net.Sockets;
using AudioFunctions.LocalHost.Configuration;
using AudioFunctions.LocalHost.Functions;
using AudioFunctions.LocalHost.Hosting;
using AudioFunctions.LocalHost.Worker.Rpc;

namespace AudioFunctions.LocalHost.Worker;

/// <summary>One run of the app's process: started, connected, functions loaded.</summary>
internal sealed class FunctionWorker(WorkerProcess process, WorkerConnection connection) : IAsyncDisposable
{
    /// <summary>The version of the official host whose protocol this host implements.</summary>
    public const string HostVersion = "4.1037.0";

    /// <summary>The largest message in either direction.</summary>
    public const int MaxMessageBytes = 128 * 1024 * 1024;
    private const string HttpUri = "HttpUri";
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromMilliseconds(10);

    public WorkerConnection Connection => connection;

    /// <summary>The address of the worker's HTTP server; null if it has no HTTP functions.</summary>
    public Uri? HttpAddress { get; private set; }

    public int ProcessId => process.Id;

    public Task<int> Exited => process.Exited;

    /// <summary>Starts the process. Call <see cref="LoadAsync"/> before the first invocation.</summary>
    /// <param name="rpcPort">The port of the host's gRPC endpoint on the loopback address.</param>
    public static FunctionWorker Start(AppFolder app, WorkerConnection connection, int rpcPort, Action<string> print)
    {
        string[] arguments =
        [
            "--functions-uri", $"http://127.0.0.1:{rpcPort}/",
            "--functions-worker-id", connection.WorkerId,
            "--functions-request-id", Guid.NewGuid().ToString(),
            "--functions-grpc-max-message-length", MaxMessageBytes.ToString(CultureInfo.InvariantCulture),
        ];
        return new FunctionWorker(WorkerProcess.Start(app, arguments, print), connection);
    }

    /// <exception cref="StartupException">The worker ended, or could not initialize.</exception>
    public async Task LoadAsync(AppFolder app, CancellationToken cancellationToken)
    {
        var loading = InitializeAsync(app, cancellationToken);
        await Task.WhenAny(loading, Exited).WaitAsync(cancellationToken);
        // When a process dies, its connection breaks a moment before it has exited.
        if (Exited.IsCompleted || Connection.Closed.IsCompleted)
            throw new StartupException($"The app ended (exit code {await Exited.WaitAsync(cancellationToken)}) before it was ready; see its log above.");
        await loading;
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
            process.Kill();
            await Exited;
        }
    }

    public ValueTask DisposeAsync()
    {
        Connection.Close();
        return process.DisposeAsync();
    }

    private async Task InitializeAsync(AppFolder app, CancellationToken cancellationToken)
    {
        var init = new WorkerInitRequest { HostVersion = HostVersion, WorkerDirectory = app.Path, FunctionAppDirectory = app.Path };
        var initialized = await Connection.InitializeAsync(init);
        Check(initialized.Result, "The app could not initialize");
        await Task.WhenAll(app.Functions.Select(function => LoadOneAsync(app, function)));
        if (initialized.Capabilities.TryGetValue(HttpUri, out var address))
            await ListenAsync(HttpAddress = new Uri(address), cancellationToken);
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

    /// <summary>Waits until the worker listens. It announces its address a moment before.</summary>
    private static async Task ListenAsync(Uri address, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(address.Host, address.Port, cancellationToken);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(ProbeInterval, cancellationToken);
            }
        }
    }

    private static void Check(StatusResult? result, string what)
    {
        if (result?.Status is not (null or StatusResult.Types.Status.Success))
            throw new StartupException($"{what}: {result.Exception?.Message ?? result.Result}");
    }
}
