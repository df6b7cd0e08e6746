namespace AudioFunctions.Scripts.Parsing;

/// <summary>How a line is spoken: what the META defaults and the state tags have set where it stands.</summary>
/// <param name="Speed">Null if neither a tag nor <c>default_pace</c> set a pace.</param>
internal sealed record LineSettings(string Character, string? Direction, string Pace, double? Speed, double? Stability, double? Style)
{
    /// <summary>Where the value of the tag that set the style stands; null if none did.</summary>
    public Position? StyleAt { get; init; }
}
