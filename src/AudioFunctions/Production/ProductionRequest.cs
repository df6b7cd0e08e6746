using AudioFunctions.Scripts;

namespace AudioFunctions.Production;

/// <summary>A valid script that is to become a session.</summary>
/// <param name="SessionId">Whoever hands the same thing in again names the same session.</param>
/// <param name="Text">UTF-8.</param>
/// <param name="Script">The same, as it was read.</param>
/// <param name="ProjectName">Null leaves the script's.</param>
public sealed record ProductionRequest(string SessionId, ReadOnlyMemory<byte> Text, Script Script, string? ProjectName)
{
    /// <summary>The session whose unchanged takes serve again, or null.</summary>
    public string? ReuseFrom { get; init; }

    /// <summary>How many credits it may spend, or null.</summary>
    public int? MaxCredits { get; init; }

    /// <summary>How many takes each beat gets that is spoken; null is one.</summary>
    public int? Takes { get; init; }

    /// <summary>How often a beat whose selected take is suspect is spoken once more; null is never.</summary>
    public int? AutoRetakes { get; init; }

    /// <summary>Starts it even if there are not enough credits.</summary>
    public bool IgnoreQuota { get; init; }
}

/// <summary>What became of a request for a production.</summary>
public enum ProductionStart
{
    /// <summary>The production runs, or has run: a repeat finds the first one's.</summary>
    Started,

    /// <summary>The session id belongs to another script.</summary>
    OtherScript,

    /// <summary>The session id belongs to the same script in another project.</summary>
    OtherProject,

    /// <summary>The session id belongs to a draft of the same script, and a production was asked for; or the other way round.</summary>
    OtherKind,

    /// <summary>The session of this id is being deleted.</summary>
    BeingDeleted,

    /// <summary>The session whose takes were to serve is not there, or is being deleted. Nothing was stored.</summary>
    ReuseSessionNotFound,

    /// <summary>The production of that session has not ended: what it selects is not settled. Nothing was stored.</summary>
    ReuseSessionGenerating,

    /// <summary>Not enough credits; nothing was stored.</summary>
    CannotBePaid,
}

/// <param name="Shortage">A sentence about needs and credits, if it cannot be paid for.</param>
public sealed record ProductionResponse(ProductionStart Start, string? Shortage = null)
{
    public static implicit operator ProductionResponse(ProductionStart start) => new(start);
}
