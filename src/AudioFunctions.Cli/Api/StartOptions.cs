namespace AudioFunctions.Cli.Api;

/// <summary>What a production is started with beside its script.</summary>
/// <param name="Project">Null leaves the script's.</param>
/// <param name="ReuseFrom">The session whose takes serve where nothing has changed, or null.</param>
/// <param name="IgnoreQuota">Starts it even if the credits left will not do.</param>
/// <param name="MaxCredits">How many credits it may spend, or null.</param>
public sealed record StartOptions(string? Project, string? ReuseFrom, bool IgnoreQuota, int? MaxCredits);
