using System.Text.Json.Serialization;
using AudioFunctions.Sessions;

namespace AudioFunctions.Production;

/// <summary>Input of <c>ProduceSession</c>; the instance id is the session id, the script is in <c>scripts/{session_id}.els</c>.</summary>
/// <param name="ProjectName">The request's project name; null leaves the script's.</param>
/// <param name="ScriptSessionId">Whose script it is: a restart under a new id is a new session of the same script.</param>
/// <param name="ReuseFrom">
/// The session whose takes serve where nothing has changed, or null; the session itself if its script was replaced and some of its own serve.
/// </param>
/// <param name="MaxCredits">How many credits this run may spend, or null.</param>
/// <param name="RunId">Of the request that continues the production: beats that have a take are left alone. Null in a first run.</param>
public sealed record ProduceSessionInput(
    string? ProjectName, string? ScriptSessionId, string? ReuseFrom = null, int? MaxCredits = null, string? RunId = null)
{
    /// <summary>Whether only takes that stored speech serves for are made, and nothing is spoken. Null is no.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? AssembleOnly { get; init; }

    /// <summary>How many takes each beat that is spoken gets. Null is one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Takes { get; init; }

    /// <summary>How often a beat whose selected take is suspect is spoken once more. Null is never.</summary>
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

/// <summary>A beat of the output: with its first take, or with why it has none.</summary>
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

/// <param name="ReusedFrom">The take of another session that it is a copy of, or null.</param>
public sealed record ProducedTake(string TakeId, string AudioPath, int AudioDurationMs, ReusedTake? ReusedFrom);

/// <summary>What the orchestrator knows of a script: names and ids, no text.</summary>
public sealed record ScriptOutline(string VideoTitle, string ProjectName, IReadOnlyList<NewBeat> Beats);
