using AudioFunctions.Voices;

namespace AudioFunctions.Core.Tests.Voices;

public sealed class VoiceRulesTests
{
    private static readonly VoiceProfile Valid = DefaultVoiceProfiles.All[0];

    [Theory]
    [InlineData(0, 1, 0, 0.7)]
    [InlineData(1, 0, 1, 1.2)]
    public void The_limits_of_the_ranges_are_valid(double stability, double similarity, double style, double speed) =>
        Assert.Empty(VoiceRules.Check(Valid with { Stability = stability, SimilarityBoost = similarity, Style = style, Speed = speed }));

    [Fact]
    public void Every_problem_is_reported_with_its_field_and_range()
    {
        var problems = VoiceRules.Check(new VoiceProfile("No Way", "", "../etc", -0.01, 1.01, double.NaN, 1.21, new string('x', 1001)));

        Assert.Equal(
            [
                new("character", "character must be 1–64 of a–z, 0–9, '_' and '-', and start with a letter or digit."),
                new("display_name", "display_name must be 1–100 characters long."),
                new("voice_id", "voice_id must be an ElevenLabs voice id: 1–64 of A–Z, a–z, 0–9, '_' and '-'."),
                new("stability", "stability must be between 0 and 1."),
                new("similarity_boost", "similarity_boost must be between 0 and 1."),
                new("style", "style must be between 0 and 1."),
                new("speed", "speed must be between 0.7 and 1.2."),
                new VoiceProblem("description", "description must be 0–1000 characters long."),
            ],
            problems);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("de", true)]
    [InlineData("fil", true)]
    [InlineData("", false)]
    [InlineData("DE", false)]
    [InlineData("d", false)]
    [InlineData("de-AT", false)]
    [InlineData("dé", false)]
    public void A_language_is_an_ISO_code_or_null(string? code, bool isRight) =>
        Assert.Equal(isRight ? [] : ["language_code"], VoiceRules.Check(Valid with { LanguageCode = code }).Select(problem => problem.Field));

    [Theory]
    [InlineData(null, true)]
    [InlineData("eleven_v3", true)]
    [InlineData("eleven-v4.1_turbo", true)]
    [InlineData("", false)]
    [InlineData("eleven v3", false)]
    [InlineData("../v1/user", false)]
    [InlineData("élève", false)]
    public void A_model_is_an_id_or_null(string? id, bool isRight) =>
        Assert.Equal(isRight ? [] : ["model_id"], VoiceRules.Check(Valid with { ModelId = id }).Select(problem => problem.Field));

    [Fact]
    public void A_models_id_has_at_most_64_characters()
    {
        Assert.Empty(VoiceRules.Check(Valid with { ModelId = new string('m', 64) }));
        Assert.Single(VoiceRules.Check(Valid with { ModelId = new string('m', 65) }));
    }

    [Theory]
    [InlineData("Gran\nny")]
    [InlineData("Gran\u0085ny")]
    [InlineData("Gran\tny")]
    public void A_display_name_is_one_line(string name) =>
        Assert.Equal(["display_name"], VoiceRules.Check(Valid with { DisplayName = name }).Select(problem => problem.Field));

    [Fact]
    public void A_direction_is_counted_in_characters_as_in_a_script()
    {
        var emoji = string.Concat(Enumerable.Repeat("🦝", 500));

        Assert.Empty(VoiceRules.Check(RegenerateSettings.None with { Direction = emoji }));
        Assert.Single(VoiceRules.Check(RegenerateSettings.None with { Direction = emoji + "!" }));
    }

    [Fact]
    public void The_same_ranges_apply_to_a_regenerate_request()
    {
        Assert.Empty(VoiceRules.Check(RegenerateSettings.None));
        Assert.Empty(VoiceRules.Check(new RegenerateSettings("Whisper", 0, 1, 0, 0.7)));

        var problems = VoiceRules.Check(new RegenerateSettings(new string('x', 501), 2, -1, double.PositiveInfinity, 0.69));

        Assert.Equal(["new_direction", "stability", "similarity_boost", "style", "speed"], problems.Select(p => p.Field));
    }
}
