using System.Globalization;
using AudioFunctions.Cli.Api;
using AudioFunctions.Cli.Terminal;

namespace AudioFunctions.Cli.Export;

/// <summary>The result of a run: a row per beat with its file or its error, and the total.</summary>
public static class ResultTable
{
    private const string Gap = "  ";

    /// <param name="fileOf">Returns the path of a beat's file; null if it wasn't exported.</param>
    /// <param name="reasonsOf">Returns why a beat's take is suspect; null if it isn't.</param>
    public static IEnumerable<string> Lines(ProductionOutput output, Func<string, string?> fileOf, Func<string, string?> reasonsOf, Palette palette)
    {
        var rows = output.Beats.Select(beat => new Row(
            beat.BeatId,
            beat.Character ?? "",
            beat.Error is null ? Seconds(beat.Selected?.AudioDurationMs ?? 0) : "failed",
            beat.Error is { } error ? $"{error.Code}: {error.Message}" : Exported(fileOf(beat.BeatId), reasonsOf(beat.BeatId)),
            beat.Error is not null)).ToList();
        var header = new Row("Beat", "Character", "Duration", "File", false);
        var total = new Row("Total", "", Seconds(output.TotalDurationMs), "", false);
        var widths = Widths([header, .. rows, total]);

        yield return palette.Bold(Text(header, widths));
        foreach (var row in rows)
        {
            yield return row.Failed ? palette.Red(Text(row, widths)) : Text(row, widths);
        }

        yield return palette.Bold(Text(total, widths));
    }

    private static string Exported(string? file, string? reasons) =>
        file is null ? "not exported" : reasons is null ? file : $"{file}  (suspect: {reasons})";

    private static string Seconds(long milliseconds) => (milliseconds / 1000.0).ToString("0.0", CultureInfo.InvariantCulture) + " s";

    private static (int Beat, int Character, int Duration) Widths(IReadOnlyCollection<Row> rows) =>
        (rows.Max(r => Printable.Width(r.Beat)), rows.Max(r => Printable.Width(r.Character)), rows.Max(r => r.Duration.Length));

    private static string Text(Row row, (int Beat, int Character, int Duration) widths) =>
        (Printable.Pad(row.Beat, widths.Beat) + Gap + Printable.Pad(row.Character, widths.Character) + Gap
            + row.Duration.PadLeft(widths.Duration) + Gap + Printable.From(row.File)).TrimEnd();

    private sealed record Row(string Beat, string Character, string Duration, string File, bool Failed);
}
