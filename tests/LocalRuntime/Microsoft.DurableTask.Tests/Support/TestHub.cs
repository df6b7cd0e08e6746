using Azure.Data.Tables;
using Azure.Storage.Blobs;
using LocalRuntime.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Microsoft.DurableTask.Tests.Support;

/// <summary>
/// A hub on storage of its own, with orchestrators and activities written in the test; can be stopped, dropped and started again.
/// </summary>
public sealed class TestHub(string connectionString) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private TaskHub? _hub;

    public string Name { get; } = $"T{Guid.NewGuid():N}";

    public TaskHubRegistry Registry { get; set; } = new();

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    public int MaxConcurrentActivities { get; init; } = 8;

    public TableServiceClient Tables { get; set; } = new(connectionString);

    public BlobServiceClient Blobs { get; set; } = new(connectionString);

    public TaskHub Hub => _hub ?? throw new InvalidOperationException("The hub has not started.");

    public DurableTaskClient Client => Hub.Client;

    public TableClient History => new TableServiceClient(connectionString).GetTableClient($"{Name}History");

    public TableClient Instances => new TableServiceClient(connectionString).GetTableClient($"{Name}Instances");

    public BlobContainerClient LargeMessages => new BlobServiceClient(connectionString)
        .GetBlobContainerClient($"{Name.ToLowerInvariant()}-largemessages");

    public TestHub Orchestrator(string name, Func<TaskOrchestrationContext, Task<object?>> run)
    {
        Registry.AddOrchestrator(name, run);
        return this;
    }

    public TestHub Activity(string name, Func<string?, Task<object?>> run)
    {
        Registry.AddActivity(name, (call, _) => run(call.SerializedInput));
        return this;
    }

    public TestHub Activity(string name, Func<string?, object?> run) => Activity(name, input => Task.FromResult(run(input)));

    public TaskHub Create() => new(
        new TaskHubOptions { HubName = Name, MaxConcurrentActivities = MaxConcurrentActivities },
        Registry, Tables, Blobs, LoggerFactory, Time);

    public async Task<TestHub> StartAsync()
    {
        _hub = Create();
        using var patience = new CancellationTokenSource(Patience);
        await _hub.StartAsync(patience.Token);
        return this;
    }

    public async Task StopAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await Hub.StopAsync(patience.Token);
        await Hub.DisposeAsync();
    }

    /// <summary>As a crash: nothing more is written, nothing is waited for.</summary>
    public ValueTask CrashAsync() => Hub.DisposeAsync();

    public async Task<OrchestrationMetadata> RunAsync(string orchestrator, object? input = null, string? instanceId = null)
    {
        var id = await Client.ScheduleNewOrchestrationInstanceAsync(orchestrator, input, new StartOrchestrationOptions(instanceId));
        return await EndOfAsync(id);
    }

    public async Task<OrchestrationMetadata> EndOfAsync(string instanceId)
    {
        using var patience = new CancellationTokenSource(Patience);
        return await Client.WaitForInstanceCompletionAsync(instanceId, getInputsAndOutputs: true, patience.Token);
    }

    public async Task<IReadOnlyList<HistoryRecord>> HistoryOfAsync(string instanceId) =>
        await Hub.GetHistoryAsync(instanceId, CancellationToken.None) ?? throw new InvalidOperationException($"{instanceId} is unknown");

    public async ValueTask DisposeAsync()
    {
        if (_hub is not null)
            await _hub.DisposeAsync();
    }
}
