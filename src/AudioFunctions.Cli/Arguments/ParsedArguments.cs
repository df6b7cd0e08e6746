using System.Globalization;

namespace AudioFunctions.Cli.Arguments;

/// <summary>Arguments split into options with their values, and words. An invalid argument is a <see cref="FormatException"/>.</summary>
public sealed class ParsedArguments
{
    private static readonly HashSet<string> Flags = ["--serve", "--mcp", "--ignore-quota", "--again", "--check", "--wav", "--stems", "--help"];

    private static readonly HashSet<string> Valued =
        ["--out", "--project", "--port", "--max-credits", "--takes", "--auto-retakes", "--loudness", "--name", "--stability", "--similarity", "--style", "--speed"];

    private readonly Dictionary<string, string> _options = [];
    private readonly List<string> _words = [];

    private ParsedArguments()
    {
    }

    public IReadOnlyList<string> Words => _words;

    /// <summary>Whether the words follow <c>--</c>, which makes them file names and not commands.</summary>
    public bool IsPath { get; private set; }

    public static ParsedArguments Split(IReadOnlyList<string> arguments)
    {
        var given = new ParsedArguments();
        var rest = new Queue<string>(arguments);
        while (rest.TryDequeue(out var argument))
        {
            if (given.IsPath || !argument.StartsWith('-'))
                given._words.Add(argument);
            else if (argument == "--")
                given.IsPath = true;
            else
                given.AddOption(argument == "-h" ? "--help" : argument, rest);
        }

        return given;
    }

    public bool Has(string flag) => _options.ContainsKey(flag);

    public bool HasAny(IEnumerable<string> options) => options.Any(Has);

    public string? Value(string option) => _options.GetValueOrDefault(option);

    public int? Port(string option) => Parsed<int>(
        option,
        text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= 65535 ? port : null,
        "a number from 1 to 65535");

    /// <param name="names">The allowed values.</param>
    public string? Name(string option, IReadOnlyList<string> names) =>
        Value(option) is not { } given || names.Contains(given) ? Value(option) : throw new FormatException($"{option} takes {string.Join(", ", names)}, not '{given}'");

    public int? WholeNumber(string option) => Parsed<int>(
        option,
        text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null,
        $"a whole number from 0 to {int.MaxValue}");

    public int? WholeNumber(string option, int min, int max) => Parsed<int>(
        option,
        text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max ? number : null,
        $"a whole number from {min} to {max}");

    public double? Number(string option) => Parsed<double>(
        option,
        text => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null,
        "a number such as 0.5");

    private T? Parsed<T>(string option, Func<string, T?> read, string form)
        where T : struct =>
        Value(option) is { } text ? read(text) ?? throw new FormatException($"{option} takes {form}, not '{text}'") : null;

    private void AddOption(string argument, Queue<string> rest)
    {
        var at = argument.IndexOf('=', StringComparison.Ordinal);
        var (name, value) = at < 0 ? (argument, null) : (argument[..at], argument[(at + 1)..]);
        if (Flags.Contains(name))
        {
            if (value is not null)
                throw new FormatException($"{name} takes no value");
            _options[name] = "";
        }
        else if (Valued.Contains(name))
        {
            value ??= rest.TryDequeue(out var next) ? next : "";
            _options[name] = value.Length > 0 ? value : throw new FormatException($"{name} needs a value");
        }
        else
        {
            throw new FormatException($"unknown option '{name}'");
        }
    }
}
