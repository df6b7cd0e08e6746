using AudioFunctions.Cli.Api;
using AudioFunctions.Cli.Terminal;

namespace AudioFunctions.Cli.Scripts;

/// <summary>Prints diagnostics like a compiler: position, code and message, then the line with a caret under the position.</summary>
public sealed class DiagnosticText(ScriptFile script, Palette palette, int columns)
{
    private const int NumberWidth = 7;
    private const int Gutter = NumberWidth + 3;
    private const int MinExcerpt = 20;

    /// <summary>Up to three lines, without line breaks.</summary>
    public IEnumerable<string> Lines(Diagnostic diagnostic)
    {
        var severity = diagnostic.IsError ? palette.Red(diagnostic.Severity) : palette.Yellow(diagnostic.Severity);
        var position = palette.Bold($"{Printable.From(script.Path)}:{diagnostic.Line}:{diagnostic.Column}:");
        yield return $"{position} {severity} {diagnostic.Code}: {Printable.From(diagnostic.Message)}";

        // In an empty line or file there is nothing to point at.
        if (script.Line(diagnostic.Line) is not { Length: > 0 } line)
            yield break;

        var before = line[..Math.Clamp(diagnostic.Column - 1, 0, line.Length)];
        var (excerpt, caret) = Excerpt(line, Printable.Width(before));
        yield return $"{diagnostic.Line,NumberWidth} | {excerpt}".TrimEnd();
        yield return $"{new string(' ', NumberWidth)} | {new string(' ', caret)}{palette.Green("^")}";
    }

    public static string Summary(IReadOnlyCollection<Diagnostic> diagnostics)
    {
        var errors = diagnostics.Count(d => d.IsError);
        return $"{Counted(errors, "error")}, {Counted(diagnostics.Count - errors, "warning")}";
    }

    private static string Counted(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";

    /// <summary>The part of the line around the caret that fits, and the caret's position in it.</summary>
    private (string Excerpt, int Caret) Excerpt(string line, int caret)
    {
        var room = Math.Max(MinExcerpt, columns - Gutter);
        var width = Printable.Width(line);
        if (width < room)
            return (Printable.From(line), caret);

        // Show more of the text before the position than after it.
        var start = Math.Clamp(caret - (room * 2 / 3), 0, Math.Max(0, width + 1 - room));
        return (Printable.Window(line, start, room), caret - start);
    }
}
