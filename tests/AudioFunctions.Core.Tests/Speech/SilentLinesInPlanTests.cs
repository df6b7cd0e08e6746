using AudioFunctions.Scripts;
using AudioFunctions.Speech;
using AudioFunctions.Voices;

namespace AudioFunctions.Core.Tests.Speech;

/// <summary>Lines without words: requests don't contain them, but their pauses count.</summary>
public sealed class SilentLinesInPlanTests
{
    [Fact]
    public void A_silent_line_between_two_characters_is_not_a_separate_request()
    {
        var segments = Plan(
            Beats.Line("Hello.", pause: 100), Beats.Line("...", "chad", pause: 200), Beats.Line("Bye.", "boomer", pause: 300));

        Assert.Equal(["Hello.", "Bye."], segments.Select(s => s.Text));
        Assert.Equal([new SegmentSilence(6, 300)], segments[0].Silences);
        Assert.Equal([new SilentLine(1, 100)], segments[0].SilentLines);
        Assert.Equal(("Hello.", "Bye."), (segments[1].PreviousText, segments[0].NextText));
    }

    [Fact]
    public void A_silent_line_of_another_character_does_not_end_a_request()
    {
        var segment = Assert.Single(Plan(
            Beats.Line("Hello.", pause: 100), Beats.Line("…", "boomer", pause: 200, speed: 1.2), Beats.Line("Bye.", pause: 50)));

        Assert.Equal("Hello. Bye.", segment.Text);
        Assert.Equal([new(0, 0, 6), new SegmentLine(2, 7, 4)], segment.Lines);
        Assert.Equal([new(7, 300), new SegmentSilence(11, 50)], segment.Silences);
    }

    [Fact]
    public void Silent_lines_at_both_ends_become_leading_and_trailing_silence()
    {
        var segment = Assert.Single(Plan(
            Beats.Line("🦝", "boomer", pause: 10, inner: new InnerPause(0, 20)),
            Beats.Line("---", pause: 40),
            Beats.Line("Well", pause: 100, inner: new InnerPause(0, 5)),
            Beats.Line("...", "chad", pause: 200, inner: new InnerPause(1, 30)),
            Beats.Line("😀", pause: 300)));

        Assert.Equal("Well", segment.Text);
        Assert.Equal([new(0, 75), new SegmentSilence(4, 630)], segment.Silences);
        Assert.Equal([new(0, 0), new(1, 30), new(3, 100), new SilentLine(4, 330)], segment.SilentLines);
    }

    [Fact]
    public void A_pause_after_the_last_word_of_a_line_is_before_the_silent_line()
    {
        var segment = Assert.Single(Plan(Beats.Line("Well ...", pause: 100, inner: new InnerPause(5, 500)), Beats.Line("...", pause: 0)));

        Assert.Equal([new SilentLine(1, 600)], segment.SilentLines);
    }

    [Fact]
    public void A_silent_line_needs_no_voice() =>
        Assert.Equal("Me.", Assert.Single(Plan(Beats.Line("Me."), Beats.Line("?!", "ghost"))).Text);

    [Fact]
    public void A_stored_beat_without_words_is_refused()
    {
        var failure = Assert.Throws<SpeechException>(() => Plan(Beats.Line("...")));

        Assert.Equal(("speech-request-invalid", false), (failure.Code, failure.IsRetryable));
        Assert.Equal(
            "Beat '01_hook' has no letter and no number, so there is nothing to speak. Start a new session with words in the beat.",
            failure.Message);
    }

    private static IReadOnlyList<SpeechSegment> Plan(params ScriptLine[] lines) =>
        SpeechPlan.For(Beats.Of(lines), Beats.Profiles, RegenerateSettings.None, SomeModels.Taking(int.MaxValue));
}
