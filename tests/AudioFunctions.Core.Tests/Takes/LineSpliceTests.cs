using System.Globalization;
using AudioFunctions.Core.Tests.Speech;
using AudioFunctions.Pronunciations;
using AudioFunctions.Scripts;
using AudioFunctions.Sessions;
using AudioFunctions.Speech;
using AudioFunctions.Takes;
using AudioFunctions.Voices;

namespace AudioFunctions.Core.Tests.Takes;

/// <summary>The plan of a take in which one line is spoken again.</summary>
public sealed class LineSpliceTests
{
    private static readonly Beat Beat = Beats.Of(
        Beats.Line("Was ten ounces.", pause: 100),
        Beats.Line("Now seven.", pause: 200, inner: new InnerPause(4, 50)),
        Beats.Line("...", pause: 40),
        Beats.Line("Same price.", pause: 300, inner: new InnerPause(0, 70)),
        Beats.Line("Me angry!", "boomer", pause: 60),
        Beats.Line("Me too.", pause: 30));

    private static readonly TakePlan Whole = Plan(Beat);

    [Theory]
    [InlineData(0, "Was ten ounces.|Now seven. Same price.|Me angry!|Me too.", "_ 0 1 2")]
    [InlineData(1, "Was ten ounces.|Now seven.|Same price.|Me angry!|Me too.", "0 _ 0 1 2")]
    [InlineData(3, "Was ten ounces. Now seven.|Same price.|Me angry!|Me too.", "0 _ 1 2")]
    [InlineData(4, "Was ten ounces. Now seven. Same price.|Me angry!|Me too.", "0 _ 2")]
    public void Only_the_line_is_spoken_and_the_others_keep_their_recordings(int line, string texts, string sources)
    {
        var retake = Retake(Whole, line);

        Assert.Equal(texts, string.Join('|', retake.Segments.Select(segment => segment.Text)));
        Assert.Equal(sources, string.Join(' ', retake.Sources!.Select(source => source?.ToString(CultureInfo.InvariantCulture) ?? "_")));
        Assert.Equal(Enumerable.Range(0, retake.Segments.Count), retake.Segments.Select(segment => segment.Index));
        var spoken = Assert.Single(retake.Segments, segment => !retake.IsStored(segment.Index));
        Assert.Equal(Beat.Lines[line].Text.Length, spoken.CharacterCount);
        Assert.Null(spoken.CutFrom);
        Assert.Equal(line, Assert.Single(spoken.Lines).Line);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public void Silences_and_lines_stay_where_they_were(int line)
    {
        var retake = Retake(Whole, line);

        Assert.Equal(Silences(Whole), Silences(retake));
        Assert.Equal(Whole.Segments.SelectMany(segment => segment.SilentLines), retake.Segments.SelectMany(segment => segment.SilentLines));
        Assert.Equal([0, 1, 3, 4, 5], retake.Segments.SelectMany(segment => segment.Lines).Select(one => one.Line));
        Assert.All(retake.Segments, segment => Assert.All(segment.Lines, one => Assert.Equal(
            Beat.Lines[one.Line].Text, segment.Text.Substring(one.Start, one.Length))));
    }

    [Fact]
    public void The_retaken_line_gets_its_neighbouring_text()
    {
        var spoken = Retake(Whole, 3).Segments[1];

        Assert.Equal(("Was ten ounces. Now seven.", "Me angry! Me too."), (spoken.PreviousText, spoken.NextText));
    }

    [Fact]
    public void An_excerpt_refers_to_the_spoken_segment_even_if_it_is_cut_again()
    {
        var first = Retake(Whole, 1);

        var second = Retake(first, 3, takeId: "bbbbbbbbbbbb");

        Assert.Equal(["Was ten ounces.", "Now seven.", "Same price.", "Me angry!", "Me too."], second.Segments.Select(segment => segment.Text));
        Assert.Equal([0, 1, null, 3, 4], second.Sources);
        Assert.Equal(Whole.Segments[0], second.Segments[0].CutFrom);
        Assert.Equal(new TakeLine("bbbbbbbbbbbb", 3), second.RetakeOf);
        Assert.Equal([1, 3], second.RetakenLines!.Select(retaken => retaken.Line));
    }

    [Fact]
    public void Settings_apply_to_the_line_only_and_override_those_of_the_take()
    {
        var take = Plan(Beat, new RegenerateSettings(Stability: 0.2, Style: 0.9));

        var retake = Retake(take, 1, new RegenerateSettings(Stability: 0.8, Characters: new Dictionary<string, SettingOverrides> { ["every-coon"] = new(Speed: 1.1) }));

        Assert.Equal((0.8, 0.9, 1.1), (retake.Segments[1].Settings.Stability, retake.Segments[1].Settings.Style, retake.Segments[1].Settings.Speed));
        Assert.Equal(take.Segments[0].Settings, retake.Segments[0].Settings);
        Assert.Equal(take.Segments[0].Settings, retake.Segments[2].Settings);
        Assert.Equal(take.Overrides, retake.Overrides);
    }

    [Fact]
    public void A_second_retake_of_a_line_keeps_the_settings_of_the_first()
    {
        var second = Retake(Whole, 1, new RegenerateSettings(Stability: 0.8));

        var third = Retake(second, 1, new RegenerateSettings(Style: 0.1), takeId: "bbbbbbbbbbbb");

        Assert.Equal((0.8, 0.1), (third.Segments[1].Settings.Stability, third.Segments[1].Settings.Style));
        Assert.Equal([0, null, 2, 3, 4], third.Sources);
        Assert.Equal(new RegenerateSettings(Stability: 0.8, Style: 0.1), Assert.Single(third.RetakenLines!).Settings);
    }

    [Fact]
    public void A_line_over_the_limit_of_its_model_is_replaced_with_all_its_parts()
    {
        var beat = Beats.Of(Beats.Line("First part. Second part.", pause: 100, inner: new InnerPause(12, 80)), Beats.Line("Then.", pause: 30));
        var take = Plan(beat, characters: 18);

        var retake = Retake(take, 0, beat: beat);

        Assert.Equal(["First part.", "Second part. Then."], take.Segments.Select(segment => segment.Text));
        Assert.Equal(["First part. Second part.", "Then."], retake.Segments.Select(segment => segment.Text));
        Assert.Equal([new SegmentSilence(12, 80), new SegmentSilence(24, 100)], retake.Segments[0].Silences);
    }

    [Fact]
    public void A_take_with_other_words_is_refused()
    {
        var now = Beat with { Lines = [.. Beat.Lines.Select((line, i) => i == 1 ? line with { Text = "Now six." } : line)] };

        var failure = Assert.Throws<SpeechException>(() => Retake(Whole, 1, beat: now));

        Assert.Equal(SpeechCodes.TakeOfOlderWording, failure.Code);
    }

    [Fact]
    public async Task An_unchanged_beat_keeps_its_take_and_one_with_other_pauses_its_speech()
    {
        await using var lab = await SpeechLab.StartAsync();
        var retake = Retake(Retake(Whole, 1, new RegenerateSettings(Stability: 0.8)), 3);
        var slower = Beat with { Lines = [.. Beat.Lines.Select(line => line with { PauseAfterMs = line.PauseAfterMs + 500 })] };
        var other = Beat with { Lines = [.. Beat.Lines.Select((line, i) => i == 0 ? line with { Text = "Was six ounces." } : line)] };

        Assert.Equal(ReuseLevel.Recording, TakeComparison.Compare(retake, Like(retake, Beat)!, lab.Speech));
        Assert.Equal(ReuseLevel.Speech, TakeComparison.Compare(retake, Like(retake, slower)!, lab.Speech));
        Assert.Equal(ReuseLevel.None, TakeComparison.Compare(retake, Like(retake, other)!, lab.Speech));
        Assert.Null(Like(retake, Beat with { Lines = [.. Beat.Lines.Take(3)] }));
        Assert.Null(Like(retake, Beat with { Lines = [Beats.Line("One more.", pause: 10), .. Beat.Lines] }));
        Assert.Equal(ReuseLevel.None, TakeComparison.Compare(Whole, Like(retake, Beat)!, lab.Speech));
    }

    public static TheoryData<string, ScriptLine[], int[]> Regroupings => new()
    {
        { "a line with nothing to say before", [Beats.Line("...", pause: 10), .. Beat.Lines], [2, 4] },
        { "the line before split in two", [Beats.Line("Was ten", pause: 20), Beats.Line("ounces.", pause: 100), .. Beat.Lines.Skip(1)], [2, 4] },
        { "the line with nothing to say gone", [.. Beat.Lines.Where(line => !line.IsSilent)], [1, 2] },
    };

    [Theory]
    [MemberData(nameof(Regroupings))]
    public async Task The_same_text_in_other_lines_keeps_its_speech(string change, ScriptLine[] lines, int[] retaken)
    {
        await using var lab = await SpeechLab.StartAsync();
        var retake = Retake(Retake(Whole, 1, new RegenerateSettings(Stability: 0.8)), 3, takeId: "bbbbbbbbbbbb");

        var now = Like(retake, Beat with { Lines = lines });

        Assert.Equal((change, ReuseLevel.Speech), (change, TakeComparison.Compare(retake, now!, lab.Speech)));
        Assert.Equal(retaken, now!.RetakenLines!.Select(line => line.Line));
        Assert.Equal(retake.Segments.Select(segment => segment.Text), now.Segments.Select(segment => segment.Text));
        Assert.All(now.Segments, segment => Assert.All(segment.Lines, one => Assert.Equal(
            lines[one.Line].Text, segment.Text.Substring(one.Start, one.Length))));
    }

    [Fact]
    public void A_retaken_line_that_is_split_in_two_is_not_found() => Assert.Null(Like(
        Retake(Whole, 1), Beat with { Lines = [Beat.Lines[0], Beats.Line("Now", pause: 50), Beats.Line("seven.", pause: 200), .. Beat.Lines.Skip(2)] }));

    [Fact]
    public void Warnings_and_direction_are_those_of_the_current_lines()
    {
        var take = TakePlan.For(
            Beat, PauseMode.Add, Beats.Profiles, null, SomeModels.Taking(5000), Pronouncer.None, DateTimeOffset.UnixEpoch, DirectionMode.Act);

        var cleared = Retake(take, 1, new RegenerateSettings(Direction: ""), directions: DirectionMode.Act);
        var asked = Retake(cleared, 1, new RegenerateSettings(Direction: "Wearily"), takeId: "bbbbbbbbbbbb", directions: DirectionMode.Act);

        Assert.Equal([NotActed("lines 1, 2, 4 and 6", "every-coon"), NotActed("line 5", "boomer")], take.Warnings!);
        Assert.Equal([NotActed("lines 1, 4 and 6", "every-coon"), NotActed("line 5", "boomer")], cleared.Warnings!);
        Assert.Equal(take.Warnings!, asked.Warnings!);
        Assert.Equal([null, null, "Wearily"], new[] { take, cleared, asked }.Select(plan => plan.Direction));

        static string NotActed(string lines, string character) =>
            $"direction-not-acted: The direction of {lines} isn't acted on, because {character}'s model, model, has no audio tags.";
    }

    [Fact]
    public void A_rule_that_applied_only_to_the_replaced_line_is_not_listed()
    {
        var (ten, seven, otherSeven) = (new PronunciationRule("ten", "tenn"), new PronunciationRule("seven", "sevun"), new PronunciationRule("seven", "zeven"));
        var take = TakePlan.For(
            Beat, PauseMode.Add, Beats.Profiles, null, SomeModels.Taking(5000), With(ten, seven), DateTimeOffset.UnixEpoch);

        var retake = Retake(take, 1, pronouncer: With(otherSeven));

        Assert.Equal(["tenn", "sevun"], take.Pronunciations!.Select(rule => rule.Say));
        Assert.Equal(["tenn", "zeven"], retake.Pronunciations!.Select(rule => rule.Say));

        static Pronouncer With(params PronunciationRule[] rules) => new(ProjectPronunciations.None with { Rules = rules });
    }

    private static TakePlan? Like(TakePlan earlier, Beat beat) => TakeComparison.PlanLike(
        earlier, beat, PauseMode.Add, Beats.Profiles, SomeModels.Taking(5000), Pronouncer.None, DateTimeOffset.UnixEpoch);

    private static TakePlan Plan(Beat beat, RegenerateSettings? overrides = null, int characters = 5000) => TakePlan.For(
        beat, PauseMode.Add, Beats.Profiles, overrides, SomeModels.Taking(characters), Pronouncer.None, DateTimeOffset.UnixEpoch);

    private static TakePlan Retake(
        TakePlan earlier,
        int line,
        RegenerateSettings? asked = null,
        string takeId = "aaaaaaaaaaaa",
        Beat? beat = null,
        Pronouncer? pronouncer = null,
        DirectionMode directions = DirectionMode.Note) => LineSplice.For(
        earlier,
        new TakeLine(takeId, line),
        beat ?? Beat,
        Beats.Profiles,
        asked ?? RegenerateSettings.None,
        SomeModels.Taking(5000),
        pronouncer ?? Pronouncer.None,
        DateTimeOffset.UnixEpoch,
        directions);

    /// <summary>Each silence of a beat, with the number of the beat's letters before it.</summary>
    private static List<(int Letters, int Ms)> Silences(TakePlan plan)
    {
        var silences = new List<(int Letters, int Ms)>();
        var before = 0;
        foreach (var segment in plan.Segments)
        {
            silences.AddRange(segment.Silences.Select(silence => (before + segment.Text[..silence.At].Count(char.IsLetter), silence.Ms)));
            before += segment.Text.Count(char.IsLetter);
        }

        return [.. silences.GroupBy(silence => silence.Letters, (letters, same) => (letters, same.Sum(silence => silence.Ms)))];
    }
}
