using System.Text.Json.Serialization;

namespace AudioFunctions.Scripts;

/// <summary>A parsed ELS script (docs/els.md). Property order is the order of the public JSON.</summary>
public sealed record Script(
    string VideoTitle,
    string Project,
    string DefaultCharacter,
    string DefaultPace,
    PauseMode PauseMode,
    IReadOnlyList<Beat> Beats)
{
    /// <summary>In the JSON only if it is <c>act</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public DirectionMode Directions { get; init; }

    public Beat? FindBeat(string beatId) => Beats.FirstOrDefault(beat => beat.BeatId == beatId);

    /// <exception cref="InvalidOperationException">The script has no such beat.</exception>
    public Beat BeatOf(string beatId) => FindBeat(beatId) ?? throw new InvalidOperationException($"The script has no beat {beatId}.");
}

/// <summary>Who uses the directions.</summary>
public enum DirectionMode
{
    /// <summary>Only people: directions are notes.</summary>
    Note,

    /// <summary>The voice too, if its model supports audio tags.</summary>
    Act,
}

/// <summary>How written pauses combine with the natural silence of the recording.</summary>
public enum PauseMode
{
    /// <summary>The written silence is added to what was spoken.</summary>
    Add,

    /// <summary>The natural silence around the cut point is trimmed, so that the audible gap is as long as the written pause.</summary>
    Exact,
}

public sealed record Beat(
    string BeatId,
    int BeatNumber,
    string BeatName,
    string Character,
    IReadOnlyList<ScriptLine> Lines,
    string CombinedScript,
    string? PrimaryDirection,
    string PrimaryPace,
    SettingsOverride? SettingsOverride,
    int PauseAfterMs)
{
    /// <summary>The spoken text: <see cref="CombinedScript"/> without the silent lines.</summary>
    [JsonIgnore]
    public string SpokenScript => string.Join(' ', Lines.Where(line => !line.IsSilent).Select(line => line.Text));
}

/// <param name="SpeedOverride">The pace as a factor if a tag or <c>default_pace</c> set it, else null.</param>
/// <param name="PauseAfterMs">Silence after the line, 0–2000 ms.</param>
public sealed record ScriptLine(
    string Text,
    string Character,
    string? Direction,
    string Pace,
    double? SpeedOverride,
    int PauseAfterMs,
    IReadOnlyList<InnerPause> InnerPauses,
    double? StabilityOverride,
    double? StyleOverride,
    IReadOnlyList<string> EmphasisWords,
    IReadOnlyList<string> StrongEmphasisWords)
{
    /// <summary>
    /// The text to display, without the capitals of strong emphasis; indexes are the same. Null if the script was read from its JSON, which
    /// doesn't contain it.
    /// </summary>
    [JsonIgnore]
    public string? Written { get; init; }

    /// <summary>Whether its text has nothing to say. Such a line isn't sent to the speech service; only its pauses count.</summary>
    [JsonIgnore]
    public bool IsSilent => !SpokenWords.AreIn(Text);

    /// <summary>All its pauses together.</summary>
    [JsonIgnore]
    public int SilenceMs => PauseAfterMs + InnerPauses.Sum(pause => pause.Ms);
}

/// <param name="At">0-based index into the line's text; the silence is before this character.</param>
/// <param name="Ms">0–2000 ms.</param>
public readonly record struct InnerPause(int At, int Ms);

/// <summary>The settings from a beat's tags, each from the first line that sets it.</summary>
public sealed record SettingsOverride(double? Stability, double? Style, double? Speed);
