using AudioFunctions.Speech;

namespace AudioFunctions.Audio.Joints;

/// <summary>A speech service's alignment in samples, once it has been found fit for use.</summary>
internal sealed class CharacterTimes
{
    // Neighbouring characters overlap by this much in sound alignments; what goes back farther is not in order.
    private const double OverlapSeconds = 0.1;

    // Decoders and services count an encoder's padding differently.
    private const double BeyondEndSeconds = 0.25;

    private readonly int[] _starts;
    private readonly int[] _ends;

    private CharacterTimes(int[] starts, int[] ends)
    {
        _starts = starts;
        _ends = ends;
    }

    public int Start(int character) => _starts[character];

    public int End(int character) => _ends[character];

    /// <summary>Null where the alignment is absent, of another length than the text, out of order, or longer than the audio.</summary>
    public static CharacterTimes? From(CharacterAlignment? alignment, int textLength, int sampleCount, int sampleRateHz)
    {
        if (alignment is null || alignment.StartSeconds.Count != textLength || alignment.EndSeconds.Count != textLength)
            return null;

        var starts = new int[textLength];
        var ends = new int[textLength];
        var latest = 0.0;
        for (var i = 0; i < textLength; i++)
        {
            var (start, end) = (alignment.StartSeconds[i], alignment.EndSeconds[i]);
            var fits = start >= latest - OverlapSeconds
                && end >= start - OverlapSeconds
                && Math.Max(start, end) <= ((double)sampleCount / sampleRateHz) + BeyondEndSeconds;
            // Not a number fails every comparison.
            if (!fits)
                return null;
            latest = Math.Max(latest, start);
            starts[i] = Sample(latest);
            ends[i] = Math.Max(starts[i], Sample(end));
        }

        // Every character at one moment is no alignment.
        return textLength > 1 && ends[^1] <= starts[0] ? null : new CharacterTimes(starts, ends);

        int Sample(double seconds) => Math.Clamp((int)Math.Round(seconds * sampleRateHz), 0, sampleCount);
    }
}
