using System.Buffers;

namespace LocalRuntime.DurableTask;

/// <summary>Instance ids are table keys, blob folders and parts of a URL.</summary>
internal static class InstanceIds
{
    private const int MaxLength = 256;

    private static readonly SearchValues<char> Forbidden = SearchValues.Create("/\\?#");

    public static string New() => Guid.NewGuid().ToString("N");

    /// <exception cref="ArgumentException">The id cannot be an instance's; the message says why.</exception>
    public static void Require(string instanceId)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        if (Problem(instanceId) is { } problem)
            throw new ArgumentException($"An instance id {problem}.", nameof(instanceId));
    }

    /// <summary>What cannot be an instance's id is not asked for: the storage account would refuse the question.</summary>
    public static bool IsPossible(string instanceId) => instanceId.Length > 0 && Problem(instanceId) is null;

    private static string? Problem(string id) => id switch
    {
        { Length: > MaxLength } => $"has at most {MaxLength} characters",
        ['@', ..] => "does not start with '@'",
        "." or ".." => "is not '.' or '..', which vanish from a URL",
        _ when id.AsSpan().ContainsAny(Forbidden) => @"has none of '/', '\', '?' and '#'",
        _ when id.Any(char.IsControl) => "has no control characters",
        _ => null,
    };
}
