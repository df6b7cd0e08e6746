using AudioFunctions.Platform;

namespace AudioFunctions.Scripts;

/// <summary>A request to replace a session's script.</summary>
/// <param name="Text">UTF-8.</param>
/// <param name="Allows">Whether the current script, as UTF-8, may be replaced.</param>
public sealed record ScriptReplacementRequest(ReadOnlyMemory<byte> Text, Func<ReadOnlyMemory<byte>, bool> Allows)
{
    /// <summary>Speak what must be spoken; otherwise that waits for <c>continue</c>.</summary>
    public bool Produces { get; init; }

    /// <summary>Describe the change without applying it.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>Whether a production starts even if there are not enough credits.</summary>
    public bool IgnoresQuota { get; init; }

    /// <summary>The most credits the production may spend, or null for no limit.</summary>
    public int? MaxCredits { get; init; }
}

/// <summary>The result of the request: one of the three.</summary>
public sealed record ReplacedScript(SessionScriptChange? Change, ValidationResult? Invalid, Refusal? Refusal)
{
    public static implicit operator ReplacedScript(SessionScriptChange change) => new(change, null, null);

    public static implicit operator ReplacedScript(ValidationResult invalid) => new(null, invalid, null);

    public static implicit operator ReplacedScript(Refusal refusal) => new(null, null, refusal);
}
