using AudioFunctions.Audio;
using AudioFunctions.Core.Tests.Audio;
using AudioFunctions.Pronunciations;
using AudioFunctions.Scripts;
using AudioFunctions.Speech;
using AudioFunctions.Speech.Models;
using AudioFunctions.Takes;
using AudioFunctions.Testing.Audio;
using AudioFunctions.Voices;

namespace AudioFunctions.Core.Tests.Speech;

/// <summary>Directions for models with audio tags.</summary>
public sealed class AudioTagTests
{
    private static readonly SpeechModel Acting = SomeModels.Capable("acting") with { HasAudioTags = true };

    [Fact]
    public void A_direction_is_sent_before_its_first_line_and_again_only_if_it_changes()
    {
        var segment = Assert.Single(Plan(Line("One.", "sad"), Line("Two.", "sad"), Line("Three.", "very glad"), Line("Four.", "very glad")));

        Assert.Equal("[sad] One. Two. [very glad] Three. Four.", segment.Sent.Text);
        Assert.Equal("One. Two. Three. Four.", segment.Text);
        Assert.Equal(segment.Text, segment.Sent.Said);
        Assert.Equal("[sad] One. Two. [very glad] Three. Four.".Length, segment.CharacterCount);
    }

    [Fact]
    public void Each_request_starts_with_the_current_direction_and_neighbouring_text_has_none()
    {
        var segments = Plan(Line("One.", "sad"), Line("Two.", "sad") with { Character = "boomer" }, Line("Three.", "sad"));

        Assert.Equal(["[sad] One.", "[sad] Two.", "[sad] Three."], segments.Select(segment => segment.Sent.Text));
        Assert.Equal(("One.", "Three."), (segments[1].PreviousText, segments[1].NextText));
    }

    [Fact]
    public void The_end_of_a_direction_starts_a_new_request()
    {
        var segments = Plan(Line("One.", null), Line("Two.", "sad"), Line("Three.", null), Line("Four.", "a b c d e f g h i"));

        Assert.Equal(["One. [sad] Two.", "Three. Four."], segments.Select(segment => segment.Sent.Text));
    }

