using AudioFunctions.Audio;
using AudioFunctions.Captions;

namespace AudioFunctions.Core.Tests.Captions;

public sealed class CueListTests
{
    [Fact]
    public void Every_line_is_a_cue_where_it_is_heard()
    {
        var cues = CueList.For([Line("Bag NOT same.", 400, 1300), Line("You got scammed.", 1500, 2600)], 3000);

        Assert.Equal(["400-1300 Bag NOT same.", "1500-2600 You got scammed."], cues.Select(Shown));
    }

    [Fact]
    public void A_long_pause_inside_a_line_lies_between_two_cues_and_a_short_one_in_one()
    {
        var line = Line("One two three four", 0, 4000) with
        {
            Pauses = [new PlacedPause(0, 4, 249, 500, 800), new PlacedPause(0, 8, 250, 1200, 1500), new PlacedPause(0, 14, 900, 2100, 3200)],
        };

        Assert.Equal(["0-1200 One two", "1500-2100 three", "3200-4000 four"], CueList.For([line], 4000).Select(Shown));
    }

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
    public void What_separates_words_is_one_space_and_what_cannot_be_seen_is_no_word(string text, string shown) =>
        Assert.Equal($"0-1000 {shown}", Shown(Assert.Single(CueList.For([Line(text, 0, 1000)], 1000))));

    [Theory]
    [InlineData("")]
    [InlineData(" \t\u00a0\u3000")]
    [InlineData("\u200b\ufeff")]
    public void A_text_that_shows_nothing_is_no_cue(string text) => Assert.Empty(CueList.For([Line(text, 0, 1000)], 1000));

    [Fact]
    public void A_word_longer_than_a_row_is_broken_between_whole_characters()
    {
        var family = "👩‍👩‍👧‍👦";
        var cues = CueList.For([Line(string.Concat(Enumerable.Repeat(family, 100)), 0, 1000)], 1000);

        var rows = cues.SelectMany(cue => cue.Rows).ToList();
        Assert.Equal([42, 42, 16], rows.Select(row => row.Length / family.Length));
        Assert.All(rows, row => Assert.Equal("", row.Replace(family, "", StringComparison.Ordinal)));
    }

    [Fact]
    public void Lines_without_a_time_of_their_own_get_one_within_the_recording()
    {
        var cues = CueList.For([Line("…", 0, 0), Line("?", 0, 0), Line("Go.", 0, 500), Line("!", 500, 500)], 500);

        Assert.Equal(["0-1 …", "1-2 ?", "2-499 Go.", "499-500 !"], cues.Select(Shown));
    }

    [Fact]
    public void A_line_of_a_later_take_is_later_with_its_pauses()
    {
        var line = Line("One two", 0, 900) with { Pauses = [new PlacedPause(0, 4, 300, 300, 600)] };

        Assert.Equal(["1000-1300 One", "1600-1900 two"], CueList.For([line.Later(1000)], 2000).Select(Shown));
    }

    private static CaptionedLine Line(string text, int startMs, int endMs) => new(text, "Every-Coon", startMs, endMs, []);

    private static string Shown(Cue cue) => $"{cue.StartMs}-{cue.EndMs} {string.Join(' ', cue.Rows)}";
}
