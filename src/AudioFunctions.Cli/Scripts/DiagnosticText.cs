using AudioFunctions.Cli.Api;
using AudioFunctions.Cli.Terminal;

namespace AudioFunctions.Cli.Scripts;

/// <summary>Diagnostics the way compilers print them: position, code and message, then the offending line with a caret under it.</summary>
public sealed class DiagnosticText(ScriptFile script, Palette palette, int columns)
{
    private const int NumberWidth = 7;
    private const int Gutter = NumberWidth + 3;
    private const int MinExcerpt = 20;

    /// <summary>Two or three lines without a line end after the last.</summary>
    public IEnumerable<string> Lines(Diagnostic diagnostic)
    {
        var severity = diagnostic.IsError ? palette.Red(diagnostic.Severity) : palette.Yellow(diagnostic.Severity);
        var position = palette.Bold($"{Printable.From(script.Path)}:{diagnostic.Line}:{diagnostic.Column}:");
        yield return $"{position} {severity} {diagnostic.Code}: {Printable.From(diagnostic.Message)}";

        // Nothing to point at in an empty line or file.
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

    /// <summary>As much of the line as fits, with the caret's place in it; a long line is cut around the caret.</summary>
    private (string Excerpt, int Caret) Excerpt(string line, int caret)
    {
        var room = Math.Max(MinExcerpt, columns - Gutter);
        var width = Printable.Width(line);
        if (width < room)
            return (Printable.From(line), caret);

        // What leads up to the place says more than what follows it.
        var start = Math.Clamp(caret - (room * 2 / 3), 0, Math.Max(0, width + 1 - room));
        return (Printable.Window(line, start, room), caret - start);
    }
}
