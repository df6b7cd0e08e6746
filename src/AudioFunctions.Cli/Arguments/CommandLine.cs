using AudioFunctions.Cli.Api;
using AudioFunctions.Cli.Voices;

namespace AudioFunctions.Cli.Arguments;

/// <summary>Reads the arguments of <c>run.sh</c>.</summary>
public static class CommandLine
{
    /// <summary>The syntax, and how to list the options.</summary>
    public const string ShortUsage = "Usage: ./run.sh [options] [script.els] (./run.sh --help lists the options)";

    private const string VoicesWord = "voices";

    public static string Usage { get; } = ReadUsage();

    /// <summary>The options, or the sentence that says what is wrong with them.</summary>
    public static (RunOptions? Options, string? Problem) Parse(IReadOnlyList<string> arguments)
    {
        try
        {
            var given = ParsedArguments.Split(arguments);
            return (given.Words is [VoicesWord, ..] && !given.IsPath ? Voices(given) : Run(given), null);
        }
        catch (FormatException wrong)
        {
            return (null, wrong.Message);
        }
    }

    private static RunOptions Run(ParsedArguments given)
    {
        if (given.Words.Count > 1)
            throw new FormatException($"one script at a time: '{given.Words[0]}' and '{given.Words[1]}' were given");
        if (given.Words is [""])
            throw new FormatException("the script's path is empty");
        if (given.HasAny(VoicesRequest.Settings))
            throw new FormatException("the settings of a voice need the command 'voices add'");
        var options = Common(given) with { Script = given.Words is [var script] ? script : null };
        if (options is { Mcp: true } && (options.Script is not null || options.Check || options.Serve))
            throw new FormatException("--mcp takes its work from its client: it can't be combined with a script, --check or --serve");
        if (options is { Check: true, Serve: true })
            throw new FormatException("--check and --serve can't be combined: use one of them");
        return options;
    }

    private static RunOptions Voices(ParsedArguments given)
    {
        var options = Common(given) with { Voices = VoicesRequest.Parse(given) };
        if (options.Check || options.Serve || options.Mcp)
            throw new FormatException("'voices' can't be combined with --serve, --check or --mcp");
        return options;
    }

    private static RunOptions Common(ParsedArguments given) => new(
        Script: null, given.Value("--out"), given.Value("--project"), given.Port("--port"), given.Has("--serve"), given.Has("--help"), given.Has("--ignore-quota"))
    {
        Again = given.Has("--again"),
        Check = given.Has("--check"),
        Mcp = given.Has("--mcp"),
        Export = new ExportOptions(given.Name("--loudness", ExportOptions.LoudnessNames), given.Has("--wav"), given.Has("--stems")),
        MaxCredits = given.WholeNumber("--max-credits"),
        Takes = given.WholeNumber("--takes", min: 1, max: 5),
        AutoRetakes = given.WholeNumber("--auto-retakes", min: 0, max: 5),
    };

    private static string ReadUsage()
    {
        using var stream = typeof(CommandLine).Assembly.GetManifestResourceStream("usage.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
