using System.Text.Json.Serialization;
using AudioFunctions.Sessions;

namespace AudioFunctions.Production;

/// <summary>Input of <c>ProduceSession</c>; the instance id is the session id, the script is in <c>scripts/{session_id}.els</c>.</summary>
/// <param name="ProjectName">The request's project name; null for the script's.</param>
/// <param name="ScriptSessionId">The session whose script is used: a restart with a new id creates a session with the same script.</param>
/// <param name="ReuseFrom">
/// The session whose takes are reused for unchanged beats, or null; the session itself if its script was replaced.
/// </param>
/// <param name="MaxCredits">The most credits this run may spend, or null for no limit.</param>
/// <param name="RunId">Identifies the request that continues the production: beats that have a take keep it. Null in a first run.</param>
public sealed record ProduceSessionInput(
    string? ProjectName, string? ScriptSessionId, string? ReuseFrom = null, int? MaxCredits = null, string? RunId = null)
{
    /// <summary>Whether to speak nothing, and only make the takes for which stored speech can be reused. Null means false.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? AssembleOnly { get; init; }

    /// <summary>Number of takes for each spoken beat; null means one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Takes { get; init; }

    /// <summary>How often to speak a beat again while its selected take is suspect; null means never.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? AutoRetakes { get; init; }
}

/// <summary>Custom status while a production runs.</summary>
/// <param name="Stage"><c>preparing</c>, <c>generating</c>, <c>finishing</c> or <c>done</c>.</param>
/// <param name="Beat">1-based number of the beat being spoken; 0 before the first.</param>
/// <param name="Failed">Beats that have failed so far.</param>
public sealed record ProductionProgress(string Stage, int Beat, int Of, string? BeatId, int Failed);

/// <summary>Output of <c>ProduceSession</c>.</summary>
public sealed record ProductionOutput(
    string SessionId,
    string VideoTitle,
    string ProjectName,
    SessionStatus Status,
    IReadOnlyList<ProducedBeat> Beats,
    int TotalDurationMs,
    string Summary,
    DateTimeOffset CreatedAt);

/// <summary>A beat of the output: its first take, or its error.</summary>
public sealed record ProducedBeat(string BeatId, string BeatName)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Character { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ProducedTake>? Takes { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SelectedTakeId { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public BeatError? Error { get; init; }
}

/// <param name="ReusedFrom">The take of another session that this one copies, or null.</param>
public sealed record ProducedTake(string TakeId, string AudioPath, int AudioDurationMs, ReusedTake? ReusedFrom);

/// <summary>What the orchestrator needs from a script: names and ids, no text.</summary>
public sealed record ScriptOutline(string VideoTitle, string ProjectName, IReadOnlyList<NewBeat> Beats);
