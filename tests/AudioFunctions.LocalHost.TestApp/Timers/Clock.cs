using Microsoft.Azure.Functions.Worker;

namespace AudioFunctions.LocalHost.TestApp.Timers;

public sealed class Clock(Journal journal)
{
    /// <summary>Notes each run, with what the host says of the schedule. Once a year, unless a test sets another schedule.</summary>
    [Function("Ticked")]
    public Task TickedAsync([TimerTrigger("%TickSchedule%")] TimerInfo timer, FunctionContext context) =>
        journal.AddAsync(
            "ticked",
            $"{timer.IsPastDue} {(timer.ScheduleStatus is { } status ? status.Next.ToString("O", System.Globalization.CultureInfo.InvariantCulture) : "none")}",
            context.CancellationToken);
}
