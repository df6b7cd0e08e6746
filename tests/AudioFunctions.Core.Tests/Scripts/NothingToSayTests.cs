namespace AudioFunctions.Core.Tests.Scripts;

public sealed class NothingToSayTests
{
    [Theory]
    [InlineData("...")]
    [InlineData("---")]
    [InlineData("…?!")]
    [InlineData("😀👩\u200D👩\u200D👧")]
    [InlineData("\u00AB \u00BB")]
    [InlineData("\u0301")]
    [InlineData("♪ \uFE0F")]
    [InlineData("\\[\\]")]
    [InlineData("*!*")]
    public void A_line_without_letter_or_number_is_kept_and_causes_a_warning(string body)
    {
        var reading = Els.Read(Els.Body($"[PACE: fast] {body}\n[PAUSE: 700]\nBye."));

        Assert.Equal(["nothing-to-say 7:14"], reading.Validation.Diagnostics.Select(found => $"{found.Code} {found.Line}:{found.Column}"));
        var lines = reading.Script!.Beats[0].Lines;
        Assert.Equal([true, false], lines.Select(line => line.IsSilent));
        Assert.Equal(700, lines[0].PauseAfterMs);
        Assert.Equal("Bye.", reading.Script.Beats[0].SpokenScript);
        Assert.Equal(2, reading.Validation.CharacterCount["every-coon"]);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("½")]
    [InlineData("Ⅷ")]
    [InlineData("١")]
    [InlineData("漢")]
    [InlineData("🅰 \uD835\uDC00")]
    [InlineData("...a")]
    public void A_line_with_a_letter_or_number_of_any_script_is_spoken(string body)
    {
        Assert.Empty(Els.FindingsIn(Els.Body(body)));
        Assert.False(Els.LineOf(body).IsSilent);
    }

    [Fact]
    public void A_beat_of_such_lines_only_is_empty_and_not_well_formed()
    {
        var validation = Els.Read(Els.Body("...\n[PAUSE: 50]\n😀")).Validation;

        Assert.Equal(
            ["beat-empty 4:1", "nothing-to-say 7:1", "nothing-to-say 9:1"],
            validation.Diagnostics.Select(found => $"{found.Code} {found.Line}:{found.Column}"));
        Assert.Equal(
            "line 4, column 1: beat '01_a' has nothing to say; write at least one line with a letter or a number between '---' and [END_BEAT]",
            Assert.Single(validation.Errors));
        Assert.Equal(0, validation.BeatCount);
    }
}