    [Theory]
    [InlineData("a b c d e f g h", "[a b c d e f g h] ")]
    [InlineData("a b c d e f g h i", null)]
    [InlineData(" sad,  then glad ", "[sad,  then glad] ")]
    [InlineData("sad] [shouting", "[sad) (shouting] ")]
    [InlineData("[[", null)]
    [InlineData("…", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_direction_of_at_most_eight_words_becomes_one_tag(string? direction, string? tag) =>
        Assert.Equal(tag, AudioTag.Of(direction, Acting));

    [Theory]
    [InlineData("low, matter-of-fact, half-whispered, tired, don't shout", 6)]
    [InlineData("sad,glad,mad,bad,slow,fast,low,high,dry", 9)]
    [InlineData("悲しそうにささやいて", 5)]
    [InlineData("低声耳语，快一点", 4)]
    [InlineData("ツンデレ voice", 3)]
    [InlineData("กระซิบเบาๆ", 2)]
    [InlineData("ខ្សឹប", 1)]
    [InlineData("작고 슬픈 목소리로", 3)]
    [InlineData("шёпотом и устало", 3)]
    [InlineData("laugh 😀", 1)]
    public void Words_are_counted_with_and_without_spaces(string direction, int words) => Assert.Equal(words, AudioTag.CountWords(direction));

    [Theory]
    [InlineData("怒")]
    [InlineData("そっとね。")]
    [InlineData("ケーキ")]
    [InlineData("低声")]
    [InlineData("เสียงเบา")]
    [InlineData("ສຽງຄ່ອຍ")]
    [InlineData("សំឡេងតិច")]
    [InlineData("အသံတိုး")]
    [InlineData("x")]
    [InlineData("a😀")]
    [InlineData("𠮷")]
    public void A_direction_of_five_hundred_characters_is_never_sent(string part)
    {
        var direction = string.Concat(Enumerable.Repeat(part, 500 / part.Length));

        Assert.Null(AudioTag.Of(direction, Acting));
        Assert.Contains(
            "direction-not-acted: The direction of line 1 isn't acted on, because it has more than 8 words.",
            EffectWarnings.Of(Beats.Of(Line("One.", direction)), Beats.Profiles, RegenerateSettings.None, SpeechModels.Only(Acting), DirectionMode.Act));
    }

    [Fact]
    public void Brackets_in_a_line_are_sent_as_parentheses_so_that_they_are_not_tags()
    {
        var segment = Assert.Single(Plan(Line("She wrote [sic] twice.", "sad")));

        Assert.Equal("[sad] She wrote (sic) twice.", segment.Sent.Text);
        Assert.Equal("She wrote [sic] twice.", segment.Text);
    }

    [Fact]
    public void Directions_are_not_sent_if_they_are_notes_or_the_model_has_no_tags()
    {
        var beat = Beats.Of(Line("See [1].", "sad"));

        Assert.Equal(
            "See (1).",
            Assert.Single(SpeechPlan.For(beat, Beats.Profiles, RegenerateSettings.None, SpeechModels.Only(Acting))).Sent.Text);
        Assert.Equal(
            "See [1].",
            Assert.Single(SpeechPlan.For(beat, Beats.Profiles, RegenerateSettings.None, SomeModels.Taking(100), directions: DirectionMode.Act)).Sent.Text);
    }

    [Fact]
    public void The_direction_of_a_regeneration_replaces_the_one_of_the_script_and_an_empty_one_removes_it()
    {
        var beat = Beats.Of(Line("One.", "sad"), Line("Two.", null));
        string Sent(string direction) => string.Join('|', SpeechPlan.For(
            beat, Beats.Profiles, new RegenerateSettings(direction), SpeechModels.Only(Acting), directions: DirectionMode.Act).Select(s => s.Sent.Text));

        Assert.Equal("[glad] One. Two.", Sent("glad"));
        Assert.Equal("One. Two.", Sent(""));
    }

    [Fact]
    public void Tags_count_towards_the_limit_of_the_model()
    {
        var models = SpeechModels.Only(Acting with { MaxCharacters = 20 });
        var segments = SpeechPlan.For(
            Beats.Of(Line("One two.", "sad"), Line("Three. Four five six.", "sad")), Beats.Profiles, RegenerateSettings.None, models, directions: DirectionMode.Act);

        Assert.Equal(["[sad] One two.", "[sad] Three.", "[sad] Four five six."], segments.Select(segment => segment.Sent.Text));
        Assert.All(segments, segment => Assert.InRange(segment.CharacterCount, 1, 20));
    }

    [Fact]
    public void Timings_and_words_do_not_contain_tags()
    {
        var segment = Assert.Single(Plan(Line("One two.", "sad", 200), Line("Three.", "very glad", 300)));
        var sent = SyntheticSpeech.Speak(segment.Sent.Text);
        // The time of the tags is silent.
        foreach (var word in new[] { 0, 3, 4 })
            sent.Samples.AsSpan(sent.Words[word].From, sent.Words[word].Length).Clear();
        var alignment = new CharacterAlignment(sent.StartSeconds, sent.EndSeconds);
        var spoken = new SpokenSegment(segment, new SpokenAudio(WaveFile.Of(sent.Samples, 44100), segment.Sent.SaidOf(alignment)));

        var take = Mixed.Of(PauseMode.Add, [spoken], [sent]).Take;

        Assert.Equal([(0, 0, 3), (0, 4, 3), (1, 0, 5)], take.Words!.Select(word => (word.Line, word.At, word.Length)));
        Assert.InRange(take.Words![0].StartMs, Mixed.Ms(sent.Words[1].From) - 10, Mixed.Ms(sent.Words[1].From) + 10);
        Assert.InRange(take.Words[2].StartMs, Mixed.Ms(sent.Words[5].From) + 190, Mixed.Ms(sent.Words[5].From) + 210);
        Assert.Empty(take.Warnings);
    }

    [Fact]
    public async Task Another_tag_makes_another_request()
    {
        await using var lab = await SpeechLab.StartAsync(settings: ("ElevenLabs:ModelId", "eleven_v3"));
        var models = await lab.Speech.FindModelsAsync(default);
        TakePlan Planned(string? direction, DirectionMode mode) => TakePlan.For(
            Beats.Of(Line("One.", direction)), PauseMode.Add, Beats.Profiles, null, models, Pronouncer.None, DateTimeOffset.UnixEpoch, mode);

        Assert.Equal(ReuseLevel.None, Compare("sad", DirectionMode.Act, "glad", DirectionMode.Act));
        Assert.Equal(ReuseLevel.None, Compare("sad", DirectionMode.Note, "sad", DirectionMode.Act));
        Assert.Equal(ReuseLevel.Recording, Compare("sad", DirectionMode.Act, "sad", DirectionMode.Act));
        Assert.Equal(ReuseLevel.Recording, Compare("sad", DirectionMode.Note, "glad", DirectionMode.Note));

        ReuseLevel Compare(string one, DirectionMode oneMode, string other, DirectionMode otherMode) =>
            TakeComparison.Compare(Planned(one, oneMode), Planned(other, otherMode), lab.Speech);
    }

    [Fact]
    public void A_direction_that_cannot_be_sent_causes_a_warning_with_the_reason()
    {
        var models = new SpeechModels("acting", id => Acting with { Id = id, HasAudioTags = id == "acting" });
        var profiles = Beats.Profiles.ToDictionary(voice => voice.Key, voice => voice.Key == "boomer" ? voice.Value with { ModelId = "plain" } : voice.Value);
        var beat = Beats.Of(
            Line("One.", "sad"), Line("Two.", "a b c d e f g h i"), Line("Three.", "sad") with { Character = "boomer" }, Line("Four.", null), Line("Five.", "…"));

        Assert.Equal(
            [
                "direction-not-acted: The direction of line 2 isn't acted on, because it has more than 8 words.",
                "direction-not-acted: The direction of line 3 isn't acted on, because boomer's model, plain, has no audio tags.",
                "direction-not-acted: The direction of line 5 isn't acted on, because it isn't an instruction the model can act on.",
            ],
            EffectWarnings.Of(beat, profiles, RegenerateSettings.None, models, DirectionMode.Act));
        Assert.Empty(EffectWarnings.Of(beat, profiles, RegenerateSettings.None, models, DirectionMode.Note));
    }

    private static IReadOnlyList<SpeechSegment> Plan(params ScriptLine[] lines) =>
        SpeechPlan.For(Beats.Of(lines), Beats.Profiles, RegenerateSettings.None, SpeechModels.Only(Acting), directions: DirectionMode.Act);

    private static ScriptLine Line(string text, string? direction, int pause = 0) => Beats.Line(text, pause: pause) with { Direction = direction };
}
