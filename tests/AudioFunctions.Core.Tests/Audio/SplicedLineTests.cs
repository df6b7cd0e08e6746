using AudioFunctions.Audio;
using AudioFunctions.Scripts;
using AudioFunctions.Speech;
using AudioFunctions.Testing.Audio;

namespace AudioFunctions.Core.Tests.Audio;

/// <summary>A line that was spoken again, between lines that are cut out of the recording of the whole segment.</summary>
public sealed class SplicedLineTests
{
    private static readonly SpeechSegment Whole = SegmentText.Of("Stole your {120}chips.{150}", "Bag not same.{250}", "You got scammed.{300}");
    private static readonly SpeechSegment Unbroken = SegmentText.Of("Stole your chips.", "Bag not same.", "You got scammed.");

    [Theory]
    [InlineData(PauseMode.Add, 0)]
    [InlineData(PauseMode.Add, 300)]
    [InlineData(PauseMode.Exact, 0)]
    [InlineData(PauseMode.Exact, 300)]
    public void The_other_lines_are_the_same_to_the_sample(PauseMode mode, double noise)
    {
        var (before, after) = Retake(Whole, mode, noise);

        var (head, tail) = (after.Take.SegmentStarts[1], after.Samples.Length - after.Take.SegmentStarts[2]);
        Assert.Equal(before.Samples[..head], after.Samples[..head]);
        Assert.Equal(before.Samples[^tail..], after.Samples[^tail..]);
    }

    [Fact]
    public void Where_nothing_was_cut_before_only_the_fades_at_the_cut_points_differ()
    {
        var (before, after) = Retake(Unbroken, PauseMode.Add, noise: 0);

        var fade = Mixed.FromMs(3);
        var (head, tail) = (after.Take.SegmentStarts[1] - fade, after.Samples.Length - after.Take.SegmentStarts[2] - fade);
        Assert.Equal(before.Samples[..head], after.Samples[..head]);
        Assert.Equal(before.Samples[^tail..], after.Samples[^tail..]);
    }

    [Theory]
    [InlineData(PauseMode.Add)]
    [InlineData(PauseMode.Exact)]
    public void No_click_is_heard_at_a_cut_point(PauseMode mode)
    {
        var (before, after) = Retake(Unbroken, mode, noise: 300);

        var natural = Math.Max(Sound.LargestStep(before.Samples), Sound.LargestStep(Again(300).Samples));
        Assert.InRange(Sound.LargestStep(after.Samples), 1, natural);
    }

    [Theory]
    [InlineData(PauseMode.Add)]
    [InlineData(PauseMode.Exact)]
    public void Lines_words_and_pauses_have_their_times_in_the_new_take(PauseMode mode)
    {
        var (before, after) = Retake(Whole, mode, noise: 0);

        var later = after.Take.DurationMs - before.Take.DurationMs;
        Assert.NotInRange(later, -50, 50);
        Assert.Equal(before.Take.Lines[0], after.Take.Lines[0]);
        Assert.Equal([0, 1, 2], after.Take.Lines.Select(line => line.Line));
        Assert.InRange(after.Take.Lines[2].StartMs - before.Take.Lines[2].StartMs, later - 1, later + 1);
        Assert.InRange(after.Take.Lines[2].EndMs - before.Take.Lines[2].EndMs, later - 1, later + 1);
        Assert.Equal(before.Take.Words!.Select(word => (word.Line, word.At, word.Length)), after.Take.Words!.Select(word => (word.Line, word.At, word.Length)));
        Assert.Equal(before.Take.Words!.Take(3), after.Take.Words!.Take(3));
        Assert.Equal(before.Take.Pauses, after.Take.Pauses);
        Assert.Equal(QualityVerdict.Good, after.Take.Quality.Verdict);
        Assert.Empty(after.Take.Warnings);
    }

