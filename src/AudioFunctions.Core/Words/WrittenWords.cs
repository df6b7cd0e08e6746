using AudioFunctions.Audio;

namespace AudioFunctions.Words;

/// <summary>Gives the words of a line the marks and spaces around them.</summary>
public static class WrittenWords
{
    // What parts two words without a space: the voice pauses there.
    private static readonly string[] Parting = ["—", "…", "...", "--"];

    /// <param name="text">The line as written.</param>
    /// <param name="spoken">Of its words, in order; at least one.</param>
    public static IReadOnlyList<TimedWord> Of(string text, IReadOnlyList<WordTiming> spoken)
    {
        var timings = Joined(text, spoken);
        var words = new List<TimedWord>(timings.Count);
        var from = 0;
        for (var i = 0; i < timings.Count; i++)
        {
            var end = timings[i].At + timings[i].Length;
            var to = i + 1 < timings.Count ? WordEndBefore(text, end, timings[i + 1].At) : text.Length;
            words.Add(new TimedWord(text[from..to], timings[i].StartMs, timings[i].EndMs, timings[i].Confidence));
            from = to;
        }

        return words;
    }

    /// <summary><c>Q&amp;A</c>, <c>3/4</c> and <c>e-mail</c> are one word to a reader, however many are heard.</summary>
    private static List<WordTiming> Joined(string text, IReadOnlyList<WordTiming> spoken)
    {
        var words = new List<WordTiming>(spoken.Count);
        foreach (var word in spoken)
        {
            if (words is [.., var last] && IsOneWord(text, last.At + last.Length, word.At))
                words[^1] = last with { Length = word.At + word.Length - last.At, EndMs = word.EndMs, Confidence = last.Confidence ?? word.Confidence };
            else
                words.Add(word);
        }

        return words;
    }

    /// <summary>Chinese and Japanese have no spaces: there each sign is a word.</summary>
    private static bool IsOneWord(string text, int end, int next) =>
        !text[end..next].Any(char.IsWhiteSpace)
        && !Parting.Any(mark => text[end..next].Contains(mark, StringComparison.Ordinal))
        && !WordBreaks.IsEastAsian(text, end - 1)
        && !Enumerable.Range(end, next - end + 1).Any(at => WordBreaks.IsEastAsian(text, at));

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
