namespace AudioFunctions.Sessions;

/// <summary>What a production starts from.</summary>
public sealed record NewSession(string SessionId, string VideoTitle, string ProjectName, IReadOnlyList<NewBeat> Beats);

public sealed record NewBeat(string BeatId, string BeatName, string Character);
