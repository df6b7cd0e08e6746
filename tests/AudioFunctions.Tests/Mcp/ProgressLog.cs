using System.Collections.Concurrent;
using ModelContextProtocol;

namespace AudioFunctions.Tests.Mcp;

/// <summary>The progress messages of a tool call.</summary>
internal sealed class ProgressLog : IProgress<ProgressNotificationValue>
{
    private readonly ConcurrentQueue<ProgressNotificationValue> _all = new();

    public IReadOnlyList<ProgressNotificationValue> All => [.. _all];

    public void Report(ProgressNotificationValue value) => _all.Enqueue(value);

    public async Task WaitForAsync(string text)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!_all.Any(one => one.Message!.Contains(text, StringComparison.Ordinal)))
            await Task.Delay(50, timeout.Token);
    }
}
