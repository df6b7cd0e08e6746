using AudioFunctions.Scripts;
using AudioFunctions.Testing.Audio;

namespace AudioFunctions.Core.Tests.Audio;

public sealed class ExactPausesTests
{
    // The words fade in over 8 ms, so where one is first heard is only exact to 2 ms.
    private const double Ear = 4;

    [Fact]
    public void The_audible_gap_is_the_written_pause_whatever_the_natural_silence()
    {
        var segment = SegmentText.Of("{200}Chips.{350}", "Bag.{50}", "Not {120}same.{300}");
        var gaps = new Queue<int>([600, 20, 90]);
        var speech = SyntheticSpeech.Speak(segment.Text, gapMs: _ => gaps.Dequeue(), leadMs: 130, tailMs: 480);

        var mixed = Mixed.Of(PauseMode.Exact, (segment, speech));

        AssertGaps(mixed, [200, 350, 50, 120, 300]);
        AssertWordsWhole(mixed, speech, [200, 350, 50, 120]);
    }

    [Fact]
    public void The_audible_gap_is_the_written_pause_in_a_noisy_recording()
    {
        var segment = SegmentText.Of("Chips.{350}", "Bag not.{400}");
        var speech = SyntheticSpeech.Speak(segment.Text, gapMs: _ => 500, noise: 90);

        var mixed = Mixed.Of(PauseMode.Exact, (segment, speech));

        var gaps = Sound.Silences(mixed.Samples, Mixed.FromMs(200), level: 250).Select(s => s.Length / 44.1).ToList();
        Assert.InRange(gaps[0], 350 - Ear, 350 + Ear);
        // Within a line nothing is trimmed.
        Assert.InRange(gaps[1], 500 - Ear, 500 + Ear);
        Assert.InRange(gaps[2], 400 - Ear, 400 + Ear);
    }

    [Fact]
    public void Lines_without_a_pause_follow_each_other_and_keep_all_voice()
    {
        var segment = SegmentText.Of("Chips.", "Bag.", "Same.");
        var speech = SyntheticSpeech.Speak(segment.Text, gapMs: _ => 300, leadMs: 70);

        var mixed = Mixed.Of(PauseMode.Exact, (segment, speech));

        // As close as two fades of 3 ms allow. There is no pause before the first words, so the natural start is kept.
        AssertGaps(mixed, [70, 6, 6, 3]);
        AssertWordsWhole(mixed, speech, [70, 6, 6]);
    }

    [Fact]
    public void A_pause_of_0_inside_a_line_or_before_the_first_leaves_no_gap()
    {
        var segment = SegmentText.Of("{0}Chips are {0}gone.{200}", "Bag {100}not {0}same.{300}");
        var speech = SyntheticSpeech.Speak(segment.Text, gapMs: _ => 250, leadMs: 130, tailMs: 400);

        var mixed = Mixed.Of(PauseMode.Exact, (segment, speech));

        // As close as two fades of 3 ms allow.
        AssertGaps(mixed, [3, 250, 6, 200, 100, 6, 300]);
        AssertWordsWhole(mixed, speech, [3, 250, 6, 200, 100, 6]);
        Assert.Empty(mixed.Take.Warnings);
    }

    [Fact]
    public void Added_pauses_of_0_change_nothing()
    {
        var speech = SyntheticSpeech.Speak("Chips are gone.", gapMs: _ => 250, leadMs: 130);

        var mixed = Mixed.Of(PauseMode.Add, (SegmentText.Of("{0}Chips {0}are gone.{0}"), speech));

        Assert.Equal(Mixed.Of(PauseMode.Add, (SegmentText.Of("Chips are gone."), speech)).Samples, mixed.Samples);
    }

