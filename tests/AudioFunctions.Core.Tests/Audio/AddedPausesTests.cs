using AudioFunctions.Scripts;
using AudioFunctions.Speech;
using AudioFunctions.Testing.Audio;

namespace AudioFunctions.Core.Tests.Audio;

public sealed class AddedPausesTests
{
    [Fact]
    public void Pauses_add_to_the_length_of_the_speech_to_the_millisecond()
    {
        var (segment, speech, mixed) = Mix(null, "Corporation stole your chips.{50}", "Bag not same.{250}", "You got {120}scammed.{300}");

        var expected = (speech.Samples.Length / 44.1) + 50 + 250 + 120 + 300;
        Assert.InRange(mixed.Samples.Length / 44.1, expected - 0.1, expected + 0.1);
        Assert.InRange(mixed.Take.DurationMs, expected - 1, expected + 1);
        Assert.Empty(mixed.Take.Warnings);
        Assert.Equal(4, segment.Silences.Count);
    }

    [Fact]
    public void Every_word_is_complete_and_the_gap_after_it_grows_by_the_pause()
    {
        var (_, speech, mixed) = Mix(null, "Corporation stole your chips.{50}", "Bag not same.{250}", "You got {120}scammed.{300}");

        int[] before = [0, 0, 0, 0, 50, 50, 50, 300, 300, 420];
        var words = mixed.FindWords(speech, speech.Words.Zip(before, (w, ms) => w.From + Mixed.FromMs(ms)));
        Assert.All(
            words.Zip(speech.Words.Zip(before)),
            pair => Assert.InRange(pair.First.From - pair.Second.First.From - Mixed.FromMs(pair.Second.Second), -1, 1));
    }

    [Fact]
    public void Inserted_pauses_are_digital_silence()
    {
        var (_, _, mixed) = Mix(noise: 40, lines: ["Corporation stole your chips.{500}", "Bag not same.{700}"]);

        var silences = Sound.Silences(mixed.Samples, Mixed.FromMs(450), level: 0);

        // Next to a silence, the fade also rounds the faintest noise to zero.
        Assert.Equal(2, silences.Count);
        Assert.InRange(silences[0].Length / 44.1, 500, 501.5);
        Assert.InRange(silences[1].Length / 44.1, 700, 701.5);
        Assert.Equal(mixed.Samples.Length, silences[1].To);
    }

    [Fact]
    public void Pause_before_the_first_line_becomes_leading_silence()
    {
        var (_, speech, mixed) = Mix(noise: 40, lines: ["{400}Corporation stole.{300}"]);

        var lead = Sound.Silences(mixed.Samples, Mixed.FromMs(300), level: 0)[0];
        Assert.Equal(0, lead.From);
        Assert.InRange(lead.Length / 44.1, 400, 401.5);
        mixed.FindWords(speech, speech.Words.Select(w => w.From + Mixed.FromMs(400)));
    }

    [Fact]
    public void Cut_falls_into_the_quietest_point_between_two_words()
    {
        // Noise everywhere except for 30 ms in the last third of the gap.
        var speech = SyntheticSpeech.Speak("Chips. Bag.", gapMs: _ => 300, noise: 900);
        var dip = speech.Words[0].To + Mixed.FromMs(220);
        speech.Samples.AsSpan(dip, Mixed.FromMs(30)).Clear();

        var mixed = Mixed.Of(PauseMode.Add, (SegmentText.Of("Chips.{500}", "Bag."), speech));

        var silence = Assert.Single(Sound.Silences(mixed.Samples, Mixed.FromMs(400), level: 0));
        Assert.InRange(silence.Length / 44.1, 529.9, 530.5);
        Assert.InRange(silence.From, dip - 1, dip + 1);
    }

    [Fact]
    public void Words_without_a_gap_are_cut_between_them_and_not_inside_a_word()
    {
        var speech = SyntheticSpeech.Speak("You got scammed.", gapMs: _ => 0);

        var mixed = Mixed.Of(PauseMode.Add, (SegmentText.Of("You got {200}scammed."), speech));

        var silence = Assert.Single(Sound.Silences(mixed.Samples, Mixed.FromMs(150)));
        Assert.InRange(silence.From, speech.Words[1].To - Mixed.FromMs(15), speech.Words[1].To + Mixed.FromMs(15));
        mixed.FindWords(speech, [speech.Words[0].From, speech.Words[1].From, speech.Words[2].From + Mixed.FromMs(200)]);
    }

    [Fact]
    public void Overlapping_times_of_two_words_still_give_a_cut_between_them()
    {
        var speech = SyntheticSpeech.Speak("You got scammed.", gapMs: _ => 60);
        speech.EndSeconds[6] += 0.09;

        var mixed = Mixed.Of(PauseMode.Add, (SegmentText.Of("You got {200}scammed."), speech));

        mixed.FindWords(speech, [speech.Words[0].From, speech.Words[1].From, speech.Words[2].From + Mixed.FromMs(200)]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    public void Cuts_do_not_click_even_in_the_middle_of_a_loud_sound(int gapMs)
    {
        var speech = SyntheticSpeech.Speak("Aaaa bbbb cccc dddd.", gapMs: _ => gapMs, noise: 100);

        var mixed = Mixed.Of(PauseMode.Add, (SegmentText.Of("Aaaa {100}bbbb {100}cccc {100}dddd.{100}"), speech));

        Assert.InRange(Sound.LargestStep(mixed.Samples), 1, Sound.LargestStep(speech.Samples));
    }

    [Fact]
    public void Segments_that_end_and_start_abruptly_are_joined_without_a_click()
    {
        var first = Buzz(phase: Math.PI / 2);
        var second = Buzz(phase: -Math.PI / 2);

        var mixed = Mixed.Of(
            PauseMode.Add,
            (SegmentText.Of(0, 0, "Aaaa."), first),
            (SegmentText.Of(1, 1, "Bbbb.{100}"), second));

        Assert.InRange(Sound.LargestStep(mixed.Samples), 1, 1.5 * Sound.LargestStep(first.Samples));
        Assert.Equal(first.Samples.Length + second.Samples.Length + 4410, mixed.Samples.Length);
    }

    [Fact]
    public void Hundreds_of_pauses_do_not_drift()
    {
        var words = Enumerable.Range(0, 300).Select(i => $"{{{7 + (i % 3)}}}w").ToArray();
        var line = string.Join(' ', words);

        var (segment, speech, mixed) = Mix(null, line);

        var expected = (speech.Samples.Length / 44.1) + segment.Silences.Sum(s => s.Ms);
        Assert.Equal(300, segment.Silences.Count);
        Assert.InRange(mixed.Samples.Length / 44.1, expected - 0.1, expected + 0.1);
    }

    private static (SpeechSegment Segment, SyntheticSpeech Speech, Mixed Mixed) Mix(int? noise, params string[] lines)
    {
        var segment = SegmentText.Of(lines);
        var speech = SyntheticSpeech.Speak(segment.Text, noise: noise ?? 0);
        return (segment, speech, Mixed.Of(PauseMode.Add, (segment, speech)));
    }

    /// <summary>A recording without silence at its ends.</summary>
    private static SyntheticSpeech Buzz(double phase)
    {
        var speech = SyntheticSpeech.Speak("Aaaa.", leadMs: 0, tailMs: 0);
        for (var i = 0; i < speech.Samples.Length; i++)
        {
            speech.Samples[i] = (short)(9000 * Math.Sin(phase + (2 * Math.PI * 150 * i / 44100)));
        }

        return speech;
    }
}
