using System.Globalization;

namespace AudioFunctions.Words;

/// <summary>Divides the words of a line into the parts that its text was divided into.</summary>
internal static class WordShares
{
    /// <summary>
    /// A word that continues in the next part is divided, and so is its time, by its letters. Null if the parts don't contain the words' letters:
    /// then their times can't be placed.
    /// </summary>
    /// <param name="words">Of the line, in order.</param>
    /// <param name="letters">Of each part, as <see cref="LettersIn"/> counts them: at least 1.</param>
    /// <returns>The words of each part, at least one.</returns>
    public static IReadOnlyList<IReadOnlyList<TimedWord>>? Of(IReadOnlyList<TimedWord> words, IReadOnlyList<int> letters)
    {
        if (words.Count == 0 || letters.Sum() != words.Sum(word => LettersIn(word.Text)))
            return null;

        var rest = new Queue<TimedWord>(words);
        var current = rest.Dequeue();
        var parts = new List<IReadOnlyList<TimedWord>>(letters.Count);
        foreach (var most in letters)
        {
            var part = new List<TimedWord>();
            var left = most;
            while (left > 0)
            {
                if (LettersIn(current.Text) is var own && own > left)
                {
                    var (head, tail) = Divided(current, left, own);
                    part.Add(head);
                    (current, left) = (tail, 0);
                    continue;
                }

                part.Add(current);
                left -= own;
                current = rest.Count > 0 ? rest.Dequeue() : current with { Text = "" };
            }

            parts.Add(part);
        }

        return parts;
    }

    /// <summary>The visible UTF-16 code units of a text.</summary>
    public static int LettersIn(string text) => text.Count(IsLetter);

    /// <summary>Not what rows of captions leave out, if nothing else is in a word: spaces, control and format characters.</summary>
    public static bool IsLetter(char c) =>
        !char.IsWhiteSpace(c) && char.GetUnicodeCategory(c) is not (UnicodeCategory.Control or UnicodeCategory.Format);

    private static (TimedWord Head, TimedWord Tail) Divided(TimedWord word, int letters, int all)
    {
        var at = 0;
        for (var seen = 0; seen < letters || !IsLetter(word.Text[at]); at++)
            seen += IsLetter(word.Text[at]) ? 1 : 0;
        var ms = word.StartMs + (int)Math.Round((word.EndMs - word.StartMs) * (double)letters / all);
        return (word with { Text = word.Text[..at], EndMs = ms }, word with { Text = word.Text[at..], StartMs = ms });
    }
}
