using System.Buffers;
using System.Text;

namespace AudioFunctions.Audio.FFmpeg;

/// <summary>Quotes arguments by the rules by which .NET splits an argument string on every system: those of Windows' C runtime.</summary>
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
            // Backslashes are doubled only before a quotation mark.
            if (c == '"')
                quoted.Append('\\', backslashes + 1);
            backslashes = c == '\\' ? backslashes + 1 : 0;
            quoted.Append(c);
        }

        return quoted.Append('\\', backslashes).Append('"').ToString();
    }
}
