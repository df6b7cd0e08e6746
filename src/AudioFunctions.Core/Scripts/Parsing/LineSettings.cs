namespace AudioFunctions.Scripts.Parsing;

/// <summary>How a line is spoken: the META defaults and the state tags in force at that line.</summary>
/// <param name="Speed">Null if neither a tag nor <c>default_pace</c> set a pace.</param>
internal sealed record LineSettings(string Character, string? Direction, string Pace, double? Speed, double? Stability, double? Style)
{
    /// <summary>The position of the value of the tag that set the style; null if none did.</summary>
    public Position? StyleAt { get; init; }

    /// <summary>The position of the value of the tag that set the stability; null if none did.</summary>
    public Position? StabilityAt { get; init; }
}
