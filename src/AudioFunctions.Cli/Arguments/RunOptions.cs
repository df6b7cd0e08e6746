namespace AudioFunctions.Cli.Arguments;

/// <summary>What the command line asks for.</summary>
/// <param name="Script">Path as given, relative to the caller's folder; null: the sample, or none when serving.</param>
/// <param name="Out">Folder as given; null: <c>out</c> in the checkout.</param>
/// <param name="IgnoreQuota">Whether to produce even where the credits left will not do.</param>
public sealed record RunOptions(string? Script, string? Out, string? Project, int Port, bool Serve, bool Help, bool IgnoreQuota = false)
{
    public const int DefaultPort = 7071;
}
