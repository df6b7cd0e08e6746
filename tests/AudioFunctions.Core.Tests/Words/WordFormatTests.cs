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
    public void Karaoke_lights_each_word_when_it_is_said_and_obeys_no_text() => Assert.Equal(
        [
            @"Dialogue: 0,0:00:00.06,0:00:01.20,Karaoke,Every-Coon,0,0,0,,{\k24}“Bag{\k26} not{\k24}{\k40} same”",
            @"Dialogue: 0,0:01:01.20,0:01:01.21,Karaoke,Boomer  old,0,0,0,,{\k1}｛No｝",
        ],
        KaraokeSubtitles.Write(Lines).Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line.StartsWith("Dialogue", StringComparison.Ordinal)));

    [Fact]
    public void Nothing_to_say_is_an_empty_list_and_a_file_without_dialogue()
    {
        Assert.Equal("[]", Encoding.UTF8.GetString(RemotionCaptions.Write([])));
        Assert.DoesNotContain("Dialogue", KaraokeSubtitles.Write([]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Bag not same.", "Bag| not| same.")]
    [InlineData("\"Bag,\" he said: (not) 🥔 same – well-known…", "\"Bag,\"| he| said:| (not) 🥔| same –| well-|known…")]
    [InlineData("薯片。好（吃）", "薯|片。|好|（吃）")]
    [InlineData("… Bag", "… Bag")]
    public void Marks_go_with_the_word_they_touch_and_nothing_is_lost(string text, string words)
    {
        var timings = WordBreaks.Of(text).Select((word, i) => new WordTiming(0, word.At, word.Length, i, i + 1)).ToList();

        var written = WrittenWords.Of(text, timings);

        Assert.Equal(words, string.Join('|', written.Select(word => word.Text)));
        Assert.Equal(text, string.Concat(written.Select(word => word.Text)));
    }
}
