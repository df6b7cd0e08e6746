using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Storage;

namespace AudioFunctions.Tests;

/// <summary>The process that is killed with SIGKILL.</summary>
public enum Victim
{
    /// <summary>The host, and with it the worker; the test restarts both.</summary>
    Host,

    /// <summary>Only the worker; the host restarts it.</summary>
    Worker,
}

/// <summary>At which storage requests the app is killed: before the storage gets one, or after it took effect and before the app gets the response.</summary>
internal sealed class KillSchedule
{
    private readonly List<Point> _points = [];
    private readonly List<string> _done = [];

    /// <summary>The planned kills, in order.</summary>
    public IReadOnlyList<string> Planned => [.. _points.SelectMany(point => point.Names).Order(StringComparer.Ordinal)];

    /// <summary>The kills that have happened, in the same order.</summary>
    public IReadOnlyList<string> Done
    {
        get
        {
            lock (_done)
                return [.. _done.Order(StringComparer.Ordinal)];
        }
    }

    /// <param name="times">Which of the matching requests, from 1. A request that is sent again counts again.</param>
    public KillSchedule Before(string what, Func<StorageCall, bool> fits, Victim victim, params int[] times) =>
        Add(new Point($"before {what}", fits, victim, times));

    /// <inheritdoc cref="Before"/>
    public KillSchedule After(string what, Func<StorageCall, bool> fits, Victim victim, params int[] times) =>
        Add(new Point($"after {what}", fits, victim, times) { IsAfter = true });

    /// <summary>Enables the kills.</summary>
    public void Arm(StorageProxy proxy, AppProcess app)
    {
        proxy.Before = call => MeetAsync(app, call, isAfter: false);
        proxy.After = call => MeetAsync(app, call, isAfter: true);
    }

    private KillSchedule Add(Point point)
    {
        _points.Add(point);
        return this;
    }

    private async Task MeetAsync(AppProcess app, StorageCall call, bool isAfter)
    {
        foreach (var point in _points.Where(point => point.IsAfter == isAfter && point.Fits(call)))
        {
            var time = point.Meet();
            if (!point.Times.Contains(time))
                continue;

            await (point.Victim == Victim.Host ? app.KillAsync() : app.KillWorkerAsync());
            lock (_done)
                _done.Add(point.NameOf(time));
            // Aborts the request: nothing more of it is forwarded.
            throw new IOException("The process that asked is dead.");
        }
    }

    private sealed record Point(string What, Func<StorageCall, bool> Fits, Victim Victim, IReadOnlyList<int> Times)
    {
        private int _met;

        public bool IsAfter { get; init; }

        public IEnumerable<string> Names => Times.Select(NameOf);

        public int Meet() => Interlocked.Increment(ref _met);

        public string NameOf(int time) => $"{What}, {time}: {Victim}";
    }
}