    [Fact]
    public void Pauses_between_the_same_two_words_are_one_gap()
    {
        var segment = SegmentText.Of("{0}Chips {0} {400}are gone.{300}");
        var speech = SyntheticSpeech.Speak(segment.Text, gapMs: _ => 250, leadMs: 130, tailMs: 400);

        var mixed = Mixed.Of(PauseMode.Exact, (segment, speech));

        AssertGaps(mixed, [3, 400, 250, 300]);
        Assert.Empty(mixed.Take.Warnings);
    }

    [Fact]
    public void Gap_between_two_segments_is_the_sum_of_the_pauses_on_both_sides()
    {
        var first = SegmentText.Of(0, 0, "Chips.{150}");
        var second = SegmentText.Of(1, 1, "{250}Bag.{300}");
        var mixed = Mixed.Of(
            PauseMode.Exact,
            (first, SyntheticSpeech.Speak(first.Text, tailMs: 400)),
            (second, SyntheticSpeech.Speak(second.Text, leadMs: 350, tailMs: 20)));

        AssertGaps(mixed, [60, 400, 300]);
    }

    [Fact]
    public void The_faint_end_of_a_word_is_kept()
    {
        // An s that fades out 30 dB below the voice, after the word's end in the alignment.
        var segment = SegmentText.Of("Chip.{200}", "Bag.{300}");
        var speech = SyntheticSpeech.Speak(segment.Text, gapMs: _ => 400);
        var hiss = new Stretch(speech.Words[0].To, speech.Words[0].To + Mixed.FromMs(90));
        var random = new Random(1);
        for (var i = hiss.From; i < hiss.To; i++)
        {
            speech.Samples[i] = (short)(random.Next(-1, 2) * 150);
        }

        var mixed = Mixed.Of(PauseMode.Exact, (segment, speech));

        var (_, likeness) = Sound.Find(speech.Samples.AsSpan(hiss.From, hiss.Length), mixed.Samples, hiss.From, 20);
        Assert.InRange(likeness, 0.999, 1.001);
    }

    [Fact]
    public void A_word_below_the_voice_threshold_is_not_trimmed()
    {
        var segment = SegmentText.Of("Chips.{200}", "Psst.{200}", "Bag.{300}");
        var speech = SyntheticSpeech.Speak(segment.Text, gapMs: _ => 300);
        var whisper = speech.Words[1];
        for (var i = whisper.From; i < whisper.To; i++)
        {
            speech.Samples[i] = (short)(speech.Samples[i] / 400);
        }

        var mixed = Mixed.Of(PauseMode.Exact, (segment, speech));

        var (_, likeness) = Sound.Find(
            speech.Samples.AsSpan(whisper.From, whisper.Length), mixed.Samples, whisper.From - Mixed.FromMs(100), Mixed.FromMs(5));
        Assert.InRange(likeness, 0.99, 1.001);
    }

    [Fact]
    public void A_recording_of_silence_is_not_trimmed()
    {
        var segment = SegmentText.Of("Shh.{200}");
        var speech = SyntheticSpeech.Speak(segment.Text);
        speech.Samples.AsSpan().Clear();

        var mixed = Mixed.Of(PauseMode.Exact, (segment, speech));

        Assert.Equal(speech.Samples.Length + Mixed.FromMs(200), mixed.Samples.Length);
    }

    private static void AssertGaps(Mixed mixed, double[] expectedMs)
    {
        var gaps = Sound.Silences(mixed.Samples, Mixed.FromMs(2), level: 120).Select(s => s.Length / 44.1).ToList();
        Assert.Equal(expectedMs.Length, gaps.Count);
        Assert.All(gaps.Zip(expectedMs), pair => Assert.InRange(pair.First, pair.Second - Ear, pair.Second + Ear));
    }

    private static void AssertWordsWhole(Mixed mixed, SyntheticSpeech speech, int[] gapsBefore)
    {
        var at = 0;
        var starts = speech.Words.Zip(gapsBefore, (word, gap) => at += Mixed.FromMs(gap) + word.Length).ToList();
        mixed.FindWords(speech, starts.Zip(speech.Words, (end, word) => end - word.Length));
    }
}
