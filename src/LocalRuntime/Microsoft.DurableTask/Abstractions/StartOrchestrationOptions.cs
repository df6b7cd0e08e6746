using System.Collections.Immutable;

namespace Microsoft.DurableTask;

/// <remarks>No positional record, as the official one is none: it cannot be taken apart.</remarks>
public record StartOrchestrationOptions
{
    /// <param name="InstanceId">
    /// At most 256 characters, none of <c>/ \ ? #</c> or control characters, not starting with <c>@</c>; a new GUID by default.
    /// </param>
    /// <param name="StartAt">The instance stays Pending until then; at once by default.</param>
    public StartOrchestrationOptions(string? InstanceId = null, DateTimeOffset? StartAt = null)
    {
        this.InstanceId = InstanceId;
        this.StartAt = StartAt;
    }

    public string? InstanceId { get; init; }

    public DateTimeOffset? StartAt { get; init; }

    /// <summary>Accepted for the signature's sake; the local runtime does not record tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = ImmutableDictionary<string, string>.Empty;
}
