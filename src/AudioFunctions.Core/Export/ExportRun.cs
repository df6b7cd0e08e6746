namespace AudioFunctions.Export;

/// <summary>One export of a session. A session's exports follow one another; what a step writes after the next has begun is refused.</summary>
/// <param name="ExportId">Another one with each export that is asked for; empty for one that was started without an id.</param>
public sealed record ExportRun(string SessionId, string ExportId);
