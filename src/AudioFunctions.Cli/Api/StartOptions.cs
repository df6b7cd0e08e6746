namespace AudioFunctions.Cli.Api;

/// <summary>What a production is started with beside its script.</summary>
/// <param name="Project">Null leaves the script's.</param>
/// <param name="ReuseFrom">The session whose takes serve if nothing has changed, or null.</param>
/// <param name="IgnoreQuota">Starts it even if there are not enough credits.</param>
/// <param name="MaxCredits">How many credits it may spend, or null.</param>
/// <param name="Takes">How many takes of each beat to speak, or null.</param>
/// <param name="AutoRetakes">How often to speak a beat once more whose take is suspect, or null.</param>
public sealed record StartOptions(
    string? Project, string? ReuseFrom, bool IgnoreQuota, int? MaxCredits, int? Takes = null, int? AutoRetakes = null)
{
    /// <summary>The same wishes for what is missing.</summary>
    public ContinueRequest ToContinue() => new(MaxCredits, Takes, AutoRetakes);
}
