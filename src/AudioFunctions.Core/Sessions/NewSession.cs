using AudioFunctions.Scripts;

namespace AudioFunctions.Sessions;

/// <summary>What a production starts from.</summary>
public sealed record NewSession(string SessionId, string VideoTitle, string ProjectName, IReadOnlyList<NewBeat> Beats)
{
    public static NewSession Of(string sessionId, Script script) =>
        new(sessionId, script.VideoTitle, script.Project, [.. script.Beats.Select(NewBeat.Of)]);
}

/// <summary>A session whose production may begin.</summary>
/// <param name="TakeSeed">
/// What the ids of the production's takes are made of: the same until the production has got to its end, then another.
/// </param>
public sealed record CreatedSession(DateTimeOffset CreatedAt, string TakeSeed);

public sealed record NewBeat(string BeatId, string BeatName, string Character)
{
    public static NewBeat Of(Beat beat) => new(beat.BeatId, beat.BeatName, beat.Character);
}
