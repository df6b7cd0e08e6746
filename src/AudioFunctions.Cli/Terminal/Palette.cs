namespace AudioFunctions.Cli.Terminal;

/// <summary>Colours for terminals; none elsewhere, or if NO_COLOR is set (no-color.org).</summary>
public sealed class Palette(bool isColoured)
{
    public static Palette Plain { get; } = new(false);

    public string Red(string text) => Paint("31", text);

    public string Yellow(string text) => Paint("33", text);

    public string Green(string text) => Paint("32", text);

    public string Bold(string text) => Paint("1", text);

    private string Paint(string code, string text) => isColoured ? $"\e[{code}m{text}\e[0m" : text;
}
