using AudioFunctions.Captions;
using AudioFunctions.Testing.Captions;

namespace AudioFunctions.Core.Tests.Captions;

public sealed class CaptionFormatTests
{
    private static readonly Cue[] Cues =
    [
        new(0, 1250, "Every-Coon", ["Bag not same.", "You got scammed."]), new(3_723_004, 3_724_000, "R&D <Lab>", ["a --> b & <b>c</b>"]),
    ];

    [Fact]
    public void SubRip_has_the_format_that_players_expect() => Assert.Equal(
        """
        1
        00:00:00,000 --> 00:00:01,250
        Bag not same.
        You got scammed.

        2
        01:02:03,004 --> 01:02:04,000
        a → b & ‹b›c‹/b›


        """,
        SubRip.Write(Cues));

    [Fact]
    public void WebVtt_names_the_speaker_and_escapes_markup() => Assert.Equal(
        """
        WEBVTT

        00:00:00.000 --> 00:00:01.250
        <v Every-Coon>Bag not same.
        You got scammed.

        01:02:03.004 --> 01:02:04.000
        <v R&amp;D &lt;Lab&gt;>a --&gt; b &amp; &lt;b&gt;c&lt;/b&gt;

        """,
        WebVtt.Write(Cues));

    [Fact]
    public void A_recording_without_words_has_captions_without_cues()
    {
        Assert.Equal("", SubRip.Write([]));
        Assert.Equal("WEBVTT\n", WebVtt.Write([]));
    }

    [Theory]
    [InlineData("00:00:01,000 --> 00:00:02,000")]
    [InlineData("-->")]
    [InlineData("--->")]
    [InlineData("7")]
    [InlineData("NOTE nothing")]
    [InlineData("WEBVTT")]
    [InlineData("&lt; &amp; &")]
    [InlineData("<v Someone>Not me</v> <00:00:01.000>")]
    public void Text_that_looks_like_the_format_stays_text(string text)
    {
        var cues = CueList.For([new CaptionedLine(text, "Chad", 0, 900, []), new CaptionedLine("Next.", "Chad", 900, 1000, [])], 1000);

        var vtt = CaptionFile.ReadWebVtt(WebVtt.Write(cues));
        var srt = CaptionFile.ReadSubRip(SubRip.Write(cues));

        Assert.Equal([text, "Next."], vtt.Select(cue => cue.Text));
        Assert.Equal([text.Replace("-->", "→", StringComparison.Ordinal).Replace('<', '‹').Replace("‹v Someone>", "‹v Someone›").Replace("‹/v>", "‹/v›").Replace("01.000>", "01.000›"), "Next."], srt.Select(cue => cue.Text));
    }

    [Theory]
    [InlineData(@"Type <b>yes</b> or {\an8} in MyValue<String>.", "Type ‹b›yes‹/b› or {∖an8} in MyValue‹String›.")]
    [InlineData("1 < 2 and 3 > 2", "1 ‹ 2 and 3 > 2")]
    [InlineData("<<b>>", "‹‹b›>")]
    [InlineData("<--> <!-- -->", "‹→ ‹!-- →")]
    [InlineData(@"{\}{ \ }", @"{∖}{ \ }")]
    public void SubRip_replaces_characters_that_players_read_as_markup_with_lookalikes(string text, string shown) =>
        Assert.Equal($"1\n00:00:00,000 --> 00:00:00,001\n{shown}\n\n", SubRip.Write([new Cue(0, 1, "Chad", [text])]));

    [Fact]
    public void Every_SubRip_row_of_a_right_to_left_line_starts_with_the_right_to_left_mark() =>
        Assert.Equal(
            "1\n00:00:00,000 --> 00:00:00,001\n\u200Fمرحبا!\n\u200FAI 50%\n\n",
            SubRip.Write([new Cue(0, 1, "Chad", ["مرحبا!", "AI 50%"]) { IsRightToLeft = true }]));

    [Fact]
    public void A_speaker_with_an_odd_name_is_one_row() =>
        Assert.Equal("A b", CaptionFile.ReadWebVtt(WebVtt.Write([new Cue(0, 1, "A\n\u2028b", ["x"])]))[0].Speaker);

    [Fact]
    public void A_speaker_with_a_name_wider_than_a_row_keeps_it()
    {
        var name = new string('薯', 40);
        Assert.Equal(name, CaptionFile.ReadWebVtt(WebVtt.Write([new Cue(0, 1, name, ["x"])]))[0].Speaker);
    }
}
