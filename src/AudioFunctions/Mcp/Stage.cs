namespace AudioFunctions.Mcp;

/// <summary>How far work is: beats or stages done, of how many, and the sentence that says so.</summary>
internal readonly record struct Stage(float Done, float Of, string Message);
