using AudioFunctions.Audio.Cutting;
using AudioFunctions.Speech;

namespace AudioFunctions.Audio.Quality;

/// <summary>What is measured on a segment's recording as the speech service sent it.</summary>
/// <param name="Letters">The length of its text.</param>
/// <param name="Speed">The requested speed, as a factor.</param>
/// <param name="VoicedMs">The total length of voice, without the silences between words.</param>
/// <param name="LoudLevel">RMS of its loud parts, of 32768.</param>
/// <param name="ClippedShare">The share of the voice's samples at full scale: 0–1.</param>
/// <param name="FlatShare">The share of the voice's samples in flat tops, or within 1 % of its loudest one: 0–1.</param>
/// <param name="NearShare">The share within 10 % of it: an encoder distorts flat peaks.</param>
/// <param name="EndLevel">RMS of its last 10 ms, as a factor of the loud level; 0 if it ends with room tone.</param>
/// <param name="NoiseMs">How long steady noise lasts after the voice.</param>
internal sealed record SegmentSound(
    SpokenLetters Letters, double Speed, double VoicedMs, double LoudLevel, double ClippedShare, double FlatShare, double NearShare, double EndLevel, int NoiseMs)
{
    private const int FrameMs = 10;

    // Shorter silences count as voice.
    private const int MinSilenceMs = 60;
    private const int MinRoomToneMs = 100;

    public static SegmentSound Of(SpeechSegment segment, ReadOnlySpan<short> samples, VoiceEnvelope envelope, int sampleRateHz)
    {
        var frames = Frames(samples, sampleRateHz * FrameMs / 1000);
        var loud = Loud(frames);
        var peaks = new ClippedPeaks(samples, sampleRateHz);
        var tail = new TailNoise(frames, loud);
        var endsWithRoomTone = tail.IsBackground && tail.SteadyLength * FrameMs >= MinRoomToneMs;
        var voiced = envelope.Voice.Length - envelope.SilencesIn(envelope.Voice, MinSilenceMs).Sum(silence => silence.Length);
        return new SegmentSound(
            SpokenLetters.In(segment.Sent.Said),
            segment.Settings.Speed,
            voiced * 1000.0 / sampleRateHz,
            loud,
            (double)peaks.AtFullScale / Math.Max(1, voiced),
            (double)Math.Max(peaks.AtFlatTops, peaks.AtPeak) / Math.Max(1, voiced),
            (double)peaks.NearPeak / Math.Max(1, voiced),
            loud > 0 && !endsWithRoomTone ? Level(samples[^Math.Min(samples.Length, sampleRateHz * FrameMs / 1000)..]) / loud : 0,
            tail.Length * FrameMs);
    }

    private static double[] Frames(ReadOnlySpan<short> samples, int length)
    {
        var frames = new double[samples.Length / length];
        for (var i = 0; i < frames.Length; i++)
        {
            frames[i] = Level(samples.Slice(i * length, length));
        }

        return frames;
    }

    /// <summary>The level of the loudest tenth of the audible frames.</summary>
    private static double Loud(double[] frames)
    {
        var sounding = frames.Where(level => level > 2).Order().ToList();
        return sounding.Count == 0 ? 0 : sounding[(int)(sounding.Count * 0.9)];
    }

    private static double Level(ReadOnlySpan<short> samples)
    {
        long energy = 0;
        foreach (var sample in samples)
        {
            energy += sample * sample;
        }

        return Math.Sqrt((double)energy / Math.Max(1, samples.Length));
    }
}
