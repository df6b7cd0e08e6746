using AudioFunctions.Speech;
using AudioFunctions.Unicode;

namespace AudioFunctions.Audio.Cutting;

/// <param name="Line">0-based index of the line in its beat.</param>
/// <param name="At">Index into the line's text.</param>
/// <param name="Confidence">As <see cref="WordTiming.Confidence"/>.</param>
internal readonly record struct WordPlace(int Line, int At, int Length, SampleRange Place, double? Confidence);

/// <summary>Where the words of a segment are in its recording.</summary>
internal static class WordPlaces
{
    /// <param name="lines">Where each line of the segment is.</param>
    /// <param name="confidence">The confidence of the times; null if they come from an alignment.</param>
    /// <returns>In order, each within its line, without overlap.</returns>
    public static IReadOnlyList<WordPlace> Of(SpeechSegment segment, CharacterTimes times, IReadOnlyList<SampleRange> lines, double? confidence)
    {
        var places = new List<WordPlace>();
        foreach (var (line, range) in segment.Lines.Zip(lines))
        {
            var earliest = range.From;
            foreach (var word in WordBreaks.Of(segment.Text.Substring(line.Start, line.Length)))
            {
                var from = Math.Clamp(times.Start(line.Start + word.At), earliest, range.To);
                earliest = Math.Clamp(times.End(line.Start + word.End - 1), from, range.To);
                places.Add(new WordPlace(line.Line, line.From + word.At, word.Length, new SampleRange(from, earliest), confidence));
            }
        }

        return places;
    }
}
