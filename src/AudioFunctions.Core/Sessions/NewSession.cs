using System.Text.Json.Serialization;
using AudioFunctions.Scripts;

namespace AudioFunctions.Sessions;

/// <summary>What a production starts from.</summary>
public sealed record NewSession(string SessionId, string VideoTitle, string ProjectName, IReadOnlyList<NewBeat> Beats)
{
    /// <summary>Whether it is kept as a draft: nothing is spoken until somebody continues it or regenerates a beat.</summary>
    public bool IsDraftOnly { get; init; }

    /// <summary>Of the request that continues the production, or null if this is its first run.</summary>
    public string? RunId { get; init; }

    /// <summary>How many credits this run may spend, or null if nobody has set a limit.</summary>
    public int? MaxCredits { get; init; }

    /// <summary>The same as what all answers of the session together may have cost in the end.</summary>
    public long? CreditLimit { get; init; }

    /// <summary>The speech provider that this run has; null leaves it open.</summary>
    public string? Provider { get; init; }

    public static NewSession Of(string sessionId, Script script) =>
        new(sessionId, script.VideoTitle, script.Project, [.. script.Beats.Select(NewBeat.Of)]);
}

/// <summary>A session whose production may begin.</summary>
/// <param name="TakeSeed">
/// What the ids of the production's takes are made of: the same until the production has got to its end, then another.
/// </param>
public sealed record CreatedSession(DateTimeOffset CreatedAt, string TakeSeed)
{
    /// <summary>What the run's pronunciation rules are read with; null in a history from before there were any.</summary>
    public string? RulesOf { get; init; }

    /// <summary>What a run that continues finds done; null in a first run.</summary>
    public IReadOnlyList<StandingBeat>? Standing { get; init; }
}

/// <summary>A beat when its production is continued.</summary>
/// <param name="SelectedTakeId">The beat isn't spoken again if it has one.</param>
/// <param name="AudioDurationMs">Of the selected take.</param>
/// <param name="FailedTakeId">Its stored answers serve when the beat is spoken.</param>
public sealed record StandingBeat(string BeatId, string? SelectedTakeId, int AudioDurationMs, string? FailedTakeId)
{
    public bool IsLocked { get; init; }
}

public sealed record NewBeat(string BeatId, string BeatName, string Character)
{
    /// <summary>The beat's wording, of which its take ids are made; null is the first. See <see cref="OutlinedBeat"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Wording { get; init; }

    public static NewBeat Of(Beat beat) => new(beat.BeatId, beat.BeatName, beat.Character);
}
