using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;

namespace LocalRuntime.DurableTask;

public sealed record TaskHubOptions
{
    /// <summary>
    /// Prefix of the hub's tables and, in lower case, of its container: 3–45 letters and digits, starting with a letter.
    /// Another name is another, empty hub.
    /// </summary>
    public required string HubName { get; init; }

    /// <summary>Activities that run at the same time, over all instances; at least 1.</summary>
    public int MaxConcurrentActivities { get; init; } = 8;

    /// <summary>
    /// Instances that run orchestrator code or commit a turn at the same time; at least 1. Waiting instances do not count.
    /// </summary>
    public int MaxConcurrentOrchestrations { get; init; } = 32;

    public DataConverter DataConverter { get; init; } = JsonDataConverter.Default;

    /// <summary>What an orchestrator's own input is read with; null is <see cref="DataConverter"/>.</summary>
    public DataConverter? InputConverter { get; init; }

    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    internal void Validate()
    {
        if (HubName is not { Length: >= 3 and <= 45 } || !char.IsAsciiLetter(HubName[0]) || !HubName.All(char.IsAsciiLetterOrDigit))
            throw new ArgumentException($"'{HubName}' is no hub name: it has 3–45 letters and digits and starts with a letter.");
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxConcurrentActivities, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxConcurrentOrchestrations, 1);
    }
}
