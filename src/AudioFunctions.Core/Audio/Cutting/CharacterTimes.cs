using AudioFunctions.Speech;

namespace AudioFunctions.Audio.Cutting;

/// <summary>The place of every character of a text in its audio, in samples and in order.</summary>
internal sealed class CharacterTimes
{
    // In correct alignments, neighbouring characters overlap by up to this much.
    private const double OverlapSeconds = 0.1;

    // If a larger share of the characters is out of order, the alignment is unusable.
    private const double MaxOutOfOrderShare = 0.1;

    private readonly int[] _starts;
    private readonly int[] _ends;

    public CharacterTimes(int[] starts, int[] ends)
    {
        _starts = starts;
        _ends = ends;
    }

    public int Start(int character) => _starts[character];

    public int End(int character) => _ends[character];

    /// <summary>A few times out of order are smoothed. Null if there is no alignment, or its times run backwards.</summary>
    public static CharacterTimes? From(CharacterAlignment? alignment, int textLength, int sampleRateHz)
    {
        if (alignment is null || alignment.StartSeconds.Count != textLength || alignment.EndSeconds.Count != textLength)
            return null;

        var inOrder = RisingSeries.LongestIn(alignment.StartSeconds);
        if (inOrder.Count < textLength * (1 - MaxOutOfOrderShare))
            return null;

        var (starts, ends) = (new int[textLength], new int[textLength]);
        for (var k = 0; k < inOrder.Count; k++)
        {
            var i = inOrder[k];
            var next = k + 1 < inOrder.Count ? inOrder[k + 1] : textLength;
            var limit = next < textLength ? alignment.StartSeconds[next] + OverlapSeconds : double.MaxValue;
            var end = Math.Min(double.IsFinite(alignment.EndSeconds[i]) ? alignment.EndSeconds[i] : 0, limit);
            starts[i] = Sample(alignment.StartSeconds[i]);
            ends[i] = Math.Max(starts[i], Sample(end));
            // A character out of order moves to the end of the character before it.
            for (var odd = i + 1; odd < next; odd++)
            {
                starts[odd] = ends[odd] = next < textLength ? Math.Min(ends[i], Sample(alignment.StartSeconds[next])) : ends[i];
            }
        }

        return new CharacterTimes(starts, ends);

        int Sample(double seconds) => (int)Math.Clamp(Math.Round(seconds * sampleRateHz), 0, int.MaxValue / 4);
    }

    public CharacterTimes Scaled(double factor) => new(Scaled(_starts, factor), Scaled(_ends, factor));

    /// <summary>Limits the times to the length of the audio.</summary>
    public CharacterTimes Within(int sampleCount) => new(
        [.. _starts.Select(start => Math.Min(start, sampleCount))],
        [.. _ends.Select(end => Math.Min(end, sampleCount))]);

    /// <summary>Maps the times of the sent text to the characters of the written text.</summary>
    public CharacterTimes Written(SentText sent)
    {
        var (starts, ends) = (new int[sent.Written.Length], new int[sent.Written.Length]);
        for (var i = 0; i < starts.Length; i++)
        {
            var (from, to) = sent.SaidRangeOf(i);
            var (first, last) = ((int)Math.Floor(from), (int)Math.Ceiling(to) - 1);
            starts[i] = Within(first, from - first);
            ends[i] = Math.Max(starts[i], Within(last, to - last));
        }

        return new CharacterTimes(starts, ends);

        int Within(int character, double part) => (int)Math.Round(_starts[character] + ((_ends[character] - _starts[character]) * part));
    }

    private static int[] Scaled(int[] times, double factor) =>
        [.. times.Select(time => (int)Math.Clamp(Math.Round(time * factor), 0, int.MaxValue / 4))];
}
