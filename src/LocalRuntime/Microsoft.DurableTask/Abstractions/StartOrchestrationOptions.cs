using System.Collections.Immutable;

namespace Microsoft.DurableTask;

/// <param name="InstanceId">
/// At most 256 characters, none of <c>/ \ ? #</c> or control characters, not starting with <c>@</c>; a new GUID by default.
/// </param>
/// <param name="StartAt">The instance stays Pending until then; at once by default.</param>
public record StartOrchestrationOptions(string? InstanceId = null, DateTimeOffset? StartAt = null)
{
    /// <summary>Accepted for the signature's sake; the local runtime does not record tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = ImmutableDictionary<string, string>.Empty;
}
