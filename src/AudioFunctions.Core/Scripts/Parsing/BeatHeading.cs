namespace AudioFunctions.Scripts.Parsing;

/// <summary>The content of a <c>[BEAT:]</c> tag.</summary>
/// <param name="Id">The id as written; empty if it is invalid.</param>
/// <param name="DisplayId">The id in diagnostics; null if it is empty.</param>
/// <param name="IsUsable">Whether the id is valid and not used by an earlier beat.</param>
internal sealed record BeatHeading(string Id, string? DisplayId, bool IsUsable, Position Start);

/// <summary>How a beat ended.</summary>
internal enum BeatEnd
{
    /// <summary>With <c>[END_BEAT]</c>.</summary>
    Tag,

    /// <summary>Another beat started, which is reported there.</summary>
    NextBeat,

    /// <summary>The script ended.</summary>
    EndOfScript,
}
