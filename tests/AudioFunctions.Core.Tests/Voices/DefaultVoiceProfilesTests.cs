using AudioFunctions.Voices;

namespace AudioFunctions.Core.Tests.Voices;

public sealed class DefaultVoiceProfilesTests
{
    [Theory]
    [InlineData("every-coon", "Every-Coon", 0.35, 0.45, 1.00, "Main narrator. Deadpan curious raccoon. Confused but trying. Caveman speech pattern.")]
    [InlineData("boomer", "Boomer", 0.50, 0.30, 0.85, "Old raccoon. Slow, grumbly, nostalgic. Slightly condescending.")]
    [InlineData("fed", "Fed", 0.65, 0.20, 0.70, "Federal Reserve raccoon. Monotone, bureaucratic, completely detached.")]
    [InlineData("whale", "Whale", 0.40, 0.50, 0.95, "Big money raccoon. Deep, confident, slightly menacing.")]
    [InlineData("wojak", "Wojak", 0.30, 0.60, 1.10, "Panic raccoon. Whiny, panicked, defeated. Always losing.")]
    [InlineData("chad", "Chad", 0.40, 0.55, 1.05, "Overconfident raccoon. Fast-talking, uses crypto slang. WAGMI energy.")]
    public void Each_of_the_six_has_the_values_of_the_contract(
        string character, string displayName, double stability, double style, double speed, string description)
    {
        var profile = Assert.Single(DefaultVoiceProfiles.All, p => p.Character == character);
        Assert.Equal(
            new VoiceProfile(character, displayName, "BRruTxiLM2nszrcCIpz1", stability, 0.78, style, speed, description), profile);
    }

    [Fact]
    public void There_are_six_and_all_of_them_are_valid()
    {
        Assert.Equal(6, DefaultVoiceProfiles.All.Count);
        Assert.All(DefaultVoiceProfiles.All, p => Assert.Empty(VoiceRules.Check(p)));
    }

    [Theory]
    [InlineData("everycoon", "every-coon")]
    [InlineData(" EveryCoon ", "every-coon")]
    [InlineData("Every-Coon", "every-coon")]
    [InlineData("BOOMER", "boomer")]
    public void A_character_has_one_spelling(string written, string stored) => Assert.Equal(stored, VoiceCharacters.Normalize(written));

    [Theory]
    [InlineData("", false)]
    [InlineData("a/b", false)]
    [InlineData("a b", false)]
    [InlineData("-a", false)]
    [InlineData("ä", false)]
    [InlineData("9-lives_", true)]
    public void Valid_characters_can_be_used_in_keys_and_URLs(string character, bool isValid) =>
        Assert.Equal(isValid, VoiceCharacters.IsValid(character));

    [Fact]
    public void A_character_has_at_most_64_letters()
    {
        Assert.True(VoiceCharacters.IsValid(new string('a', 64)));
        Assert.False(VoiceCharacters.IsValid(new string('a', 65)));
    }
}
