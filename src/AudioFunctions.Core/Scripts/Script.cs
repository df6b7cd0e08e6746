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
    /// <summary>In the JSON only if they are acted on.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public DirectionMode Directions { get; init; }

    /// <exception cref="InvalidOperationException">The script has no such beat.</exception>
    public Beat BeatOf(string beatId) =>
        Beats.FirstOrDefault(beat => beat.BeatId == beatId) ?? throw new InvalidOperationException($"The script has no beat {beatId}.");
}

/// <summary>Whom the directions are for.</summary>
public enum DirectionMode
{
    /// <summary>People.</summary>
    Note,

    /// <summary>The voice too, if its model has audio tags.</summary>
    Act,
}

/// <summary>How written pauses meet the natural silence of the recording.</summary>
public enum PauseMode
{
    /// <summary>The written silence is added to what was spoken.</summary>
    Add,

    /// <summary>The natural silence around the cut point is trimmed, so that the gap heard is the pause written.</summary>
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
    /// <summary>What is sent to be spoken of it, as one text: <see cref="CombinedScript"/> without the silent lines.</summary>
    [JsonIgnore]
    public string SpokenScript => string.Join(' ', Lines.Where(line => !line.IsSilent).Select(line => line.Text));
}

/// <param name="SpeedOverride">The pace as a factor where a tag or <c>default_pace</c> set it, else null.</param>
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
    /// The text without the capitals that strong emphasis is spoken in: what is shown to viewers, index by index the same. A script that was
    /// read back from its JSON, which does not have it, has null.
    /// </summary>
    [JsonIgnore]
    public string? Written { get; init; }

    /// <summary>Its text has nothing to say: it is not sent to be spoken, and only its pauses count.</summary>
    [JsonIgnore]
    public bool IsSilent => !SpokenWords.AreIn(Text);

    /// <summary>All its pauses together.</summary>
    [JsonIgnore]
    public int SilenceMs => PauseAfterMs + InnerPauses.Sum(pause => pause.Ms);
}

/// <param name="At">0-based index into the line's text before which the silence goes.</param>
/// <param name="Ms">0–2000 ms.</param>
public readonly record struct InnerPause(int At, int Ms);

/// <summary>What a beat's tags set and nothing more: each from the first line that sets it.</summary>
public sealed record SettingsOverride(double? Stability, double? Style, double? Speed);
