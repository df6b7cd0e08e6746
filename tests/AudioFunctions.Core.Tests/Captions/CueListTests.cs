using AudioFunctions.Audio;
using AudioFunctions.Captions;

namespace AudioFunctions.Core.Tests.Captions;

public sealed class CueListTests
{
    [Fact]
    public void Every_line_is_a_cue_at_its_time()
    {
        var cues = CueList.For([Line("Bag not same.", 400, 1300), Line("You got scammed.", 1500, 2600)], 3000);

        Assert.Equal(["400-1300 Bag not same.", "1500-2600 You got scammed."], cues.Select(Displayed));
    }

    [Fact]
    public void A_long_pause_divides_a_line_into_two_cues_and_a_short_one_does_not()
    {
        var line = Line("One two three four", 0, 4000) with
        {
            Pauses = [new PlacedPause(0, 4, 249, 500, 800), new PlacedPause(0, 8, 250, 1200, 1500), new PlacedPause(0, 14, 900, 2100, 3200)],
        };

        Assert.Equal(["0-1200 One two", "1500-2333 three", "3200-4033 four"], CueList.For([line], 6000).Select(Displayed));
    }

    [Fact]
    public void A_short_cue_stays_long_enough_to_be_read_but_does_not_overlap_the_next()
    {
        var line = Line("No. I. Fine.", 0, 1700) with
        {
            Pauses = [new PlacedPause(0, 4, 900, 300, 1200), new PlacedPause(0, 7, 300, 1300, 1600)],
        };

        Assert.Equal(["0-833 No.", "1200-1600 I.", "1600-2000 Fine."], CueList.For([line], 2000).Select(Displayed));
        Assert.Equal(["0-833 No.", "1200-1600 I.", "1600-2433 Fine."], CueList.For([line], 3000).Select(Displayed));
    }

    [Theory]
    [InlineData("Wait … what?", 5, 7, "0-833 Wait …", "2000-3000 what?")]
    [InlineData("… what? Me?", 2, 8, "1000-1833 … what?", "2000-3000 Me?")]
    [InlineData("Wait, what …", 6, 11, "0-833 Wait,", "1000-1833 what …")]
    public void A_part_without_words_is_not_a_separate_cue(string text, int first, int second, params string[] shown)
    {
        var line = Line(text, 0, 3000) with
        {
            Pauses = [new PlacedPause(0, first, 500, 500, 1000), new PlacedPause(0, second, 500, 1500, 2000)],
        };

        Assert.Equal(shown, CueList.For([line], 3000).Select(Displayed));
    }

    [Theory]
    [InlineData("مرحبا بالعالم!", true)]
    [InlineData("(123) שלום, AI", true)]
    [InlineData("Say שלום", false)]
    [InlineData("123 …", false)]
    public void A_line_is_written_in_the_direction_of_its_first_letter(string text, bool isRightToLeft) =>
        Assert.Equal(isRightToLeft, Assert.Single(CueList.For([Line(text, 0, 1000)], 1000)).IsRightToLeft);

    [Fact]
    public void A_line_of_more_than_two_rows_is_several_cues_whose_times_follow_its_words()
    {
        var half = string.Join(' ', Enumerable.Repeat("abcdef", 12));
        var cues = CueList.For([Line($"{half} {half}", 1000, 5000)], 5000);

        Assert.Equal([1000, 3000, 3000, 5000], cues.SelectMany(cue => new[] { cue.StartMs, cue.EndMs }));
        Assert.Equal([half, half], cues.Select(cue => string.Join(' ', cue.Rows)));
        Assert.All(cues.SelectMany(cue => cue.Rows), row => Assert.InRange(row.Length, 1, 42));
    }

    [Theory]
    [InlineData("word", "word")]
    [InlineData("  spaced\tout \u2028 words\u0085here ", "spaced out words here")]
    [InlineData("a\u0000b", "a b")]
    [InlineData("hidden \u200b\u2060 here", "hidden here")]
    [InlineData("👩‍👩‍👧‍👦 family", "👩‍👩‍👧‍👦 family")]
    public void Separators_become_one_space_and_words_of_invisible_characters_are_dropped(string text, string shown) =>
        Assert.Equal($"0-1000 {shown}", Displayed(Assert.Single(CueList.For([Line(text, 0, 1000)], 1000))));

    [Theory]
    [InlineData("")]
    [InlineData(" \t\u00a0\u3000")]
    [InlineData("\u200b\ufeff")]
    public void A_text_without_visible_characters_is_no_cue(string text) => Assert.Empty(CueList.For([Line(text, 0, 1000)], 1000));

    [Fact]
    public void A_word_longer_than_a_row_is_broken_between_whole_characters()
    {
        var family = "👩‍👩‍👧‍👦";
        var cues = CueList.For([Line(string.Concat(Enumerable.Repeat(family, 60)), 0, 1000)], 1000);

        var rows = cues.SelectMany(cue => cue.Rows).ToList();
        Assert.Equal([15, 15, 15, 15], rows.Select(row => row.Length / family.Length));
        Assert.All(rows, row => Assert.Equal("", row.Replace(family, "", StringComparison.Ordinal)));
    }

    [Fact]
    public void Lines_without_length_get_a_time_within_the_recording()
    {
        var cues = CueList.For([Line("…", 0, 0), Line("?", 0, 0), Line("Go.", 0, 500), Line("!", 500, 500)], 500);

        Assert.Equal(["0-1 …", "1-2 ?", "2-499 Go.", "499-500 !"], cues.Select(Displayed));
    }

    [Fact]
    public void A_line_of_a_later_take_is_later_with_its_pauses()
    {
        var line = Line("One two", 0, 900) with { Pauses = [new PlacedPause(0, 4, 300, 300, 600)] };

        Assert.Equal(["1000-1600 One", "1600-2000 two"], CueList.For([line.Later(1000)], 2000).Select(Displayed));
    }

    private static CaptionedLine Line(string text, int startMs, int endMs) => new(text, "Every-Coon", startMs, endMs, []);

    private static string Displayed(Cue cue) => $"{cue.StartMs}-{cue.EndMs} {string.Join(' ', cue.Rows)}";
}
