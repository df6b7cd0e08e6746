using AudioFunctions.Audio;
using AudioFunctions.Audio.Cutting;
using AudioFunctions.Speech;

namespace AudioFunctions.Core.Tests.Audio;

/// <summary>Where a recording is cut in two of which nothing tells for certain where a line begins.</summary>
public sealed class RecordingExcerptTests
{
    private static readonly SpeechSegment Whole = SegmentText.Of("Me.", "Me too.");

    [Fact]
    public void An_edge_that_is_not_known_is_cut_at_the_quietest_point_near_the_estimated_one()
    {
        // Voice throughout, fainter for 10 ms shortly after the line is estimated to begin.
        var samples = Tone(700, (212, 222));
        var times = new CharacterTimes([.. Enumerable.Range(0, Whole.Text.Length).Select(At)], [.. Enumerable.Range(1, Whole.Text.Length).Select(At)]);
        var cutPoints = SegmentCutPoints.Of(Whole, isExact: false).Inner;
        var placement = new TextPlacement(
            times, [null], [new SampleRange(0, At(2)), new SampleRange(At(4), At(Whole.Text.Length))], cutPoints);
        var placing = new CutPointPlacement(Whole, new VoiceEnvelope(samples, Mixed.SampleRateHz), Mixed.SampleRateHz);

        var before = RecordingExcerpt.Of(SegmentExcerpt.Of(Whole, 0, 1), Whole, cutPoints, placement, placing);
        var after = RecordingExcerpt.Of(SegmentExcerpt.Of(Whole, 1, 2), Whole, cutPoints, placement, placing);

        Assert.InRange(before.End!.Value.Quietest, Mixed.FromMs(214), Mixed.FromMs(220));
        Assert.Equal(before.End, after.Start);
        Assert.Equal([2], before.DoubtfulCuts);
    }

    /// <summary>Letters take 100 ms each, and nothing else takes time.</summary>
    private static int At(int character) => Mixed.FromMs(100 * Whole.Text[..character].Count(char.IsLetter));

    private static short[] Tone(int ms, (int From, int To) faint)
    {
        var samples = new short[Mixed.FromMs(ms)];
        for (var i = 0; i < samples.Length; i++)
        {
            var loudness = i >= Mixed.FromMs(faint.From) && i < Mixed.FromMs(faint.To) ? 2000 : 8000;
            samples[i] = (short)(loudness * Math.Sin(2 * Math.PI * 440 * i / Mixed.SampleRateHz));
        }

        return samples;
    }
}
