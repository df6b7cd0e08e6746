using System.Globalization;

namespace AudioFunctions.Captions;

/// <summary>The text on screen at one time.</summary>
/// <param name="EndMs">Greater than <paramref name="StartMs"/>.</param>
/// <param name="Rows">One or two, none of them blank.</param>
public sealed record Cue(int StartMs, int EndMs, string Speaker, IReadOnlyList<string> Rows)
{
    /// <summary>Whether its line is written from right to left.</summary>
    public bool IsRightToLeft { get; init; }

    /// <summary>The index of its line in the list that the cues were made from.</summary>
    public int Line { get; init; }

    /// <summary><c>00:01:02.345 --> 00:01:04.000</c>: both caption formats use this form, and differ only in the decimal mark.</summary>
    internal string Times(char decimalMark) => $"{Time(StartMs, decimalMark)} --> {Time(EndMs, decimalMark)}";

    internal static string Time(int ms, char decimalMark) => string.Create(
        CultureInfo.InvariantCulture,
        $"{ms / 3_600_000:00}:{ms / 60_000 % 60:00}:{ms / 1000 % 60:00}{decimalMark}{ms % 1000:000}");
}
