using AudioFunctions.Scripts;
using AudioFunctions.Speech;
using AudioFunctions.Voices;

namespace AudioFunctions.Core.Tests.Speech;

public sealed class SpeechPlanTests
{
    [Fact]
    public void Lines_with_the_same_voice_and_settings_are_one_request()
    {
        var segment = Assert.Single(
            Plan(Beats.Line("One.", pause: 50), Beats.Line("Two three.", pause: 0), Beats.Line("Four.", pause: 300)));

        Assert.Equal("One. Two three. Four.", segment.Text);
        Assert.Equal([new(0, 0, 4), new(1, 5, 10), new SegmentLine(2, 16, 5)], segment.Lines);
        Assert.Equal([new(5, 50), new SegmentSilence(21, 300)], segment.Silences);
        Assert.Equal(("every-coon", "BRruTxiLM2nszrcCIpz1", 0), (segment.Character, segment.VoiceId, segment.Index));
        Assert.Equal(new VoiceSettings(0.35, 0.78, 0.45, 1), segment.Settings);
        Assert.Null(segment.PreviousText);
        Assert.Null(segment.NextText);
    }

    [Fact]
    public void A_change_of_settings_starts_the_next_segment_and_the_pause_belongs_to_the_previous_one()
    {
        var segments = Plan(
            Beats.Line("Slow.", pause: 400), Beats.Line("Fast!", speed: 1.15), Beats.Line("Wild!", speed: 1.15, style: 0.9));

        Assert.Equal(["Slow.", "Fast!", "Wild!"], segments.Select(s => s.Text));
        Assert.Equal([new SegmentSilence(5, 400)], segments[0].Silences);
        Assert.Equal([0, 1, 2], segments.Select(s => s.Lines.Single().Line));
        Assert.Equal([null, "Slow.", "Slow. Fast!"], segments.Select(s => s.PreviousText));
        Assert.Equal(["Fast! Wild!", "Wild!", null], segments.Select(s => s.NextText));
    }

    [Fact]
    public void A_change_of_character_starts_the_next_segment_even_if_both_have_the_same_voice()
    {
        var twin = Beats.Profiles["every-coon"] with { Character = "twin" };
        var profiles = new Dictionary<string, VoiceProfile>(Beats.Profiles) { ["twin"] = twin };

        var segments = SpeechPlan.For(Beats.Of(Beats.Line("Me."), Beats.Line("Me too.", "twin")), profiles, RegenerateSettings.None, SomeModels.Taking(1000));

        Assert.Equal(["every-coon", "twin"], segments.Select(s => s.Character));
    }

    [Fact]
    public void Equal_effective_settings_are_one_segment_however_they_were_written() =>
        Assert.Single(Plan(Beats.Line("One."), Beats.Line("Two.", speed: 1.0, stability: 0.35)));

    [Fact]
    public void An_alias_is_the_same_character() => Assert.Single(Plan(Beats.Line("One."), Beats.Line("Two.", "EveryCoon")));

    [Fact]
    public void Inner_pauses_keep_their_position_and_add_up_with_a_pause_at_the_same_position()
    {
        var segment = Assert.Single(Plan(
            Beats.Line("One.", pause: 100, inner: new InnerPause(0, 70)),
            Beats.Line("Two three.", pause: 0, inner: [new(0, 20), new(4, 200), new(5, 0)])));

        Assert.Equal([new(0, 70), new(5, 120), new(9, 200), new SegmentSilence(10, 0)], segment.Silences);
    }

    [Fact]
    public void A_pause_of_0_is_kept_inside_a_line_and_before_the_first_but_not_between_lines()
    {
        var segment = Assert.Single(Plan(
            Beats.Line("One two.", pause: 0, inner: [new(0, 0), new(4, 0)]), Beats.Line("Three.", pause: 0, inner: new InnerPause(0, 0))));

        Assert.Equal([new(0, 0), new SegmentSilence(4, 0)], segment.Silences);
    }

    [Fact]
    public void A_segment_too_long_for_one_request_is_split_between_lines_and_a_line_between_words()
    {
        var segments = Plan(
            maxCharacters: 11,
            Beats.Line("12345", pause: 10),
            Beats.Line("12345", pause: 20),
            Beats.Line("12345", pause: 30),
            Beats.Line("longer than it"));

        Assert.Equal(["12345 12345", "12345", "longer than", "it"], segments.Select(s => s.Text));
        Assert.Equal([new(6, 10), new SegmentSilence(11, 20)], segments[0].Silences);
    }

    [Fact]
    public void Neighbouring_text_is_cut_between_words()
    {
        var long1 = string.Join(' ', Enumerable.Repeat("before", 60));
        var long2 = string.Join(' ', Enumerable.Repeat("after", 70));

        var segment = Plan(Beats.Line(long1, "boomer"), Beats.Line("Now."), Beats.Line(long2, "boomer"))[1];

        Assert.InRange(segment.PreviousText!.Length, 280, 300);
        Assert.InRange(segment.NextText!.Length, 280, 300);
        Assert.All(segment.PreviousText.Split(' '), word => Assert.Equal("before", word));
        Assert.All(segment.NextText.Split(' '), word => Assert.Equal("after", word));
    }

    [Fact]
    public void Neighbouring_text_without_spaces_is_not_cut_inside_a_character()
    {
        var raccoons = string.Concat(Enumerable.Repeat("🦝", 200)) + "x";

        var segments = Plan(Beats.Line(raccoons, "boomer"), Beats.Line("Now."), Beats.Line("x" + raccoons, "boomer"));

        Assert.False(char.IsLowSurrogate(segments[1].PreviousText![0]));
        Assert.False(char.IsHighSurrogate(segments[1].NextText![^1]));
    }

    [Fact]
    public void A_character_without_a_profile_is_refused_with_what_to_do()
    {
        var failure = Assert.Throws<SpeechException>(() => Plan(Beats.Line("Who?", "ghost")));

        Assert.Equal(("voice-profile-missing", false), (failure.Code, failure.IsRetryable));
        Assert.Equal(
            "The character 'ghost' has no voice profile. Add one with PUT voices/ghost, then regenerate the beat.", failure.Message);
    }

    private static IReadOnlyList<SpeechSegment> Plan(params ScriptLine[] lines) => Plan(int.MaxValue, lines);

    private static IReadOnlyList<SpeechSegment> Plan(int maxCharacters, params ScriptLine[] lines) =>
        SpeechPlan.For(Beats.Of(lines), Beats.Profiles, RegenerateSettings.None, SomeModels.Taking(maxCharacters));
}
