using System.Text.Json;
using AudioFunctions.Serialization;

namespace AudioFunctions.Core.Tests.Scripts;

/// <summary>Invisible characters (docs/els.md).</summary>
public sealed class InvisibleTests
{
    /// <summary>Format characters of both planes, and the five that look like a space.</summary>
    public static TheoryData<string> Characters => new(
        "\u200B", "\uFEFF", "\u00AD", "\u2060", "\u200C", "\u200D", "\u200E", "\u200F", "\u202A", "\u202E", "\u2066", "\u2069", "\u061C",
        "\u180E", "\u2063", "\uFFF9", "\uDB40\uDC01", "\uD834\uDD73", "\u2800", "\u3164", "\u115F", "\u1160", "\uFFA0");

    [Theory]
    [MemberData(nameof(Characters))]
    public void Invisible_characters_around_lines_tags_keys_and_values_are_ignored(string x)
    {
        const string Seen = "[META]\nvideo_title: T\ndefault_pace: fast\nproject: p\n\n[BEAT: 01_a]\nname: A\n---\n[PACE: quick]\n"
            + "[STYLE: 0.5] Hello [PAUSE: 50ms] *there*.\n[PAUSE: short]\n\nBye.\n[END_BEAT]\n";
        var unseen = $"{x}[META]{x}\n{x}video_title{x}:{x}T{x}\ndefault_pace:{x}fast\nproject: p\n{x}\n{x}[{x}BEAT{x}:{x}01_a{x}]{x}\n"
            + $"{x}name: A{x}\n{x}---{x}\n{x}[PACE: quick]{x}\n{x}[STYLE: 0.5]{x}Hello {x}[{x}PAUSE: 50{x}ms ]{x} *there*.{x}\n"
            + $"{x}[PAUSE: short]\n{x}{x}\nBye.{x}\n{x}[END_BEAT]{x}";

        Assert.Empty(Els.FindingsIn(unseen));
        Assert.Equal(Json(Els.Read(Seen).Script), Json(Els.Read(unseen).Script));
    }

    [Fact]
    public void A_line_of_invisible_characters_is_blank()
    {
        var lines = Els.BeatOf("Hello there.\n[PAUSE: 0]\n\u200B\n[PAUSE: 10]\nBye.").Lines;

        Assert.Equal([("Hello there.", 10), ("Bye.", 300)], lines.Select(line => (line.Text, line.PauseAfterMs)));
    }

    [Fact]
    public void A_beat_of_invisible_characters_is_empty() =>
        Assert.Equal(["beat-empty 4:1"], Els.FindingsIn(Els.Body("\u200B\n \u2800\u3164\n[PACE: fast]\u200D")));

    [Fact]
    public void The_byte_order_mark_of_an_appended_file_is_dropped()
    {
        var reading = Els.Read("\uFEFF" + Els.Meta + Els.Beat("a", "A.") + "\uFEFF" + Els.Beat("b", "Hi."));

        Assert.Empty(reading.Validation.Diagnostics);
        Assert.Equal(["A.", "Hi."], reading.Script!.Beats.Select(beat => beat.CombinedScript));
    }

    [Theory]
    [InlineData("un\u00ADbe\u200Bliev\uFEFFable\u2060!", "unbelievable!")]
    [InlineData("می\u200Cخواهم 👩\u200D👩\u200D👧 ok", "می\u200Cخواهم 👩\u200D👩\u200D👧 ok")]
    [InlineData("a \u202Bשלום\u202C b \u2067x\u2069 c", "a \u202Bשלום\u202C b \u2067x\u2069 c")]
    [InlineData("葛\uDB40\uDD00 ☎\uFE0E a", "葛\uDB40\uDD00 ☎\uFE0E a")]
    [InlineData("one\u2800two\u3164three", "one two three")]
    [InlineData("*\u200Fa\u200F* **\u200Bb\u2060**", "\u200Fa\u200F B")]
    [InlineData("\\\u200B[a\\\u00AD] \\\uFEFF*", "[a] *")]
    [InlineData("[PA\u00ADCE: fa\u200Bst] Run", "Run")]
    public void Inside_text_only_characters_without_meaning_are_dropped(string body, string text)
    {
        Assert.Empty(Els.FindingsIn(Els.Body(body)));
        Assert.Equal(text, Els.LineOf(body).Text);
    }

    [Fact]
    public void The_same_characters_are_dropped_in_titles_names_and_directions()
    {
        var script = Els.Read("[META]\nvideo_title: \u200EBig\u200B\u3164one\nproject: p\n[BEAT: 01_\u2060a]\nname: N\u00ADame\n---\n"
            + "[DIRECTION: lo\u200Bw]\nHi.\n[END_BEAT]").Script!;

        Assert.Equal("Big one", script.VideoTitle);
        Assert.Equal(("01_a", "Name", "low"), (script.Beats[0].BeatId, script.Beats[0].BeatName, script.Beats[0].PrimaryDirection));
    }

    [Fact]
    public void Columns_count_dropped_characters() =>
        Assert.Equal(
            ["unknown-pace 7:10", "unknown-tag 7:21"], Els.FindingsIn(Els.Body("\u200B[PACE:\u200B warp] O\u00ADh\u200B [what\u2060] no.")));

    [Fact]
    public void A_title_of_invisible_characters_counts_as_absent() =>
        Assert.Equal(["no-video-title 1:1"], Els.FindingsIn("[META]\nvideo_title: \u200B\u2800\nproject: p\n" + Els.Beat("a")));

    [Fact]
    public void An_invisible_character_inside_a_name_is_shown() =>
        Assert.StartsWith(
            @"line 7, column 8: unknown pace 'fa\u2800s\u200Dt'; ",
            Assert.Single(Els.Read(Els.Body("[PACE: fa\u2800s\u200Dt] Hi.")).Validation.Errors),
            StringComparison.Ordinal);

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, ProductJson.Options);
}
