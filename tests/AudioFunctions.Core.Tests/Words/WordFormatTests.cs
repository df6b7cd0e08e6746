using System.Text;
using AudioFunctions.Audio;
using AudioFunctions.Words;

namespace AudioFunctions.Core.Tests.Words;

public sealed class WordFormatTests
{
    private static readonly IReadOnlyList<TimedLine> Lines =
    [
        new("Every-Coon", [new("“Bag", 60, 304), new(" not", 304, 555), new(" same”", 800, 1199)]),
        new("Boomer, old", [new("{No}", 61_200, 61_207)]),
    ];

    [Fact]
    public void Remotion_gets_each_word_with_the_space_before_it() => Assert.Equal(
        """[{"text":"“Bag","startMs":60,"endMs":304,"timestampMs":182,"confidence":null},"""
        + """{"text":" not","startMs":304,"endMs":555,"timestampMs":429,"confidence":null},"""
        + """{"text":" same”","startMs":800,"endMs":1199,"timestampMs":999,"confidence":null},"""
        + """{"text":" {No}","startMs":61200,"endMs":61207,"timestampMs":61203,"confidence":null}]""",
        Encoding.UTF8.GetString(RemotionCaptions.Write(Lines)));

    [Fact]
    public void Karaoke_highlights_each_word_when_it_is_spoken_and_escapes_markup() => Assert.Equal(
        [
            @"Dialogue: 0,0:00:00.06,0:00:01.20,Karaoke,Every-Coon,0,0,0,,{\k24}“Bag{\k26} not{\k24}{\k40} same”",
            @"Dialogue: 0,0:01:01.20,0:01:01.21,Karaoke,Boomer old,0,0,0,,{\k1}｛No｝",
        ],
        KaraokeSubtitles.Write(Lines).Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line.StartsWith("Dialogue", StringComparison.Ordinal)));

    [Fact]
    public void A_line_break_in_a_speakers_name_does_not_end_the_event() => Assert.Contains(
        "Karaoke,Gran ny,0,0,0,,{\\k1}Bag",
        KaraokeSubtitles.Write([new("Gran\nny", [new("Bag", 0, 10)])]),
        StringComparison.Ordinal);

    [Fact]
    public void Joined_words_last_from_the_first_to_the_last_and_have_the_lowest_confidence()
    {
        var words = WrittenWords.Of("Q&A", [new WordTiming(0, 0, 1, 10, 20), new WordTiming(0, 2, 1, 25, 40, WordTiming.Estimated)]);

        Assert.Equal([new TimedWord("Q&A", 10, 40, WordTiming.Estimated)], words);
        Assert.Contains("\"confidence\":0.3", Encoding.UTF8.GetString(RemotionCaptions.Write([new TimedLine("x", words)])), StringComparison.Ordinal);
    }

    [Fact]
    public void Words_of_a_line_divide_its_time_by_their_lengths()
    {
        var words = LineWords.Spread("Bag not, same.", new LineTiming(2, 1000, 2300));

        Assert.Equal([(0, 1000, 1400), (4, 1400, 1800), (9, 1800, 2300)], words.Select(word => (word.At, word.StartMs, word.EndMs)));
        Assert.All(words, word => Assert.Equal((2, WordTiming.Estimated), (word.Line, word.Confidence)));
        Assert.Empty(LineWords.Spread("Bag.", new LineTiming(0, 500, 500)));
        Assert.Empty(LineWords.Spread("…", new LineTiming(0, 0, 500)));
    }

    [Fact]
    public void Without_words_the_list_is_empty_and_the_file_has_no_dialogue()
    {
        Assert.Equal("[]", Encoding.UTF8.GetString(RemotionCaptions.Write([])));
        Assert.DoesNotContain("Dialogue", KaraokeSubtitles.Write([]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Bag not same.", "Bag| not| same.")]
    [InlineData("\"Bag,\" he said: (not) 🥔 same – well-known…", "\"Bag,\"| he| said:| (not) 🥔| same –| well-known…")]
    [InlineData("Q&A on R&D: 3/4 don't e-mail", "Q&A| on| R&D:| 3/4| don't| e-mail")]
    [InlineData("He left—then…no, wait--stop", "He| left—|then…|no,| wait--|stop")]
    [InlineData("iPhone手机A/B卡", "iPhone|手|机|A/B|卡")]
    [InlineData("24/7 (3:30) 50%+ [x]y", "24/7| (3:30)| 50%+| [x]y")]
    [InlineData("薯片。好（吃）", "薯|片。|好|（吃）")]
    [InlineData("… Bag", "… Bag")]
    public void Marks_belong_to_the_word_they_touch_and_no_character_is_lost(string text, string words)
    {
        var timings = WordBreaks.Of(text).Select((word, i) => new WordTiming(0, word.At, word.Length, i, i + 1)).ToList();

        var written = WrittenWords.Of(text, timings);

        Assert.Equal(words, string.Join('|', written.Select(word => word.Text)));
        Assert.Equal(text, string.Concat(written.Select(word => word.Text)));
    }
}
