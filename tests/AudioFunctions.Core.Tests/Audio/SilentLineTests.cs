using AudioFunctions.Audio;
using AudioFunctions.Scripts;
using AudioFunctions.Speech;
using AudioFunctions.Testing.Audio;

namespace AudioFunctions.Core.Tests.Audio;

/// <summary>The times of lines with nothing to say in a take.</summary>
public sealed class SilentLineTests
{
    [Theory]
    [InlineData(PauseMode.Add)]
    [InlineData(PauseMode.Exact)]
    public void A_silent_line_has_no_length_and_lies_in_the_silence_between_its_neighbours(PauseMode mode)
    {
        // Lines 1 and 3 are silent: 100 ms after the first word and 300 ms after the second.
        var first = SegmentText.Of(0, 0, "Chips.{600}", "Same.{800}") with { SilentLines = [new(1, 100), new SilentLine(3, 300)] };
        first = first with { Lines = [first.Lines[0], first.Lines[1] with { Line = 2 }] };
        var second = SegmentText.Of(1, 4, "Scam.{200}") with { SilentLines = [new SilentLine(5, 200)] };
        var one = SyntheticSpeech.Speak(first.Text);
        var two = SyntheticSpeech.Speak(second.Text);

        var take = Mixed.Of(mode, (first, one), (second, two)).Take;

        Assert.Equal([0, 1, 2, 3, 4, 5], take.Lines.Select(line => line.Line));
        Assert.Equal(take.Lines[0].EndMs + 100, take.Lines[1].StartMs);
        Assert.Equal(take.Lines[2].EndMs + 300, take.Lines[3].StartMs);
        Assert.Equal(take.Lines[4].EndMs + 200, take.Lines[5].StartMs);
        Assert.All(new[] { 1, 3, 5 }, line => Assert.Equal(take.Lines[line].StartMs, take.Lines[line].EndMs));
        Assert.All(new[] { 0, 2, 4 }, line => Assert.True(take.Lines[line].EndMs > take.Lines[line].StartMs));
        var moments = take.Lines.SelectMany(line => new[] { line.StartMs, line.EndMs }).ToList();
        Assert.Equal(moments.Order(), moments);
        Assert.InRange(take.DurationMs, moments[^1], int.MaxValue);
        Assert.Empty(take.Warnings);
    }

    [Fact]
    public void A_silent_line_before_the_first_word_is_at_the_start_of_the_take()
    {
        var segment = SegmentText.Of(0, 1, "{400}Chips.") with { SilentLines = [new SilentLine(0, 0)] };

        var take = Mixed.Of(PauseMode.Add, (segment, SyntheticSpeech.Speak(segment.Text))).Take;

        Assert.Equal(new LineTiming(0, 0, 0), take.Lines[0]);
        Assert.InRange(take.Lines[1].StartMs, 400, 1000);
    }

    [Fact]
    public void A_silent_line_whose_pause_cannot_be_placed_stays_before_the_next_word()
    {
        var segment = SegmentText.Of("Chips.{900}", "Same.") with { SilentLines = [new SilentLine(1, 800)] };
        segment = segment with { Lines = [segment.Lines[0], segment.Lines[1] with { Line = 2 }] };
        var speech = SyntheticSpeech.Speak(segment.Text, gapMs: _ => 0);

        var take = Mixed.Of(PauseMode.Add, [SegmentText.Spoken(segment, speech, aligned: false)], [speech]).Take;

        Assert.Single(take.Warnings);
        Assert.Equal([0, 1, 2], take.Lines.Select(line => line.Line));
        Assert.InRange(take.Lines[1].StartMs, take.Lines[0].EndMs, take.Lines[2].StartMs);
    }
}
