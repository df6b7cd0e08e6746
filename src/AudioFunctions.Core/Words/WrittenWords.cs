using AudioFunctions.Audio;
using AudioFunctions.Unicode;

namespace AudioFunctions.Words;

/// <summary>Adds to each word of a line the marks and spaces around it.</summary>
public static class WrittenWords
{
    // These separate two words without a space: the voice pauses there.
    private static readonly string[] Parting = ["—", "…", "...", "--"];

    /// <param name="text">The line as written.</param>
    /// <param name="spoken">The times of its words, in order; at least one.</param>
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

    /// <summary>Joins spoken words that are one word to a reader: <c>Q&amp;A</c>, <c>3/4</c>, <c>e-mail</c>.</summary>
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

    /// <summary>Whether two spoken words are one word in writing. In Chinese and Japanese, without spaces, each character is a word.</summary>
    private static bool IsOneWord(string text, int end, int next) =>
        !text[end..next].Any(char.IsWhiteSpace)
        && !Parting.Any(mark => text[end..next].Contains(mark, StringComparison.Ordinal))
        && !WordBreaks.IsEastAsian(text, end - 1)
        && !Enumerable.Range(end, next - end + 1).Any(at => WordBreaks.IsEastAsian(text, at));

    /// <summary>The end of a word with its marks: the last space before the next word; without a space, the marks that open the next word.</summary>
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
