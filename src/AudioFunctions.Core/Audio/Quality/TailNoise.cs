namespace AudioFunctions.Audio.Quality;

/// <summary>
/// Steady noise after the last word: softer than the voice and of constant level. The level of a voice that fades out changes faster. It is room
/// tone if it is heard before, too: between words, or before the first one.
/// </summary>
internal readonly struct TailNoise
{
    private const double Audible = 0.0056; // -45 dB under the voice
    private const double Faint = 0.25; // -12 dB
    private const double Steady = 2; // 6 dB
    private const int FramesOfEnd = 5;

    // A consonant is softer for a moment, and an encoder's silence before the recording lasts 25 ms.
    private const int FramesOfBackground = 3;

    // A word without a pause may hide the background. Then a tail this long is noise.
    private const int FramesOfLongTail = 50;

    /// <param name="frames">The level of each frame, in order.</param>
    public TailNoise(ReadOnlySpan<double> frames, double loud)
    {
        var border = loud * Audible;
        var end = frames.Length;
        while (end > 0 && frames[end - 1] < border)
            end--;
        if (end < FramesOfEnd || loud == 0)
            return;

        // The last frame may be partly silent.
        var level = Median(frames[(end - FramesOfEnd)..end]);
        if (level > loud * Faint)
            return;

        var start = end - 1;
        while (start > 0 && frames[start - 1] <= level * Steady && frames[start - 1] >= level / Steady)
            start--;
        var background = Background(frames[..start]);
        // Without a pause, the moment before the first word tells.
        if (background > level * Steady)
            background = Math.Min(background, Quietest(frames[..Math.Min(start, FramesOfBackground)], level / Steady));
        SteadyLength = end - start;
        IsBackground = background >= level / Steady && background <= level * Steady;
        Length = background < level / Steady || (background > level * Steady && SteadyLength > FramesOfLongTail) ? SteadyLength : 0;
    }

    /// <summary>In frames; 0 if the same sound is in the rest of the recording.</summary>
    public int Length { get; }

    /// <summary>In frames, wherever else it is heard; 0 if the recording doesn't end with a steady sound.</summary>
    public int SteadyLength { get; }

    /// <summary>Whether it is what the rest of the recording has between words.</summary>
    public bool IsBackground { get; }

    /// <summary>The level of the quietest frames in a row: the loudest of them.</summary>
    private static double Background(ReadOnlySpan<double> frames)
    {
        var min = double.MaxValue;
        for (var i = FramesOfBackground; i <= frames.Length; i++)
        {
            var loudest = 0.0;
            foreach (var frame in frames[(i - FramesOfBackground)..i])
                loudest = Math.Max(loudest, frame);
            min = Math.Min(min, loudest);
        }

        return min;
    }

    /// <summary>The level of the quietest frame that is audible; the maximum if there is none.</summary>
    private static double Quietest(ReadOnlySpan<double> frames, double audible)
    {
        var min = double.MaxValue;
        foreach (var frame in frames)
            min = frame >= audible ? Math.Min(min, frame) : min;
        return min;
    }

    private static double Median(ReadOnlySpan<double> frames)
    {
        var sorted = frames.ToArray();
        Array.Sort(sorted);
        return sorted[sorted.Length / 2];
    }
}
