using AudioFunctions.Audio;

namespace AudioFunctions.Words;

/// <summary>Gives the words of a line the marks and spaces around them.</summary>
public static class WrittenWords
{
    /// <param name="text">The line as written.</param>
    /// <param name="timings">Of its words, in order; at least one.</param>
    public static IReadOnlyList<TimedWord> Of(string text, IReadOnlyList<WordTiming> timings)
    {
        var words = new List<TimedWord>(timings.Count);
        var from = 0;
        for (var i = 0; i < timings.Count; i++)
        {
            var end = timings[i].At + timings[i].Length;
            var to = i + 1 < timings.Count ? WordEndBefore(text, end, timings[i + 1].At) : text.Length;
            words.Add(new TimedWord(text[from..to], timings[i].StartMs, timings[i].EndMs));
            from = to;
        }

        return words;
    }

    /// <summary>What stands before the last space between two words goes with the first; without a space, all but what opens the next.</summary>
    private static int WordEndBefore(string text, int end, int next)
    {
        for (var i = next - 1; i >= end; i--)
        {
            if (char.IsWhiteSpace(text[i]))
                return i;
        }

        while (next > end && char.GetUnicodeCategory(text[next - 1]) is System.Globalization.UnicodeCategory.OpenPunctuation
            or System.Globalization.UnicodeCategory.InitialQuotePunctuation)
            next--;
        return next;
    }
}
