using AudioFunctions.Scripts;

namespace AudioFunctions.Sessions;

/// <summary>What a production starts from.</summary>
public sealed record NewSession(string SessionId, string VideoTitle, string ProjectName, IReadOnlyList<NewBeat> Beats)
{
    public static NewSession Of(string sessionId, Script script) =>
        new(sessionId, script.VideoTitle, script.Project, [.. script.Beats.Select(NewBeat.Of)]);
}

public sealed record NewBeat(string BeatId, string BeatName, string Character)
{
    public static NewBeat Of(Beat beat) => new(beat.BeatId, beat.BeatName, beat.Character);
}
