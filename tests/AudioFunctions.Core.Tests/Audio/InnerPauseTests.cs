using AudioFunctions.Scripts;
using AudioFunctions.Testing.Audio;

namespace AudioFunctions.Core.Tests.Audio;

/// <summary>Where the pauses inside lines are in the finished take: from the end of one word to the start of the next.</summary>
public sealed class InnerPauseTests
{
    [Theory]
    [InlineData(PauseMode.Add, true)]
    [InlineData(PauseMode.Add, false)]
    [InlineData(PauseMode.Exact, true)]
    [InlineData(PauseMode.Exact, false)]
    public void A_pause_inside_a_line_is_where_the_take_is_silent(PauseMode mode, bool aligned)
    {
        var segment = SegmentText.Of(0, 3, "Corporation stole {400}your chips.{350}", "Bag {300}not same.{150}");
        var speech = SyntheticSpeech.Speak(segment.Text, gapMs: _ => 120);
        var mixed = Mixed.Of(mode, [SegmentText.Spoken(segment, speech, aligned)], [speech]);

        Assert.Equal([(3, 18, 400), (4, 4, 300)], mixed.Take.Pauses.Select(pause => (pause.Line, pause.At, pause.Ms)));
        foreach (var pause in mixed.Take.Pauses)
        {
            var silence = Sound.Silences(mixed.Samples, Mixed.FromMs(200), level: 30).Single(s => Mixed.Ms(s.From) < pause.EndMs && Mixed.Ms(s.To) > pause.StartMs);
            Assert.InRange(pause.StartMs, Mixed.Ms(silence.From) - 5, Mixed.Ms(silence.From) + 12);
            Assert.InRange(pause.EndMs, Mixed.Ms(silence.To) - 12, Mixed.Ms(silence.To) + 5);
            var heard = pause.Ms + (mode == PauseMode.Add ? 120 : 0);
            Assert.InRange(pause.EndMs - pause.StartMs, heard - 20, heard + 5);
        }
    }

    [Fact]
    public void Pauses_between_lines_and_next_to_unspoken_text_are_not_inner_pauses()
    {
        var segment = SegmentText.Of("{300}Chips.{400}", "… {350}Bag {100}— {500}same.{150}", "Scam {600}…{150}");
        var speech = SyntheticSpeech.Speak(segment.Text);

        var pauses = Mixed.Of(PauseMode.Add, (segment, speech)).Take.Pauses;

        Assert.Equal([(1, 100), (1, 500)], pauses.Select(pause => (pause.Line, pause.Ms)));
    }

    [Fact]
    public void A_pause_that_cannot_be_placed_is_not_listed()
    {
        var segment = SegmentText.Of("Chips {400}gone.{150}");
        var speech = SyntheticSpeech.Speak(segment.Text, gapMs: _ => 10);

        var take = Mixed.Of(PauseMode.Add, [SegmentText.Spoken(segment, speech, aligned: false)], [speech]).Take;

        Assert.Empty(take.Pauses);
        Assert.Single(take.Warnings);
    }
}
