using System.Diagnostics;

namespace AudioFunctions.Testing.Speech;

/// <summary>Exact moments by the monotonic clock.</summary>
internal static class Schedule
{
    /// <summary>A timer may fire this much late; the rest is spent watching the clock.</summary>
    private static readonly TimeSpan TimerSlack = TimeSpan.FromMilliseconds(3);

    /// <summary>Returns when this much has passed since a <see cref="Stopwatch"/> timestamp.</summary>
    public static async Task UntilAsync(long since, TimeSpan delay)
    {
        var left = delay - Stopwatch.GetElapsedTime(since);
        if (left > TimerSlack)
            await Task.Delay(left - TimerSlack);
        while (Stopwatch.GetElapsedTime(since) < delay)
            Thread.SpinWait(50);
    }
}
