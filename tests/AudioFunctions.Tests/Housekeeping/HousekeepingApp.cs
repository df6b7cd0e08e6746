namespace AudioFunctions.Tests.Housekeeping;

/// <summary>An app that purges ended instances, and removes orphans, after a second.</summary>
public sealed class HousekeepingApp : IAsyncLifetime
{
    /// <summary>In days: longer than it takes to create a session, but short enough to wait for.</summary>
    private const string Age = "0.00002";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    public StandInApp App { get; private set; } = null!;

    public HttpClient Client => App.Client;

    public string Connection => App.Storage.ConnectionString;

    public async Task InitializeAsync() => App = await StandInApp.StartAsync(configure: settings => settings
        .With("Housekeeping__KeepInstancesDays", Age).With("Housekeeping__KeepOrphansDays", Age)
        .With("Housekeeping__ShortestDays", Age));

    public Task DisposeAsync() => App.DisposeAsync().AsTask();

    /// <summary>Runs a timer's function until a condition is true.</summary>
    public async Task RunUntilAsync(string function, Func<Task<bool>> isSo)
    {
        using var timeout = new CancellationTokenSource(Timeout);
        do
        {
            if (timeout.IsCancellationRequested)
                throw new TimeoutException(App.Process.Log);
            await RunOnceAsync(function);
        }
        while (!await isSo());
    }

    /// <summary>Runs until the instance and its history are gone.</summary>
    public Task ForgetAsync(string instanceId) => RunUntilAsync(
        "PurgeInstances",
        async () => !(await SessionTraces.FindAsync(Connection, instanceId)).Any(trace => trace.StartsWith("row AudioProductions", StringComparison.Ordinal)));

    /// <summary>Runs a function once more, and waits until the host's log shows its end.</summary>
    public async Task RunOnceAsync(string function)
    {
        var ends = Ends(function);
        await App.Process.RunFunctionAsync(function);
        using var timeout = new CancellationTokenSource(Timeout);
        while (Ends(function) == ends)
        {
            if (timeout.IsCancellationRequested)
                throw new TimeoutException(App.Process.Log);
            await Task.Delay(50, CancellationToken.None);
        }
    }

    /// <summary>A run logs at its end what it removed of each kind; the host logs which one failed.</summary>
    private int Ends(string function)
    {
        var last = function == "RemoveOrphans" ? "claim" : "instance";
        return App.Process.Log.Split($" of kind {last};").Length + App.Process.Log.Split($"Executed '{function}' (Failed").Length;
    }
}

[CollectionDefinition(Name)]
public sealed class HousekeepingAppTests : ICollectionFixture<HousekeepingApp>
{
    public const string Name = "housekeeping app";
}
