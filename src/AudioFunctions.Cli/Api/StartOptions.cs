namespace AudioFunctions.Cli.Api;

/// <summary>What a production is started with beside its script.</summary>
/// <param name="Project">Null leaves the script's.</param>
/// <param name="ReuseFrom">The session whose takes serve if nothing has changed, or null.</param>
/// <param name="IgnoreQuota">Starts it even if there are not enough credits.</param>
/// <param name="MaxCredits">How many credits it may spend, or null.</param>
public sealed record StartOptions(string? Project, string? ReuseFrom, bool IgnoreQuota, int? MaxCredits);
