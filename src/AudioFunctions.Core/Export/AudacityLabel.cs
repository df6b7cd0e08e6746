using System.Globalization;

namespace AudioFunctions.Export;

/// <summary>
/// A row of a label track as Audacity imports it (<see href="https://manual.audacityteam.org/man/importing_and_exporting_labels.html"/>).
/// </summary>
internal static class AudacityLabel
{
    /// <param name="text">Whitespace becomes one space, because a tab or a line break would end the label.</param>
    public static string Of(int startMs, int endMs, string text) => string.Create(
        CultureInfo.InvariantCulture,
        $"{startMs / 1000.0:0.000000}\t{endMs / 1000.0:0.000000}\t{string.Join(' ', text.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries))}\n");
}