    [Theory]
    [InlineData(PauseMode.Add)]
    [InlineData(PauseMode.Exact)]
    public void The_pauses_around_the_line_stay_as_written(PauseMode mode)
    {
        var again = Again(noise: 0);
        var (_, after) = Retake(Whole, mode, noise: 0);

        var natural = mode == PauseMode.Exact ? 0 : Mixed.Ms(again.Words[0].From);
        var starts = after.Take.Lines[1].StartMs - after.Take.Lines[0].EndMs;
        Assert.True(starts >= 150 + natural - 5, $"the pause before the line has {starts} ms");
        if (mode == PauseMode.Exact)
            Assert.InRange(starts, 145, 155);
    }

    [Fact]
    public void A_cut_point_without_usable_times_is_found_by_ear_and_doubted_only_if_it_is_in_doubt()
    {
        var speech = SyntheticSpeech.Speak(Whole.Text);
        var again = Again(noise: 0);
        var parts = Parts(Whole);

        var after = Mixed.Of(
            PauseMode.Add,
            [SegmentText.Spoken(parts[0], speech, aligned: false), SegmentText.Spoken(parts[1], again), SegmentText.Spoken(parts[2], speech, aligned: false)],
            [speech, again, speech]);

        var words = speech.Words;
        Assert.Equal([0, 1, 2], after.Take.Lines.Select(line => line.Line));
        Assert.InRange(Sound.Find(speech.Samples.AsSpan(words[2].From, words[2].Length), after.Samples, words[2].From + Mixed.FromMs(120), Mixed.FromMs(5)).Likeness, 0.995, 1.001);
        Assert.All(after.Take.Warnings, warning => Assert.StartsWith("alignment-unusable: ", warning, StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_wrong_with_one_recording_is_said_once_though_two_segments_are_cut_out_of_it()
    {
        var whole = SegmentText.Of("Stole your chips.", "Me saw it.", "Bag not same.", "You got scammed.", "Me not happy.");
        var (speech, again) = (SyntheticSpeech.Speak(whole.Text), Again(noise: 0));
        var line = SegmentExcerpt.Of(whole, 2, 3) with { Index = 1, CutFrom = null };
        var (before, after) = (SegmentExcerpt.Of(whole, 0, 2), SegmentExcerpt.Of(whole, 3, 5) with { Index = 2 });

        var mixed = Mixed.Of(
            PauseMode.Add,
            [SegmentText.Spoken(before, speech, aligned: false), SegmentText.Spoken(line, again), SegmentText.Spoken(after, speech, aligned: false)],
            [speech, again, speech]);

        Assert.Single(mixed.Take.Warnings, warning => warning.EndsWith("so lines and pauses were placed by the silences heard.", StringComparison.Ordinal));
    }

    private static (Mixed Before, Mixed After) Retake(SpeechSegment whole, PauseMode mode, double noise)
    {
        var (speech, again) = (SyntheticSpeech.Speak(whole.Text, noise: noise), Again(noise));
        var parts = Parts(whole);
        return (Mixed.Of(mode, [SegmentText.Spoken(whole, speech)], [speech]),
            Mixed.Of(mode, [Of(parts[0], speech), Of(parts[1], again), Of(parts[2], speech)], [speech, again, speech]));

        static AudioFunctions.Audio.SpokenSegment Of(SpeechSegment segment, SyntheticSpeech recording) =>
            new(segment, SegmentText.Spoken(segment, recording).Spoken);
    }

    /// <summary>The middle line anew: slower than it was, and after a longer silence.</summary>
    private static SyntheticSpeech Again(double noise) => SyntheticSpeech.Speak("Bag not same.", noise: noise, leadMs: 400, letterMs: _ => 90);

    private static SpeechSegment[] Parts(SpeechSegment whole)
    {
        var line = SegmentExcerpt.Of(whole, 1, 2) with { Index = 1, CutFrom = null };
        return [SegmentExcerpt.Of(whole, 0, 1), line, SegmentExcerpt.Of(whole, 2, 3) with { Index = 2 }];
    }
}
