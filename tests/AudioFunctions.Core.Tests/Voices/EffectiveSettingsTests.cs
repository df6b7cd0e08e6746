using AudioFunctions.Core.Tests.Speech;
using AudioFunctions.Voices;

namespace AudioFunctions.Core.Tests.Voices;

public sealed class EffectiveSettingsTests
{
    private static readonly VoiceProfile Boomer = Beats.Profiles["boomer"];

    [Fact]
    public void The_profile_applies_if_nothing_overrides_it() => Assert.Equal(
        new VoiceSettings(0.50, 0.78, 0.30, 0.85),
        EffectiveSettings.For(Boomer, Beats.Line("Hm."), RegenerateSettings.None));

    [Fact]
    public void Tags_of_the_line_override_the_profile_and_0_is_a_value() => Assert.Equal(
        new VoiceSettings(0, 0.78, 0, 1.15),
        EffectiveSettings.For(Boomer, Beats.Line("Hm.", speed: 1.15, stability: 0, style: 0), RegenerateSettings.None));

    [Fact]
    public void The_regenerate_request_overrides_everything_and_0_is_a_value() => Assert.Equal(
        new VoiceSettings(0, 0, 0, 0.75),
        EffectiveSettings.For(
            Boomer,
            Beats.Line("Hm.", speed: 1.15, stability: 0.9, style: 0.9),
            new RegenerateSettings(Stability: 0, SimilarityBoost: 0, Style: 0, Speed: 0.75)));

    [Fact]
    public void Settings_for_one_character_override_settings_for_all()
    {
        var asked = new RegenerateSettings(Stability: 0.9, Style: 0.1, Characters: For("boomer", new SettingOverrides(Stability: 0, Speed: 1.2)));

        Assert.Equal(new VoiceSettings(0, 0.78, 0.1, 1.2), EffectiveSettings.For(Boomer, Beats.Line("Hm."), asked));
    }

    [Fact]
    public void Settings_for_one_character_do_not_affect_the_others() => Assert.Equal(
        EffectiveSettings.For(Boomer, Beats.Line("Hm."), RegenerateSettings.None),
        EffectiveSettings.For(Boomer, Beats.Line("Hm."), new RegenerateSettings(Characters: For("chad", new SettingOverrides(0, 0, 0, 0.7)))));

    [Fact]
    public void Requests_are_equal_if_their_settings_for_each_character_are_equal()
    {
        var asked = new RegenerateSettings("Wearily", Speed: 0.9, Characters: For("boomer", new SettingOverrides(Stability: 0.2)));
        var again = asked with { Characters = For("boomer", new SettingOverrides(Stability: 0.2)) };

        Assert.Equal(asked, again);
        Assert.Equal(asked.GetHashCode(), again.GetHashCode());
        Assert.Equal(RegenerateSettings.None, RegenerateSettings.None with { Characters = new Dictionary<string, SettingOverrides>() });
        Assert.NotEqual(asked, asked with { Characters = null });
        Assert.NotEqual(asked, asked with { Characters = For("chad", new SettingOverrides(Stability: 0.2)) });
        Assert.NotEqual(asked, asked with { Characters = For("boomer", new SettingOverrides(Stability: 0.3)) });
        Assert.NotEqual(asked, asked with { Speed = 0.8 });
        Assert.NotEqual(asked, asked with { Direction = null });
    }

    [Theory]
    [InlineData(0.1, 0.7)]
    [InlineData(3, 1.2)]
    public void Speed_is_clamped_to_the_limits_of_ElevenLabs(double asked, double spoken) =>
        Assert.Equal(spoken, EffectiveSettings.For(Boomer, Beats.Line("Hm."), new RegenerateSettings(Speed: asked)).Speed);

    private static Dictionary<string, SettingOverrides> For(string character, SettingOverrides settings) => new() { [character] = settings };
}
