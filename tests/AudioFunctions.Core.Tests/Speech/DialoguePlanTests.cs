using AudioFunctions.Scripts;
using AudioFunctions.Speech;
using AudioFunctions.Speech.ElevenLabs;
using AudioFunctions.Speech.Models;
using AudioFunctions.Voices;

namespace AudioFunctions.Core.Tests.Speech;

/// <summary>Which lines are spoken together, in one request for several voices.</summary>
public sealed class DialoguePlanTests
{
    private const string Coon = "every-coon";
    private const string Boomer = "boomer";

    [Theory]
    [InlineData("eleven_v3")]
    [InlineData("eleven_v4")]
    [InlineData("eleven_v4_turbo")]
    public void Lines_of_several_characters_are_one_dialogue(string model)
    {
        var segments = Plan(model, Beats.Line("Me first.", Coon, pause: 200), Beats.Line("Me too!", Boomer, pause: 100), Beats.Line("Me last.", Coon, pause: 300));

        Assert.Equal(["Me first.", "Me too!", "Me last."], segments.Select(segment => segment.Text));
        var dialogue = segments[0].Dialogue!;
        Assert.All(segments, segment => Assert.Same(dialogue, segment.Dialogue));
        Assert.Equal((-1, "Me first. Me too! Me last."), (dialogue.Index, dialogue.Text));
        Assert.Equal([(Coon, 0, 9), (Boomer, 10, 7), (Coon, 18, 8)], dialogue.Turns!.Select(turn => (turn.Character, turn.Start, turn.Length)));
        Assert.Equal([new SegmentLine(0, 0, 9), new SegmentLine(1, 10, 7), new SegmentLine(2, 18, 8)], dialogue.Lines);
        Assert.Equal([new SegmentSilence(9, 200), new SegmentSilence(17, 100), new SegmentSilence(26, 300)], dialogue.Silences);
        // The spaces that join the turns are not sent.
        Assert.Equal(24, dialogue.CharacterCount);
    }

    [Theory]
    [InlineData("eleven_turbo_v2_5")]
    [InlineData("eleven_multilingual_v2")]
    [InlineData("eleven_next")]
    public void Other_models_speak_no_dialogues(string model) =>
        Assert.All(Plan(model, Beats.Line("Me.", Coon), Beats.Line("Me too.", Boomer)), segment => Assert.Null(segment.Dialogue));

    [Fact]
    public void One_character_makes_no_dialogue() => Assert.All(
        Plan("eleven_v3", Beats.Line("Me.", Coon, speed: 1.1), Beats.Line("Me too.", Coon, speed: 0.9)), segment => Assert.Null(segment.Dialogue));

    [Fact]
    public void A_dialogue_ends_before_it_gets_too_long()
    {
        var words = string.Join(' ', Enumerable.Repeat("Ha", 130));

        var segments = Plan("eleven_v3", Beats.Line(words, Coon), Beats.Line(words, Boomer), Beats.Line(words, Coon), Beats.Line("Ha.", Boomer));

        Assert.Equal([-1, -1, -2, -2], segments.Select(segment => segment.Dialogue!.Index));
        Assert.All(segments, segment => Assert.InRange(segment.Dialogue!.CharacterCount, 1, 800));
    }

    [Fact]
    public void A_dialogue_has_at_most_ten_voices()
    {
        var profiles = Enumerable.Range(0, 12)
            .ToDictionary(i => $"voice-{i}", i => Beats.Profiles[Coon] with { Character = $"voice-{i}", VoiceId = $"id-{i}" });

        var segments = Plan("eleven_v3", profiles, [.. profiles.Keys.Select(character => Beats.Line("Ha.", character))]);

        Assert.Equal([.. Enumerable.Repeat(-1, 10), -2, -2], segments.Select(segment => segment.Dialogue!.Index));
    }

