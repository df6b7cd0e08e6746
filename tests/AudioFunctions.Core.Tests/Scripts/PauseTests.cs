using AudioFunctions.Scripts;

namespace AudioFunctions.Core.Tests.Scripts;

public sealed class PauseTests
{
    [Theory]
    [InlineData("beat", 150)]
    [InlineData("SHORT", 250)]
    [InlineData("medium", 400)]
    [InlineData("long", 600)]
    [InlineData("Dramatic", 900)]
    [InlineData("50ms", 50)]
    [InlineData("50 MS", 50)]
    [InlineData("50", 50)]
    [InlineData("0", 0)]
    [InlineData("0000000000000000000000000000050", 50)]
    [InlineData("2000", 2000)]
    [InlineData("1.5s", 1500)]
    [InlineData("1.5 S", 1500)]
    [InlineData(".5s", 500)]
    [InlineData("2s", 2000)]
    [InlineData("1.2345s", 1235)]
    [InlineData("1.2344s", 1234)]
    [InlineData("0.0004s", 0)]
    [InlineData("2.0004s", 2000)]
    public void A_pause_is_a_name_milliseconds_or_seconds(string value, int ms)
    {
        Assert.Equal(ms, Els.LineOf($"Hi. [PAUSE: {value}]").PauseAfterMs);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2001")]
    [InlineData("2.0005s")]
    [InlineData("99999999999999999999999999999999999s")]
    [InlineData("99999999999999999999999999999999999.5s")]
    [InlineData("-50")]
    [InlineData("+50")]
    [InlineData("1e3")]
    [InlineData("1,5s")]
    [InlineData("1.5")]
    [InlineData("1.5ms")]
    [InlineData("1.s")]
    [InlineData(".s")]
    [InlineData("s")]
    [InlineData("ms")]
    [InlineData("5m")]
    [InlineData("50msec")]
    [InlineData("NaN")]
    [InlineData("infinity")]
    [InlineData("５０")]
    [InlineData("5 0")]
    [InlineData("longer")]
    public void An_invalid_or_too_long_pause_is_reported_at_its_value(string value)
    {
        Assert.Equal(["pause-invalid 7:13"], Els.FindingsIn(Els.Body($"Hi. [PAUSE: {value}]")));
    }

    [Theory]
    [InlineData("[PAUSE]", "pause-invalid 7:11")]
    [InlineData("[PAUSE:]", "pause-invalid 7:12")]
    [InlineData("[PAUSE:   ]", "pause-invalid 7:15")]
    public void A_missing_pause_value_is_reported_where_it_should_be(string tag, string finding)
    {
        Assert.Equal([finding], Els.FindingsIn(Els.Body($"Hi. {tag}")));
    }

    [Fact]
    public void Without_a_tag_the_pause_after_a_line_is_150_ms_and_after_the_last_300_ms()
    {
        var beat = Els.BeatOf("One.\nTwo.\nThree.");

        Assert.Equal([150, 150, 300], beat.Lines.Select(line => line.PauseAfterMs));
        Assert.Equal(300, beat.PauseAfterMs);
    }

    [Theory]
    [InlineData("One. [PAUSE: 70]\nTwo.", 70)]
    [InlineData("One.\n[PAUSE: 70]\nTwo.", 70)]
    [InlineData("One.[PAUSE:70]\nTwo.", 70)]
    // A second one replaces the first, wherever they are.
    [InlineData("One. [PAUSE: 40] [PAUSE: 70]\nTwo.", 70)]
    [InlineData("One. [PAUSE: 40]\n[PAUSE: 70]\nTwo.", 70)]
    [InlineData("One.\n[PAUSE: 40]\n\n[PAUSE: 70]\nTwo.", 70)]
    [InlineData("One.\n[PAUSE: 40] [PAUSE: 70]\nTwo.", 70)]
    // A line with only tags has no text that the pause could precede.
    [InlineData("One.\n[PACE: fast] [PAUSE: 70]\nTwo.", 70)]
    [InlineData("One.\n[PAUSE: 70] [PACE: fast]\nTwo.", 70)]
    public void Pause_after_a_line(string body, int ms)
    {
        var lines = Els.BeatOf(body).Lines;

        Assert.Equal([ms, 300], lines.Select(line => line.PauseAfterMs));
        Assert.All(lines, line => Assert.Empty(line.InnerPauses));
    }

    [Fact]
    public void Pause_after_the_last_line_is_the_pause_of_the_beat()
    {
        Assert.Equal(0, Els.BeatOf("One.\nTwo.\n[PAUSE: 0]").PauseAfterMs);
        Assert.Equal(900, Els.BeatOf("One.\nTwo. [PAUSE: dramatic]").PauseAfterMs);
    }

    [Theory]
    [InlineData("[PAUSE: 70]\nOne.")]
    [InlineData("[PAUSE: 70] One.")]
    [InlineData("[PAUSE: 40]\n[PAUSE: 70]\nOne.")]
    [InlineData("[PAUSE: 40]\n[PAUSE: 70] One.")]
    [InlineData("[PAUSE: 40] [PAUSE: 70] One.")]
    [InlineData("[PAUSE: 70]\n[CHARACTER: every-coon]\nOne.")]
    [InlineData("[PAUSE: 70] [CHARACTER: every-coon] One.")]
    public void Pause_before_the_first_line_becomes_leading_silence(string body)
    {
        var line = Els.LineOf(body);

        Assert.Equal([new InnerPause(0, 70)], line.InnerPauses);
        Assert.Equal(("One.", 300), (line.Text, line.PauseAfterMs));
    }

    [Fact]
    public void A_pause_before_the_text_of_a_later_line_does_not_replace_the_pause_after_the_line_before()
    {
        var lines = Els.BeatOf("One.\n[PAUSE: 40]\n[PAUSE: 70] Two.").Lines;

        Assert.Equal(40, lines[0].PauseAfterMs);
        Assert.Equal([new InnerPause(0, 70)], lines[1].InnerPauses);
    }

    [Theory]
    [InlineData("Was [PAUSE: 70] ten.", "Was ten.", 4)]
    [InlineData("Was   [PAUSE: 70]\t ten.", "Was ten.", 4)]
    [InlineData("Was[PAUSE: 70]ten.", "Was ten.", 4)]
    [InlineData("Was [PAUSE: 40] [PAUSE: 70] ten.", "Was ten.", 4)]
    [InlineData("*Was* [PAUSE: 70] **ten**.", "Was TEN.", 4)]
    [InlineData("*Was [PAUSE: 70] ten* of.", "Was ten of.", 4)]
    [InlineData("**Was [PAUSE: 70]ten** of.", "WAS TEN of.", 4)]
    [InlineData("\\[Was\\] [PAUSE: 70] \\*ten.", "[Was] *ten.", 6)]
    [InlineData("Two  spaces [PAUSE: 70] stay  here.", "Two  spaces stay  here.", 12)]
    [InlineData("2 * 3 [PAUSE: 70] * 4", "2 * 3 * 4", 6)]
    public void A_pause_inside_a_line_is_before_the_word_that_follows(string body, string text, int at)
    {
        var line = Els.LineOf(body);

        Assert.Equal(text, line.Text);
        Assert.Equal([new InnerPause(at, 70)], line.InnerPauses);
        Assert.Equal(300, line.PauseAfterMs);
    }

    [Fact]
    public void A_line_can_have_leading_inner_and_trailing_pauses_at_once()
    {
        var line = Els.LineOf("[PAUSE: 1] **a** [PAUSE: 2] *b* [PAUSE: 3] c [PAUSE: 4]");

        Assert.Equal("A b c", line.Text);
        Assert.Equal([new InnerPause(0, 1), new InnerPause(2, 2), new InnerPause(4, 3)], line.InnerPauses);
        Assert.Equal(4, line.PauseAfterMs);
    }
}
