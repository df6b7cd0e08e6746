namespace AudioFunctions.Mcp;

/// <summary>The progress of work: beats or stages done, their total, and a message.</summary>
internal readonly record struct Stage(float Done, float Of, string Message);
