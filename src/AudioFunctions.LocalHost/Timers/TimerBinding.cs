using AudioFunctions.LocalHost.Functions;
using Microsoft.Azure.WebJobs;
using Newtonsoft.Json.Linq;

namespace AudioFunctions.LocalHost.Timers;

/// <summary>
/// Converts a timer trigger between functions.metadata, the SDK and the worker. Timers are part of the official host, so no extension of the
/// app creates the attribute.
/// </summary>
internal static class TimerBinding
{
    public static TimerTriggerAttribute AttributeOf(FunctionBinding binding) => new(AppFunction.Text(binding.Raw, "schedule"))
    {
        RunOnStartup = binding.Raw.Value<bool?>("runOnStartup") ?? false,
        UseMonitor = binding.Raw.Value<bool?>("useMonitor") ?? true,
    };

    /// <summary>The JSON from which the worker reads its <c>TimerInfo</c>.</summary>
    public static JObject Write(TimerInfo timer) => new()
    {
        ["IsPastDue"] = timer.IsPastDue,
        ["ScheduleStatus"] = timer.ScheduleStatus is { } status ? JObject.FromObject(status) : null,
    };
}
