using AudioFunctions.Scripts;

namespace AudioFunctions.Production;

/// <summary>A request to make a session from a valid script.</summary>
/// <param name="SessionId">A repeat of the request has the same id.</param>
/// <param name="Text">UTF-8.</param>
/// <param name="Script">The parsed <paramref name="Text"/>.</param>
/// <param name="ProjectName">Null for the script's.</param>
public sealed record ProductionRequest(string SessionId, ReadOnlyMemory<byte> Text, Script Script, string? ProjectName)
{
    /// <summary>The session whose takes are reused for unchanged beats, or null.</summary>
    public string? ReuseFrom { get; init; }

    /// <summary>The most credits it may spend, or null for no limit.</summary>
    public int? MaxCredits { get; init; }

    /// <summary>Number of takes for each spoken beat; null means one.</summary>
    public int? Takes { get; init; }

    /// <summary>How often to speak a beat again while its selected take is suspect; null means never.</summary>
    public int? AutoRetakes { get; init; }

    /// <summary>Start even if there are not enough credits.</summary>
    public bool IgnoreQuota { get; init; }
}

/// <summary>The result of a request for a production.</summary>
public enum ProductionStart
{
    /// <summary>The production runs, or has run already if the request is a repeat.</summary>
    Started,

    /// <summary>The session id belongs to another script.</summary>
    OtherScript,

    /// <summary>The session id belongs to the same script in another project.</summary>
    OtherProject,

    /// <summary>The session id belongs to a draft of the same script and the request asks for a production, or the reverse.</summary>
    OtherKind,

    /// <summary>The session with this id is being deleted.</summary>
    BeingDeleted,

    /// <summary>The session to reuse doesn't exist, or is being deleted. Nothing was stored.</summary>
    ReuseSessionNotFound,

    /// <summary>The production of the session to reuse hasn't ended, so its selection may still change. Nothing was stored.</summary>
    ReuseSessionGenerating,

    /// <summary>Not enough credits; nothing was stored.</summary>
    InsufficientCredits,
}

/// <param name="Shortage">A sentence with the credits needed and left, if there are too few.</param>
public sealed record ProductionResponse(ProductionStart Start, string? Shortage = null)
{
    public static implicit operator ProductionResponse(ProductionStart start) => new(start);
}
