using AudioFunctions.Audio;

namespace AudioFunctions.Words;

/// <summary>Estimates the words of a line of which nothing is known but when it starts and ends.</summary>
public static class LineWords
{
    /// <summary>The words share the line's time by their lengths. None if the line has no time.</summary>
    /// <param name="text">As spoken.</param>
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
