namespace AudioFunctions.Cli.Terminal;

/// <summary>The two streams that the command writes to. On a terminal, one live line at the bottom shows the progress.</summary>
public sealed class Screen(TextWriter output, TextWriter errors, bool isLive, Palette palette, Palette errorPalette, int columns)
{
    private const int WithoutTerminal = 120;

    private string? _liveLine;

    public Palette Palette => palette;

    public Palette ErrorPalette => errorPalette;

    /// <summary>Width of the terminal.</summary>
    public int Columns => columns;

    public static Screen OfProcess()
    {
        var canMoveCursor = Environment.GetEnvironmentVariable("TERM") is { Length: > 0 } and not "dumb";
        var wantsColour = canMoveCursor && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        return new Screen(
            Console.Out,
            Console.Error,
            canMoveCursor && !Console.IsOutputRedirected,
            new Palette(wantsColour && !Console.IsOutputRedirected),
            new Palette(wantsColour && !Console.IsErrorRedirected),
            ColumnsOfTerminal());
    }

    /// <summary>A screen that writes only to standard error.</summary>
    public static Screen OnErrors() =>
        new(Console.Error, Console.Error, isLive: false, Palette.Plain, Palette.Plain, WithoutTerminal);

    public void Line(string text = "")
    {
        EndLive();
        output.WriteLine(text);
    }

    public void Error(string text)
    {
        EndLive();
        errors.WriteLine(text);
    }

    /// <summary>Replaces the live line; the next <see cref="Line"/> or <see cref="Error"/> takes its place.</summary>
    public void Live(string text)
    {
        if (!isLive || text == _liveLine)
            return;

        output.Write($"\r\e[2K{Printable.Window(text, 0, columns - 1)}");
        output.Flush();
        _liveLine = text;
    }

    public void EndLive()
    {
        if (_liveLine is null)
            return;

        output.Write("\r\e[2K");
        output.Flush();
        _liveLine = null;
    }

    private static int ColumnsOfTerminal()
    {
        if (Console.IsOutputRedirected)
            return WithoutTerminal;

        try
        {
            return Console.WindowWidth is > 20 and var width ? width : WithoutTerminal;
        }
        catch (IOException)
        {
            // The terminal doesn't report its size.
            return WithoutTerminal;
        }
    }
}
