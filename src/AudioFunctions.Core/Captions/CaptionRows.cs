using System.Globalization;
using System.Text;

namespace AudioFunctions.Captions;

/// <summary>Breaks a text into rows that can be read at a glance.</summary>
internal static class CaptionRows
{
    /// <summary>What a row holds, in characters as a reader counts them: what subtitles of films and television keep to.</summary>
    public const int MaxCharacters = 42;

    /// <summary>Rows broken between words; only a word longer than a row is broken itself. None is blank.</summary>
    public static IReadOnlyList<string> Of(string text)
    {
        var rows = new List<string>();
        var row = new StringBuilder();
        var length = 0;
        foreach (var (word, wordLength) in Words(text).SelectMany(Pieces))
        {
            if (length > 0 && length + 1 + wordLength > MaxCharacters)
            {
                rows.Add(row.ToString());
                row.Clear();
                length = 0;
            }

            length += wordLength + (length > 0 ? 1 : 0);
            row.Append(row.Length > 0 ? " " : "").Append(word);
        }

        if (length > 0)
            rows.Add(row.ToString());
        return rows;
    }

    /// <summary>Whatever separates lines or words anywhere separates words here; what cannot be seen at all is no word.</summary>
    private static IEnumerable<string> Words(string text)
    {
        var separated = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            separated.Append(char.IsControl(c) ? ' ' : c);
        }

        return separated.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Where(word => word.EnumerateRunes().Any(IsSeen));
    }

    private static IEnumerable<(string Word, int Length)> Pieces(string word)
    {
        var starts = StringInfo.ParseCombiningCharacters(word);
        for (var first = 0; first < starts.Length; first += MaxCharacters)
        {
            var count = Math.Min(MaxCharacters, starts.Length - first);
            var end = first + count < starts.Length ? starts[first + count] : word.Length;
            yield return (word[starts[first]..end], count);
        }
    }

    private static bool IsSeen(Rune rune) => Rune.GetUnicodeCategory(rune) is not UnicodeCategory.Format;
}
