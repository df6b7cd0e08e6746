using System.Globalization;

namespace AudioFunctions.Cli.Arguments;

/// <summary>Reads the arguments of <c>run.sh</c>.</summary>
public static class CommandLine
{
    public static string Usage { get; } = ReadUsage();

    /// <summary>The form of a command, and where the options are told.</summary>
    public const string ShortUsage = "Usage: ./run.sh [options] [script.els] (./run.sh --help lists the options)";

    /// <summary>The options, or the sentence that says what is wrong with them.</summary>
    public static (RunOptions? Options, string? Problem) Parse(IReadOnlyList<string> arguments)
    {
        string? script = null, folder = null, project = null;
        int? port = null, maxCredits = null;
        bool serve = false, help = false, ignoreQuota = false, again = false, check = false, optionsEnded = false;
        var queue = new Queue<string>(arguments);
        while (queue.TryDequeue(out var argument))
        {
            if (optionsEnded || !argument.StartsWith('-'))
            {
                if (script is not null)
                    return Wrong($"one script at a time: '{script}' and '{argument}' were given");
                if (argument.Length == 0)
                    return Wrong("the script's path is empty");
                script = argument;
                continue;
            }

            var (name, value) = SplitAtEquals(argument);
            if (name is "--out" or "--project" or "--port" or "--max-credits")
            {
                value ??= queue.TryDequeue(out var next) ? next : null;
                if (string.IsNullOrEmpty(value))
                    return Wrong($"{name} needs a value");
            }
            else if (value is not null)
            {
                return Wrong(IsFlag(name) ? $"{name} takes no value" : $"unknown option '{name}'");
            }

            switch (name)
            {
                case "--": optionsEnded = true; break;
                case "--serve": serve = true; break;
                case "--ignore-quota": ignoreQuota = true; break;
                case "--again": again = true; break;
                case "--check": check = true; break;
                case "-h" or "--help": help = true; break;
                case "--out": folder = value; break;
                case "--project": project = value; break;
                case "--port":
                    if (!TryReadPort(value!, out var number))
                        return Wrong($"--port takes a number from 1 to 65535, not '{value}'");
                    port = number;
                    break;
                case "--max-credits":
                    if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var credits))
                        return Wrong($"--max-credits takes a whole number from 0 to {int.MaxValue}, not '{value}'");
                    maxCredits = credits;
                    break;
                default: return Wrong($"unknown option '{name}'");
            }
        }

        if (check && serve)
            return Wrong("--check speaks nothing and --serve stays: use one of them");

        return (new RunOptions(script, folder, project, port, serve, help, ignoreQuota) { Again = again, Check = check, MaxCredits = maxCredits }, null);
    }

    private static (RunOptions?, string) Wrong(string problem) => (null, problem);

    private static bool IsFlag(string name) => name is "--serve" or "--ignore-quota" or "--again" or "--check" or "-h" or "--help";

    private static (string Name, string? Value) SplitAtEquals(string argument)
    {
        var at = argument.IndexOf('=', StringComparison.Ordinal);
        return at < 0 ? (argument, null) : (argument[..at], argument[(at + 1)..]);
    }

    private static bool TryReadPort(string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is >= 1 and <= 65535;

    private static string ReadUsage()
    {
        using var stream = typeof(CommandLine).Assembly.GetManifestResourceStream("usage.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
