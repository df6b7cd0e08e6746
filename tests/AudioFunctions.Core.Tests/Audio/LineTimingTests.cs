using AudioFunctions.Audio;
using AudioFunctions.Scripts;
using AudioFunctions.Testing.Audio;

namespace AudioFunctions.Core.Tests.Audio;

public sealed class LineTimingTests
{
    [Fact]
    public void Lines_are_timed_in_the_final_audio_from_their_first_word_to_their_last()
    {
        var first = SegmentText.Of(0, 0, "{400}Chips gone.{350}", "Bag {120}same.{150}");
        var second = SegmentText.Of(1, 2, "Scam.{300}");
        var one = SyntheticSpeech.Speak(first.Text);
        var two = SyntheticSpeech.Speak(second.Text);

        var take = Mixed.Of(PauseMode.Add, (first, one), (second, two)).Take;

        var secondStart = Mixed.Ms(one.Samples.Length) + 400 + 350 + 120 + 150;
        Assert.Equal(
            [
                new LineTiming(0, Mixed.Ms(one.Words[0].From) + 400, Mixed.Ms(one.Words[1].To) + 400),
                new LineTiming(1, Mixed.Ms(one.Words[2].From) + 750, Mixed.Ms(one.Words[3].To) + 870),
                new LineTiming(2, secondStart + Mixed.Ms(two.Words[0].From), secondStart + Mixed.Ms(two.Words[0].To)),
            ],
            take.Lines);
    }

    [Theory]
    [InlineData(PauseMode.Add)]
    [InlineData(PauseMode.Exact)]
    public void Overlapping_alignments_give_timings_that_are_in_order_and_within_the_take(PauseMode mode)
    {
        var segment = SegmentText.Of("Chips.", "Bag.{50}", "…", "Same.{100}");
        var speech = SyntheticSpeech.Speak(segment.Text, gapMs: _ => 30);
        for (var i = 0; i < speech.EndSeconds.Length; i++)
        {
            speech.EndSeconds[i] += 0.08;
        }

        var take = Mixed.Of(mode, (segment, speech)).Take;

        Assert.Equal([0, 1, 2, 3], take.Lines.Select(l => l.Line));
        var moments = take.Lines.SelectMany(l => new[] { l.StartMs, l.EndMs }).ToList();
        Assert.Equal(moments.Order(), moments);
        Assert.InRange(moments[^1], moments[0], take.DurationMs);
    }

    [Fact]
    public void A_line_whose_natural_silence_was_trimmed_starts_where_it_is_heard()
    {
        var segment = SegmentText.Of("Chips.{100}", "Bag.{100}");
        var speech = SyntheticSpeech.Speak(segment.Text, gapMs: _ => 700, leadMs: 0);

        var take = Mixed.Of(PauseMode.Exact, (segment, speech)).Take;

        var heard = Mixed.Ms(speech.Words[0].Length) + 100;
        Assert.InRange(take.Lines[1].StartMs, heard - 2, heard + 2);
    }
}
