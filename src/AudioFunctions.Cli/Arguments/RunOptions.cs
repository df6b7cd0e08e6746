using AudioFunctions.Cli.Api;
using AudioFunctions.Cli.Voices;

namespace AudioFunctions.Cli.Arguments;

/// <summary>The command line's options.</summary>
/// <param name="Script">Path as given, relative to the current folder; null for the sample, or for no script when serving.</param>
/// <param name="Out">Folder as given; null for <c>out</c> in the checkout.</param>
/// <param name="Port">Null for the port in <c>local.settings.json</c>, or else <see cref="DefaultPort"/>.</param>
/// <param name="IgnoreQuota">Whether to produce even if there are not enough credits.</param>
public sealed record RunOptions(string? Script, string? Out, string? Project, int? Port, bool Serve, bool Help, bool IgnoreQuota = false)
{
    public const int DefaultPort = 7071;

    /// <summary>Whether to speak all beats, including those unchanged since the last run of the script.</summary>
    public bool Again { get; init; }

    /// <summary>Whether to serve agents on standard input and output.</summary>
    public bool Mcp { get; init; }

    /// <summary>Whether to only validate the script and estimate its cost.</summary>
    public bool Check { get; init; }

    /// <summary>The request of <c>voices</c>; null for a production.</summary>
    public VoicesRequest? Voices { get; init; }

    /// <summary>What to export besides the MP3s.</summary>
    public ExportOptions Export { get; init; } = new(null, false, false);

    /// <summary>How many credits the production may spend; null for no limit.</summary>
    public int? MaxCredits { get; init; }

    /// <summary>How many takes of each beat to speak; null for one.</summary>
    public int? Takes { get; init; }

    /// <summary>How many more takes to speak of a beat whose take is suspect; null for none.</summary>
    public int? AutoRetakes { get; init; }
}
