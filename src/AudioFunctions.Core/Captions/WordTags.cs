using System.Text;
using AudioFunctions.Words;

namespace AudioFunctions.Captions;

/// <summary>Puts the times of words into the cues of a line, as WebVTT's timestamps (section 4.2.2 of the recommendation).</summary>
internal static class WordTags
{
    /// <param name="cues">All of one line, in order.</param>
    /// <param name="words">All of the line, in order; empty if it has none.</param>
    /// <param name="escape">Escapes a row's text for the format.</param>
    /// <returns>The rows of each cue.</returns>
    public static IReadOnlyList<IReadOnlyList<string>> In(IReadOnlyList<Cue> cues, IReadOnlyList<TimedWord> words, Func<string, string> escape)
    {
        var starts = StartsByLetter(words);
        // Apart from spaces and what is invisible, the cues must contain the words' letters; otherwise the times can't be placed.
        var letters = cues.SelectMany(cue => cue.Rows).Sum(WordShares.LettersIn);
        if (letters != words.Sum(word => WordShares.LettersIn(word.Text)))
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
                if (!WordShares.IsLetter(row[i]))
                    continue;
                // A timestamp must be after the cue's start and the timestamp before it, and before the cue's end.
                if (starts.TryGetValue(at++, out var startMs) && startMs > latest && startMs < cue.EndMs)
                {
                    tagged.Append(escape(row[from..i])).Append('<').Append(Cue.Time(startMs, '.')).Append('>');
                    (from, latest) = (i, startMs);
                }
            }

            return tagged.Append(escape(row[from..])).ToString();
        }
    }

    /// <summary>The start of each word, by the number of the line's letters before it.</summary>
    private static Dictionary<int, int> StartsByLetter(IReadOnlyList<TimedWord> words)
    {
        var starts = new Dictionary<int, int>();
        var at = 0;
        foreach (var word in words)
        {
            starts.TryAdd(at, word.StartMs);
            at += WordShares.LettersIn(word.Text);
        }

        return starts;
    }
}
