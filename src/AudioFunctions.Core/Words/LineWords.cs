using AudioFunctions.Audio;
using AudioFunctions.Unicode;

namespace AudioFunctions.Words;

/// <summary>Estimates the word times of a line if only the line's start and end are known.</summary>
public static class LineWords
{
    /// <summary>Divides the line's time between its words by their lengths. Empty if the line has no length.</summary>
    /// <param name="text">The spoken text.</param>
    public static IReadOnlyList<WordTiming> Spread(string text, LineTiming line)
    {
        var words = WordBreaks.Of(text);
        double all = words.Sum(word => word.Length + 1);
        if (line.EndMs <= line.StartMs || words.Count == 0)
            return [];

        var timings = new List<WordTiming>(words.Count);
        var before = 0;
        foreach (var word in words)
        {
            var start = At(before);
            before += word.Length + 1;
            timings.Add(new WordTiming(line.Line, word.At, word.Length, start, At(before), WordTiming.Estimated));
        }

        return timings;

        int At(int letters) => line.StartMs + (int)Math.Round((line.EndMs - line.StartMs) * letters / all);
    }
}
