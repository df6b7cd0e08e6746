namespace AudioFunctions.Cli.Api;

/// <summary>The options of a production besides its script.</summary>
/// <param name="Project">Null for the script's.</param>
/// <param name="ReuseFrom">The session whose takes are reused for unchanged beats, or null.</param>
/// <param name="IgnoreQuota">Starts it even if there are not enough credits.</param>
/// <param name="MaxCredits">How many credits it may spend, or null.</param>
/// <param name="Takes">How many takes of each beat to speak, or null.</param>
/// <param name="AutoRetakes">How many more takes to speak of a beat whose take is suspect, or null.</param>
public sealed record StartOptions(
    string? Project, string? ReuseFrom, bool IgnoreQuota, int? MaxCredits, int? Takes = null, int? AutoRetakes = null)
{
    /// <summary>The same options for continuing a production.</summary>
    public ContinueRequest ToContinue() => new(MaxCredits, Takes, AutoRetakes);
}
