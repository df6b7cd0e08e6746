namespace AudioFunctions.Scripts.Parsing;

/// <summary>The summary fields of a beat, computed from its lines.</summary>
internal static class BeatSummary
{
    /// <param name="lines">At least one.</param>
    public static Beat Of(string id, string name, IReadOnlyList<ScriptLine> lines) => new(
        id,
        BeatIds.NumberOf(id),
        name,
        lines[0].Character,
        lines,
        CombinedScript: string.Join(' ', lines.Select(line => line.Text)),
        PrimaryDirection: lines.Select(line => line.Direction).FirstOrDefault(direction => direction is not null),
        PrimaryPace: lines[0].Pace,
        SettingsOverrideOf(lines),
        lines[^1].PauseAfterMs);

    private static SettingsOverride? SettingsOverrideOf(IReadOnlyList<ScriptLine> lines)
    {
        var settings = new SettingsOverride(
            Stability: FirstSet(lines, line => line.StabilityOverride),
            Style: FirstSet(lines, line => line.StyleOverride),
            Speed: FirstSet(lines, line => line.SpeedOverride));
        return settings == new SettingsOverride(null, null, null) ? null : settings;
    }

    private static double? FirstSet(IReadOnlyList<ScriptLine> lines, Func<ScriptLine, double?> setting) =>
        lines.Select(setting).FirstOrDefault(value => value is not null);
}