    [Fact]
    public void Voices_with_another_model_or_language_are_not_combined()
    {
        var profiles = new Dictionary<string, VoiceProfile>(Beats.Profiles)
        {
            ["fed"] = Beats.Profiles["fed"] with { ModelId = "eleven_v4" },
            ["chad"] = Beats.Profiles["chad"] with { LanguageCode = "de" },
        };

        foreach (var other in (string[])["fed", "chad"])
            Assert.All(Plan("eleven_v3", profiles, Beats.Line("Me.", Coon), Beats.Line("Ja.", other)), segment => Assert.Null(segment.Dialogue));
    }

    [Fact]
    public void Stabilities_of_profiles_are_averaged_by_spoken_characters() =>
        // 0.35 for 12 characters, 0.5 for 6.
        Assert.Equal(0.4, Plan("eleven_v4", Beats.Line("Abcdefghijkl", Coon), Beats.Line("Abcdef", Boomer))[0].Dialogue!.Settings.Stability);

    [Theory]
    [InlineData("eleven_v4", 0.1, false)]
    [InlineData("eleven_v4", 0.35, true)]
    [InlineData("eleven_v3", 0.1, false)]
    [InlineData("eleven_v3", 0.6, true)]
    public void A_requested_stability_is_not_combined_with_another_of_its_model(string model, double asked, bool isDialogue)
    {
        var segments = Plan(model, Beats.Line("Me.", Coon), Beats.Line("Me too.", Boomer, stability: asked));

        Assert.Equal(isDialogue, segments[0].Dialogue is not null);
        Assert.Equal(isDialogue, segments[1].Dialogue is not null);
    }

    [Fact]
    public void A_character_with_a_requested_similarity_is_spoken_by_itself()
    {
        var asked = RegenerateSettings.None with { Characters = new Dictionary<string, SettingOverrides> { [Boomer] = new(SimilarityBoost: 0.2) } };
        var beat = Beats.Of(Beats.Line("Me.", Coon), Beats.Line("Me too.", Boomer), Beats.Line("Me.", Coon), Beats.Line("Hi.", "fed"));

        var segments = SpeechPlan.For(beat, Beats.Profiles, asked, Models("eleven_v3"));

        Assert.Equal([false, false, true, true], segments.Select(segment => segment.Dialogue is not null));
    }

    [Fact]
    public void Each_turn_is_sent_with_its_own_directions()
    {
        var beat = Beats.Of(Beats.Line("Me.", Coon) with { Direction = "sad" }, Beats.Line("Me too.", Boomer) with { Direction = "happy" });

        var dialogue = SpeechPlan.For(beat, Beats.Profiles, RegenerateSettings.None, Models("eleven_v3"), directions: DirectionMode.Act)[0].Dialogue!;

        Assert.Equal(["[sad] Me.", "[happy] Me too."], dialogue.Turns!.Select(turn => dialogue.SentOf(turn).Text));
        Assert.Equal("Me. Me too.", dialogue.Sent.Said);
        Assert.Equal(24, dialogue.CharacterCount);
    }

    [Fact]
    public void An_excerpt_of_a_turn_is_an_excerpt_of_the_dialogue()
    {
        var segments = Plan("eleven_v3", Beats.Line("Me first.", Coon), Beats.Line("Me second.", Coon), Beats.Line("Me too!", Boomer));

        var part = SegmentExcerpt.Of(segments[0], 1, 2);

        Assert.Equal(10, part.AsSpoken(inDialogue: true).StartInRecorded);
        Assert.Equal("Me first. Me second. Me too!", part.AsSpoken(inDialogue: true).Recorded.Text);
        Assert.Equal("Me first. Me second.", part.AsSpoken(inDialogue: false).Recorded.Text);
        Assert.Null(part.AsSpoken(inDialogue: false).Recorded.Dialogue);
    }

    internal static SpeechModels Models(string model) => new(model, ElevenLabsModels.Find);

    private static IReadOnlyList<SpeechSegment> Plan(string model, params ScriptLine[] lines) => Plan(model, Beats.Profiles, lines);

    private static IReadOnlyList<SpeechSegment> Plan(string model, IReadOnlyDictionary<string, VoiceProfile> profiles, params ScriptLine[] lines) =>
        SpeechPlan.For(Beats.Of(lines), profiles, RegenerateSettings.None, Models(model));
}
