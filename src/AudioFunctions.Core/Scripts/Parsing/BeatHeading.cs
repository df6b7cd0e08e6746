namespace AudioFunctions.Scripts.Parsing;

/// <summary>What a <c>[BEAT:]</c> tag said.</summary>
/// <param name="Id">As written; empty if it is not valid.</param>
/// <param name="DisplayId">As diagnostics name it; null if it is empty.</param>
/// <param name="IsUsable">Valid, and of no earlier beat.</param>
internal sealed record BeatHeading(string Id, string? DisplayId, bool IsUsable, Position Start);

/// <summary>How a beat ended.</summary>
internal enum BeatEnd
{
    /// <summary>With <c>[END_BEAT]</c>.</summary>
    Tag,

    /// <summary>Another beat began, which is reported there.</summary>
    NextBeat,

    /// <summary>The script ended.</summary>
    EndOfScript,
}
