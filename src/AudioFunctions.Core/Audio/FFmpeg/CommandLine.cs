using System.Buffers;
using System.Text;

namespace AudioFunctions.Audio.FFmpeg;

/// <summary>Quotes by the rules .NET splits an argument string with on every system: those of Windows' C runtime.</summary>
public static class CommandLine
{
    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create(" \t\n\v\"\\");

    public static string Of(IEnumerable<string> arguments) => string.Join(' ', arguments.Select(Quote));

    public static string Quote(string argument)
    {
        if (argument.Length > 0 && !argument.AsSpan().ContainsAny(NeedsQuotes))
            return argument;

        var quoted = new StringBuilder("\"");
        var backslashes = 0;
        foreach (var c in argument)
        {
            // Backslashes count double only in front of a quotation mark.
            if (c == '"')
                quoted.Append('\\', backslashes + 1);
            backslashes = c == '\\' ? backslashes + 1 : 0;
            quoted.Append(c);
        }

        return quoted.Append('\\', backslashes).Append('"').ToString();
    }
}
