using System.Text;
using AudioFunctions.Words;

namespace AudioFunctions.Captions;

/// <summary>Puts the times of words into the cues of a line, as WebVTT's timestamps (section 4.2.2 of the recommendation).</summary>
internal static class WordTags
{
    /// <param name="cues">All of one line, in order.</param>
    /// <param name="words">All of the line, in order; empty if it has none.</param>
    /// <param name="escape">Makes text of a row what the format has for it.</param>
    /// <returns>The rows of each cue.</returns>
    public static IReadOnlyList<IReadOnlyList<string>> In(IReadOnlyList<Cue> cues, IReadOnlyList<TimedWord> words, Func<string, string> escape)
    {
        var starts = StartsByLetter(words);
        // What is displayed is the line's text but for its blanks; if it is not, no time has a place.
        var letters = cues.SelectMany(cue => cue.Rows).Sum(row => row.Count(IsLetter));
        if (letters != words.Sum(word => word.Text.Count(IsLetter)))
            starts.Clear();

        var at = 0;
        return [.. cues.Select(cue =>
        {
            var latest = cue.StartMs;
            return (IReadOnlyList<string>)[.. cue.Rows.Select(row => Tagged(row, cue, ref latest))];
        })];

        string Tagged(string row, Cue cue, ref int latest)
        {
            var (tagged, from) = (new StringBuilder(), 0);
            for (var i = 0; i < row.Length; i++)
            {
                if (!IsLetter(row[i]))
                    continue;
                // A time stands after that of the cue's start and of the word before, and before that of its end.
                if (starts.TryGetValue(at++, out var startMs) && startMs > latest && startMs < cue.EndMs)
                {
                    tagged.Append(escape(row[from..i])).Append('<').Append(Cue.Time(startMs, '.')).Append('>');
                    (from, latest) = (i, startMs);
                }
            }

            return tagged.Append(escape(row[from..])).ToString();
        }
    }

    /// <summary>When a word starts, by how many letters of the line are before it.</summary>
    private static Dictionary<int, int> StartsByLetter(IReadOnlyList<TimedWord> words)
    {
        var starts = new Dictionary<int, int>();
        var at = 0;
        foreach (var word in words)
        {
            starts.TryAdd(at, word.StartMs);
            at += word.Text.Count(IsLetter);
        }

        return starts;
    }

    private static bool IsLetter(char c) => !char.IsWhiteSpace(c);
}
