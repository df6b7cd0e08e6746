using AudioFunctions.Core.Tests.Speech;
using AudioFunctions.Voices;

namespace AudioFunctions.Core.Tests.Voices;

public sealed class EffectiveSettingsTests
{
    private static readonly VoiceProfile Boomer = Beats.Profiles["boomer"];

    [Fact]
    public void The_profile_speaks_where_nothing_else_is_said() => Assert.Equal(
        new VoiceSettings(0.50, 0.78, 0.30, 0.85),
        EffectiveSettings.For(Boomer, Beats.Line("Hm."), RegenerateSettings.None));

    [Fact]
    public void The_lines_tags_are_stronger_than_the_profile_and_0_is_a_value() => Assert.Equal(
        new VoiceSettings(0, 0.78, 0, 1.15),
        EffectiveSettings.For(Boomer, Beats.Line("Hm.", speed: 1.15, stability: 0, style: 0), RegenerateSettings.None));

    [Fact]
    public void The_regenerate_request_is_strongest_and_0_is_a_value() => Assert.Equal(
        new VoiceSettings(0, 0, 0, 0.75),
        EffectiveSettings.For(
            Boomer,
            Beats.Line("Hm.", speed: 1.15, stability: 0.9, style: 0.9),
            new RegenerateSettings(Stability: 0, SimilarityBoost: 0, Style: 0, Speed: 0.75)));

    [Theory]
    [InlineData(0.1, 0.7)]
    [InlineData(3, 1.2)]
    public void Speed_is_kept_within_what_ElevenLabs_takes(double asked, double spoken) =>
        Assert.Equal(spoken, EffectiveSettings.For(Boomer, Beats.Line("Hm."), new RegenerateSettings(Speed: asked)).Speed);
}
