using AudioFunctions.Core.Tests.Scripts;
using AudioFunctions.Scripts;
using AudioFunctions.Scripts.Parsing;
using AudioFunctions.Speech;
using AudioFunctions.Speech.Models;
using AudioFunctions.Voices;

namespace AudioFunctions.Core.Tests.Speech;

/// <summary>Warnings about settings of a script that have no effect on its model.</summary>
public sealed class EffectWarningsTests
{
    private static readonly SpeechModels Models =
        new("styled", id => SomeModels.Capable(id) with { HasStyle = id == "styled" });

    private static readonly Dictionary<string, VoiceProfile> Profiles = Beats.Profiles.ToDictionary(
        voice => voice.Key, voice => voice.Key == "boomer" ? voice.Value with { ModelId = "plain" } : voice.Value);

    [Fact]
    public void A_style_on_a_model_without_style_is_reported_with_its_lines() => Assert.Equal(
        ["setting-without-effect: The style of lines 2 and 4 has no effect, because boomer's model, plain, doesn't support style."],
        Of(RegenerateSettings.None, Beats.Line("a", style: 0.5), Beats.Line("b", "boomer", style: 0), Beats.Line("c", "boomer"), Beats.Line("d", "boomer", style: 1)));

    [Fact]
    public void A_style_in_a_regenerate_request_is_reported_like_one_in_the_script()
    {
        var asked = new RegenerateSettings(Characters: new Dictionary<string, SettingOverrides> { ["boomer"] = new(Style: 0.4) });

        Assert.Equal(["setting-without-effect: The style of line 2 has no effect, because boomer's model, plain, doesn't support style."], Of(asked, Beats.Line("a"), Beats.Line("b", "boomer")));
    }

    [Fact]
    public void The_style_of_a_profile_and_silent_lines_cause_no_warning() =>
        Assert.Empty(Of(RegenerateSettings.None, Beats.Line("a", "boomer"), Beats.Line("…", "boomer", style: 0.5)));

    [Fact]
    public void Validation_warns_once_about_each_tag_at_its_value()
    {
        var context = Els.Context with { ModelsWithoutStyle = new Dictionary<string, string> { ["boomer"] = "plain" } };
        var body = "[STYLE: 0.5] Mine.\n[CHARACTER: boomer] One.\nTwo.\n[STYLE: 0.2]\n...\nThree.\n[CHARACTER: every-coon] [STYLE: 0.1] Mine.";

        var found = ScriptReader.Read(Els.Body(body), context).Validation;

        var first = Els.Body(body).Split('\n').ToList().FindIndex(line => line.StartsWith("[STYLE: 0.5]", StringComparison.Ordinal)) + 1;
        Assert.Equal(
            [(first, 9), (first + 3, 9)],
            found.Diagnostics.Where(diagnostic => diagnostic.Code == "setting-without-effect").Select(diagnostic => (diagnostic.Line, diagnostic.Column)));
        Assert.True(found.IsValid);
        Assert.Equal(
            $"line {first}, column 9: style has no effect here, because the character's model plain doesn't support it; "
            + "remove the tag, or give the voice a model with style",
            found.WarningsOf("setting-without-effect")[0]);
        Assert.Empty(found.WarningsOf("stray-asterisk"));
    }

    [Fact]
    public void A_stability_that_the_model_rounds_is_reported_with_what_it_counts_as()
    {
        var models = new SpeechModels("plain", id => SomeModels.Capable(id) with { HasThreeStabilities = id == "stepped" });
        var profiles = Beats.Profiles.ToDictionary(
            voice => voice.Key, voice => voice.Key == "boomer" ? voice.Value with { ModelId = "stepped", Stability = 0.4 } : voice.Value);
        ScriptLine[] lines =
        [
            Beats.Line("a", stability: 0.3),
            Beats.Line("b", "boomer", stability: 0.3),
            Beats.Line("c", "boomer"),
            Beats.Line("d", "boomer", stability: 0.5),
            Beats.Line("…", "boomer", stability: 0.1),
            Beats.Line("e", "boomer", stability: 0.3),
        ];

        Assert.Equal(
            ["setting-without-effect: The stability 0.3 of lines 2 and 6 counts as 0.5, because boomer's model, stepped, uses the nearest of 0, 0.5 and 1."],
            EffectWarnings.Of(Beats.Of(lines), profiles, RegenerateSettings.None, models, DirectionMode.Note));
        Assert.Equal(
            ["setting-without-effect: The stability 0.2 of lines 2, 3, 4 and 6 counts as 0, because boomer's model, stepped, uses the nearest of 0, 0.5 and 1."],
            EffectWarnings.Of(Beats.Of(lines), profiles, new RegenerateSettings(Stability: 0.2), models, DirectionMode.Note));
        Assert.Empty(EffectWarnings.Of(Beats.Of(lines), profiles, new RegenerateSettings(Stability: 1), models, DirectionMode.Note));
    }

    [Fact]
    public void Validation_warns_once_about_each_stability_that_the_model_rounds()
    {
        var context = Els.Context with
        {
            ModelsWithoutStyle = new Dictionary<string, string> { ["boomer"] = "stepped" },
            ModelsWithThreeStabilities = new Dictionary<string, string> { ["boomer"] = "stepped" },
        };
        var body = "[STABILITY: 0.3] Mine.\n[CHARACTER: boomer] One.\nTwo.\n[STABILITY: 0.5] Three.\n[STABILITY: 0.51] [STYLE: 0] Four.";

        var found = ScriptReader.Read(Els.Body(body), context).Validation;

        var first = Els.Body(body).Split('\n').ToList().FindIndex(line => line.StartsWith("[STABILITY: 0.3]", StringComparison.Ordinal)) + 1;
        const string Sentence = "stability has only a rough effect here, because the character's model stepped uses the nearest of 0, 0.5 and 1; write one of these";
        Assert.Equal(
            [
                $"line {first}, column 13: {Sentence}",
                $"line {first + 4}, column 13: {Sentence}",
                $"line {first + 4}, column 27: style has no effect here, because the character's model stepped doesn't support it; "
                    + "remove the tag, or give the voice a model with style",
            ],
            found.WarningsOf("setting-without-effect"));
        Assert.True(found.IsValid);
    }

    [Fact]
    public void Without_the_voices_there_are_no_warnings() =>
        Assert.DoesNotContain(
            ScriptReader.Read(Els.Body("[STYLE: 0.5] Mine."), Els.Context).Validation.Diagnostics, diagnostic => diagnostic.Code == "setting-without-effect");

    private static IReadOnlyList<string> Of(RegenerateSettings asked, params ScriptLine[] lines) =>
        EffectWarnings.Of(Beats.Of(lines), Profiles, asked, Models, DirectionMode.Note);
}
