using AudioFunctions.Cli.Api;
using AudioFunctions.Cli.Voices;

namespace AudioFunctions.Cli.Arguments;

/// <summary>What the command line asks for.</summary>
/// <param name="Script">Path as given, relative to the caller's folder; null: the sample, or none when serving.</param>
/// <param name="Out">Folder as given; null: <c>out</c> in the checkout.</param>
/// <param name="Port">Null: that of <c>local.settings.json</c>, or else <see cref="DefaultPort"/>.</param>
/// <param name="IgnoreQuota">Whether to produce even if there are not enough credits.</param>
public sealed record RunOptions(string? Script, string? Out, string? Project, int? Port, bool Serve, bool Help, bool IgnoreQuota = false)
{
    public const int DefaultPort = 7071;

    /// <summary>Whether to speak also what the last run of the script has spoken already.</summary>
    public bool Again { get; init; }

    /// <summary>Whether to serve agents on standard input and output.</summary>
    public bool Mcp { get; init; }

    /// <summary>Whether to say only what is wrong with the script and what it would cost.</summary>
    public bool Check { get; init; }

    /// <summary>What is asked of the voices; null: a production is.</summary>
    public VoicesRequest? Voices { get; init; }

    /// <summary>What is exported beside the MP3s.</summary>
    public ExportWish Export { get; init; } = new(null, false, false);

    /// <summary>How many credits the production may spend; null: any number.</summary>
    public int? MaxCredits { get; init; }

    /// <summary>How many takes of each beat to speak; null: one.</summary>
    public int? Takes { get; init; }

    /// <summary>How often to speak a beat once more whose take is suspect; null: never.</summary>
    public int? AutoRetakes { get; init; }
}
