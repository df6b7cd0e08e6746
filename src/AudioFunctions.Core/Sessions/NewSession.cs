using System.Text.Json.Serialization;
using AudioFunctions.Scripts;

namespace AudioFunctions.Sessions;

/// <summary>What a session is created from.</summary>
public sealed record NewSession(string SessionId, string VideoTitle, string ProjectName, IReadOnlyList<NewBeat> Beats)
{
    /// <summary>Whether it stays a draft: nothing is spoken until somebody continues it or regenerates a beat.</summary>
    public bool IsDraftOnly { get; init; }

    /// <summary>Identifies the request that continues the production; null in a first run.</summary>
    public string? RunId { get; init; }

    /// <summary>The most credits this run may spend, or null for no limit.</summary>
    public int? MaxCredits { get; init; }

    /// <summary>The same limit as the total cost of all responses of the session at the end of the run.</summary>
    public long? CreditLimit { get; init; }

    /// <summary>The credits that the session had spent before this run; null if they weren't counted.</summary>
    public long? SpentBefore { get; init; }

    /// <summary>The speech provider of this run; null for any.</summary>
    public string? Provider { get; init; }

    public static NewSession Of(string sessionId, Script script) =>
        new(sessionId, script.VideoTitle, script.Project, [.. script.Beats.Select(NewBeat.Of)]);
}

/// <summary>A session whose production may begin.</summary>
/// <param name="TakeSeed">
/// The ids of the production's takes are derived from it. It stays the same until the production ends.
/// </param>
public sealed record CreatedSession(DateTimeOffset CreatedAt, string TakeSeed)
{
    /// <summary>The run whose pronunciation rules apply; null in a history older than pronunciation rules.</summary>
    public string? RulesOf { get; init; }

    /// <summary>The beats as a continuing run finds them; after a restart, only the locked ones; null in an old history.</summary>
    [JsonPropertyName("standing")] // as stored histories have it
    public IReadOnlyList<BeatState>? BeatStates { get; init; }

    /// <summary>Whether the production asks for its steps in one order, whichever ends first; false in an old history.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool OrdersSteps { get; init; }
}

/// <summary>The state of a beat when its production is continued.</summary>
/// <param name="SelectedTakeId">If the beat has one, it isn't spoken again.</param>
/// <param name="AudioDurationMs">Length of the selected take.</param>
/// <param name="FailedTakeId">The take whose stored responses are reused when the beat is spoken.</param>
public sealed record BeatState(string BeatId, string? SelectedTakeId, int AudioDurationMs, string? FailedTakeId)
{
    public bool IsLocked { get; init; }

    /// <summary>
    /// The failed take that the next one replaces under another id, because a response of it was unusable: its own run must not send the text
    /// again, and whoever continues the production asked for just that. Null if there is none, and in an old history.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SpeaksAfter { get; init; }

    /// <summary>Whether a further take that fails is recorded; false in the history of a version that didn't have this step.</summary>
    public bool RecordsFailedTakes { get; init; }

    /// <summary>The credits that the beat has cost so far; null if they weren't counted.</summary>
    public long? CreditsSpent { get; init; }
}

public sealed record NewBeat(string BeatId, string BeatName, string Character)
{
    /// <summary>The beat's wording, part of its take ids; null for the first. See <see cref="OutlinedBeat"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Wording { get; init; }

    public static NewBeat Of(Beat beat) => new(beat.BeatId, beat.BeatName, beat.Character);
}

/// <summary>How an existing session differs from a requested one with the same id.</summary>
public enum SessionDifference
{
    None,

    OtherProject,

    /// <summary>One stays a draft, the other is produced.</summary>
    OtherKind,
}
