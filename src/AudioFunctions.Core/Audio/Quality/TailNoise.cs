namespace AudioFunctions.Audio.Quality;

/// <summary>
/// Steady noise after the last word: softer than the voice, of constant level, and not in the rest of the recording. The level of a voice
/// that fades out changes faster.
/// </summary>
internal readonly struct TailNoise
{
    private const double Audible = 0.0056; // -45 dB under the voice
    private const double Faint = 0.25; // -12 dB
    private const double Steady = 2; // 6 dB
    private const int FramesOfEnd = 5;

    // If the whole recording is noisy, its end is too.
    private const int FramesOfBackground = 50;

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
        Length = HasQuieter(frames[..start], level / Steady) || end - start > FramesOfBackground ? end - start : 0;
    }

    /// <summary>In frames.</summary>
    public int Length { get; }

    private static bool HasQuieter(ReadOnlySpan<double> frames, double level)
    {
        foreach (var frame in frames)
        {
            if (frame < level)
                return true;
        }

        return false;
    }

    private static double Median(ReadOnlySpan<double> frames)
    {
        var sorted = frames.ToArray();
        Array.Sort(sorted);
        return sorted[sorted.Length / 2];
    }
}
