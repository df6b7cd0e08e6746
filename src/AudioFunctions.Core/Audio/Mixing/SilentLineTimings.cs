using AudioFunctions.Speech;

namespace AudioFunctions.Audio.Mixing;

/// <summary>Times the lines with nothing to say. Each has no length and lies at the start of its silence.</summary>
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

            // A pause that couldn't be placed isn't in the take: keep the time before the next word.
            var latest = next < spoken.Count ? spoken[next].StartMs : durationMs;
            var moment = Math.Max(endOfSpeech, Math.Min(endOfSpeech + line.AfterMs, latest));
            all.Add(new LineTiming(line.Line, moment, moment));
        }

        all.AddRange(spoken.Skip(next));
        return all;
    }
}
