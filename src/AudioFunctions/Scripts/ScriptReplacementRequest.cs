using AudioFunctions.Platform;

namespace AudioFunctions.Scripts;

/// <summary>A script that is to replace a session's.</summary>
/// <param name="Text">UTF-8.</param>
/// <param name="Allows">Whether the script that stands, as UTF-8, may be replaced.</param>
public sealed record ScriptReplacementRequest(ReadOnlyMemory<byte> Text, Func<ReadOnlyMemory<byte>, bool> Allows)
{
    /// <summary>Speaks what has to be spoken; else that waits for <c>continue</c>.</summary>
    public bool Produces { get; init; }

    /// <summary>Says what would happen, and changes nothing.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>Whether a production starts even if there are not enough credits.</summary>
    public bool IgnoresQuota { get; init; }

    /// <summary>How many credits the production may spend, or null.</summary>
    public int? MaxCredits { get; init; }
}

/// <summary>What became of the request: one of the three.</summary>
public sealed record ReplacedScript(SessionScriptChange? Change, ValidationResult? Invalid, Refusal? Refusal)
{
    public static implicit operator ReplacedScript(SessionScriptChange change) => new(change, null, null);

    public static implicit operator ReplacedScript(ValidationResult invalid) => new(null, invalid, null);

    public static implicit operator ReplacedScript(Refusal refusal) => new(null, null, refusal);
}
