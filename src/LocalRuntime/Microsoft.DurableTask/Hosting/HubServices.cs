using Microsoft.Extensions.Logging;

namespace LocalRuntime.DurableTask;

/// <summary>What the instances of a hub share.</summary>
internal sealed class HubServices(
    TaskHubOptions options, TaskHubRegistry registry, HubStorage storage, TimeProvider time, ILoggerFactory loggerFactory, ILogger logger)
    : IDisposable
{
    public TaskHubOptions Options => options;

    public TaskHubRegistry Registry => registry;

    public HubStorage Storage => storage;

    public ILoggerFactory LoggerFactory => loggerFactory;

    public ILogger Logger => logger;

    /// <summary>Tells this hub in this process from any other that ever used the same storage.</summary>
    public string Owner { get; } = Guid.NewGuid().ToString("N");

    public ActivityDispatcher Activities { get; } = new(options, registry, logger);

    public DurableTimers Timers { get; } = new(time);

    /// <summary>One place for each instance that may run a turn at the same time.</summary>
    public SemaphoreSlim Turns { get; } = new(options.MaxConcurrentOrchestrations);

    /// <summary>To the millisecond, which is what every storage keeps exactly.</summary>
    public DateTimeOffset Now()
    {
        var now = time.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond));
    }

    public void Dispose()
    {
        Timers.Dispose();
        Activities.Dispose();
        Turns.Dispose();
    }
}
