namespace AudioFunctions.Core.Tests.Scripts;

public sealed class StateTagTests
{
    [Theory]
    [InlineData("slow", 0.75)]
    [InlineData("Deliberate", 0.85)]
    [InlineData("normal", 1.00)]
    [InlineData("quick", 1.08)]
    [InlineData("fast", 1.15)]
    [InlineData("CHAOS", 1.20)]
    public void Pace_is_a_name_and_a_factor(string pace, double speed)
    {
        var line = Els.LineOf($"[PACE: {pace}] Hi.");

        Assert.Equal((pace.ToLowerInvariant(), speed), (line.Pace, line.SpeedOverride));
    }

    [Theory]
    [InlineData("[PACE:fast][STYLE:1]Hi.")]
    [InlineData("  [ pace : FAST ]\t[Style:1.0]  Hi.  ")]
    [InlineData("[PACE: fast]\n\n[STYLE: 01]\nHi.")]
    public void Tags_can_share_a_line_or_precede_text_with_any_spaces(string body)
    {
        var line = Els.LineOf(body);

        Assert.Equal(("Hi.", "fast", 1.0), (line.Text, line.Pace, line.StyleOverride));
    }

    [Fact]
    public void State_applies_until_changed_and_is_reset_in_every_beat()
    {
        var script = Els.Read(
            Els.Meta + "default_character: fed\ndefault_pace: slow\n"
            + Els.Beat("a", "[CHARACTER: chad] [DIRECTION: loud] [PACE: fast] [STABILITY: 0] [STYLE: .9]\n"
                + "One.\nTwo.\n[DIRECTION:] [PACE: slow] Three.")
            + Els.Beat("b", "Four.")).Script!;

        var two = script.Beats[0].Lines[1];
        Assert.Equal(("chad", "loud", "fast"), (two.Character, two.Direction, two.Pace));
        Assert.Equal((1.15, 0.0, 0.9), (two.SpeedOverride, two.StabilityOverride, two.StyleOverride));
        var three = script.Beats[0].Lines[2];
        Assert.Equal(("chad", null, "slow", 0.0), (three.Character, three.Direction, three.Pace, three.StabilityOverride));
        var four = script.Beats[1].Lines[0];
        Assert.Equal(("fed", null, "slow", 0.75), (four.Character, four.Direction, four.Pace, four.SpeedOverride));
        Assert.Equal((null, null), (four.StabilityOverride, four.StyleOverride));
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("1", 1)]
    [InlineData(".9", 0.9)]
    [InlineData("0.35", 0.35)]
    [InlineData("1.000", 1)]
    public void Setting_is_a_number_from_0_to_1(string value, double setting)
    {
        Assert.Equal(setting, Els.LineOf($"[STABILITY: {value}] Hi.").StabilityOverride);
        Assert.Equal(setting, Els.LineOf($"[STYLE: {value}] Hi.").StyleOverride);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1.1")]
    [InlineData("-0")]
    [InlineData("-0.5")]
    [InlineData("+1")]
    [InlineData("1e-3")]
    [InlineData("0,5")]
    [InlineData("1.")]
    [InlineData(".")]
    [InlineData("0.5.5")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("50%")]
    [InlineData("٠")]
    [InlineData("0x1")]
    public void A_setting_that_is_not_a_number_from_0_to_1_is_reported(string value)
    {
        Assert.Equal(["setting-invalid 7:13"], Els.FindingsIn(Els.Body($"[STABILITY: {value}] Hi.")));
    }

    [Theory]
    [InlineData("everycoon", "every-coon")]
    [InlineData("EVERY-COON", "every-coon")]
    [InlineData(" Wojak ", "wojak")]
    public void Character_ignores_case_and_accepts_the_alias(string value, string character)
    {
        Assert.Equal(character, Els.LineOf($"[CHARACTER: {value}] Hi.").Character);
    }

    [Fact]
    public void A_direction_can_contain_escaped_brackets_and_asterisks()
    {
        var line = Els.LineOf("[DIRECTION: whisper \\[softly\\] \\*now\\* C:\\x: ok] Hi.");

        Assert.Equal("whisper [softly] *now* C:\\x: ok", line.Direction);
        Assert.Equal("Hi.", line.Text);
    }

    [Theory]
    [InlineData("[DIRECTION:]")]
    [InlineData("[DIRECTION: ]")]
    [InlineData("[DIRECTION]")]
    public void An_empty_direction_clears_the_direction(string tag)
    {
        Assert.Null(Els.BeatOf($"[DIRECTION: loud] One.\n{tag} Two.").Lines[1].Direction);
    }

    [Fact]
    public void Direction_is_counted_in_characters_without_escapes()
    {
        Assert.Equal(new string('[', 500), Els.LineOf($"[DIRECTION: {string.Concat(Enumerable.Repeat("\\[", 500))}] Hi.").Direction);
        Assert.Equal(1000, Els.LineOf($"[DIRECTION: {string.Concat(Enumerable.Repeat("😀", 500))}] Hi.").Direction!.Length);
    }

    [Fact]
    public void A_wrong_value_changes_nothing_and_the_rest_is_still_checked()
    {
        Assert.Equal(
            ["unknown-character 7:13", "unknown-pace 7:26", "setting-invalid 7:41", "pause-invalid 7:51", "unknown-tag 8:1"],
            Els.FindingsIn(Els.Body("[CHARACTER: bob] [PACE:  warp] [STYLE:  2] [PAUSE:x] Hi.\n[]")));
    }

    [Fact]
    public void A_tag_after_text_is_reported_together_with_its_wrong_value()
    {
        Assert.Equal(["tag-after-text 7:5", "unknown-pace 7:12"], Els.FindingsIn(Els.Body("Hi. [PACE: warp] there.")));
        Assert.Equal(["tag-after-text 7:17"], Els.FindingsIn(Els.Body("Hi. [PAUSE: 50] [PACE: fast]")));
    }

    [Fact]
    public void A_bracket_inside_a_tag_means_that_the_tag_is_unclosed()
    {
        Assert.Equal(
            ["tag-unclosed 7:1", "unknown-pace 7:20"],
            Els.FindingsIn(Els.Body("[PAUSE: 50 [PACE:  warp] Hi.")));
        Assert.Equal(["tag-unclosed 7:1", "unknown-tag 7:21"], Els.FindingsIn(Els.Body("[DIRECTION: whisper [softly] now] Hi.")));
    }
}
