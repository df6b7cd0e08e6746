using AudioFunctions.Speech;

namespace AudioFunctions.Audio.Mixing;

/// <summary>Finds the moment of each line with nothing to say: where its silence starts. Nothing is spoken there, so it has no length.</summary>
internal static class SilentLineTimings
{
    /// <param name="spoken">The other lines, in order.</param>
    /// <param name="silent">In order.</param>
    /// <param name="durationMs">The length of the take.</param>
    /// <returns>All lines in order.</returns>
    public static IReadOnlyList<LineTiming> Insert(IReadOnlyList<LineTiming> spoken, IEnumerable<SilentLine> silent, int durationMs)
    {
        var all = new List<LineTiming>(spoken.Count);
        var next = 0;
        var endOfSpeech = 0;
        foreach (var line in silent)
        {
            for (; next < spoken.Count && spoken[next].Line < line.Line; next++)
            {
                all.Add(spoken[next]);
                endOfSpeech = spoken[next].EndMs;
            }

            // A pause that found no place is not in the take: the moment stays before the next word.
            var latest = next < spoken.Count ? spoken[next].StartMs : durationMs;
            var moment = Math.Max(endOfSpeech, Math.Min(endOfSpeech + line.AfterMs, latest));
            all.Add(new LineTiming(line.Line, moment, moment));
        }

        all.AddRange(spoken.Skip(next));
        return all;
    }
}
