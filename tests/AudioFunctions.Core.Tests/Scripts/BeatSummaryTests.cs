using AudioFunctions.Scripts;

namespace AudioFunctions.Core.Tests.Scripts;

public sealed class BeatSummaryTests
{
    [Fact]
    public void Texts_are_joined_by_one_space()
    {
        Assert.Equal("One. Two. THREE.", Els.BeatOf("One.\n\n  Two.  \n[PAUSE: 50]\n**Three**.").CombinedScript);
    }

    [Fact]
    public void Character_and_pace_are_the_first_lines()
    {
        var beat = Els.BeatOf("[CHARACTER: fed] [CHARACTER: boomer] [PACE: slow] One.\n[CHARACTER: chad] [PACE: fast] Two.");

        Assert.Equal(("boomer", "slow"), (beat.Character, beat.PrimaryPace));
    }

    [Theory]
    [InlineData("One.\n[DIRECTION: late] Two.", "late")]
    [InlineData("[DIRECTION: a] [DIRECTION: b] One.\n[DIRECTION: c] Two.", "b")]
    [InlineData("[DIRECTION: a]\n[DIRECTION:]\nOne.", null)]
    [InlineData("One.\n[DIRECTION: no line left]", null)]
    public void Primary_direction_is_the_first_in_force_on_a_line(string body, string? direction)
    {
        Assert.Equal(direction, Els.BeatOf(body).PrimaryDirection);
    }

    [Fact]
    public void Each_setting_is_from_the_first_line_that_sets_it()
    {
        var beat = Els.BeatOf("One.\n[STYLE: 0] Two.\n[STABILITY: 0.6] [STYLE: 0.7] Three.\n[STABILITY: 1] Four.");

        Assert.Equal(new SettingsOverride(Stability: 0.6, Style: 0, Speed: null), beat.SettingsOverride);
        Assert.Equal([null, 0, 0.7, 0.7], beat.Lines.Select(line => line.StyleOverride));
    }

    [Fact]
    public void Settings_are_null_if_no_line_sets_one()
    {
        Assert.Null(Els.BeatOf("[DIRECTION: loud] One.\n[STYLE: 0.5]").SettingsOverride);
    }

    [Fact]
    public void Zero_is_a_value()
    {
        Assert.Equal(new SettingsOverride(0, 0, null), Els.BeatOf("[STABILITY: 0] [STYLE: 0] One.").SettingsOverride);
    }
}
