namespace AudioFunctions.Export;

/// <summary>One export of a session. A session has one export at a time; after the next has begun, steps of this one can't write.</summary>
/// <param name="ExportId">Different for each requested export; empty for one that was started without an id.</param>
public sealed record ExportRun(string SessionId, string ExportId);
