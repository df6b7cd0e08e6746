using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using AudioFunctions.Audio;
using AudioFunctions.Captions;
using AudioFunctions.Testing.Audio;
using AudioFunctions.Unicode;
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
        Dialogues(KaraokeSubtitles.Write(Lines)));

    [Fact]
    public void Karaoke_shows_at_most_two_rows_of_a_long_line_at_a_time_and_no_word_is_lost()
    {
        var text = string.Join(' ', Enumerable.Range(0, 62).Select(i => $"word{i:000}"));
        var words = WrittenWords.Of(text, [.. WordBreaks.Of(text).Select((word, i) => new WordTiming(0, word.At, word.Length, i * 310, (i * 310) + 250))]);

        var events = Dialogues(KaraokeSubtitles.Write([new("Chad", words)]));

        Assert.Equal(495, text.Length);
        Assert.Equal(7, events.Count);
        Assert.All(events, shown => Assert.InRange(DisplayedText(shown).Length, 31, 84));
        Assert.Equal(text, string.Join(' ', events.Select(DisplayedText)));
        Assert.All(events, shown => Assert.Matches(@"^Dialogue: 0,[^{]*,,\{\\k25\}word", shown));
        // Each lasts from its first word to its last: as long as its syllables.
        Assert.All(events, shown => Assert.Equal(LengthOf(shown), Regex.Matches(shown, @"\\k(\d+)").Sum(k => int.Parse(k.Groups[1].Value, CultureInfo.InvariantCulture))));
        Assert.StartsWith("Dialogue: 0,0:00:00.00,", events[0], StringComparison.Ordinal);
        Assert.Contains(",0:00:19.16,Karaoke", events[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Karaoke_starts_a_new_event_after_a_pause_of_a_quarter_second()
    {
        var line = new TimedLine("Chad", [new("One", 100, 300), new(" two", 560, 800), new(" three", 1000, 1200)])
        {
            Pauses = [new PlacedPause(0, 4, 250, 300, 560), new PlacedPause(0, 8, 200, 800, 1000)],
        };

        Assert.Equal(
            [
                @"Dialogue: 0,0:00:01.10,0:00:01.30,Karaoke,Chad,0,0,0,,{\k20}One",
                @"Dialogue: 0,0:00:01.56,0:00:02.20,Karaoke,Chad,0,0,0,,{\k24}two{\k20}{\k20} three",
            ],
            Dialogues(KaraokeSubtitles.Write([line.Later(1000)])));
    }

    [Fact]
    public void A_long_text_without_spaces_is_divided_too_with_its_time()
    {
        var words = new TimedWord[] { new(new string('ก', 168), 0, 2000), new(" end", 2500, 2600) };

        var events = Dialogues(KaraokeSubtitles.Write([new("Chad", words)]));

        Assert.Equal(
            ["0:00:00.00,0:00:01.00", "0:00:01.00,0:00:02.00", "0:00:02.50,0:00:02.60"],
            events.Select(shown => string.Join(',', shown.Split(',').Skip(1).Take(2))));
    }

    [Fact]
    public async Task FFmpeg_draws_a_long_karaoke_line_in_the_lower_part_of_the_picture()
    {
        var text = string.Join(' ', Enumerable.Repeat("gyrating", 55));
        var words = WrittenWords.Of(text, [.. WordBreaks.Of(text).Select((word, i) => new WordTiming(0, word.At, word.Length, i * 100, (i * 100) + 100))]);
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.ass");
        try
        {
            await File.WriteAllTextAsync(path, KaraokeSubtitles.Write([new("Chad", words)]));
            var picture = await RealFFmpeg.RunAsync(
                "ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "color=black:s=270x480:r=4:d=4", "-vf", $"ass={path}", "-frames:v", "8", "-pix_fmt", "gray", "-f", "rawvideo", "-"], []);

            const int Pixels = 270 * 480;
            var top = Enumerable.Range(0, 8).Select(frame => Array.FindIndex(picture, frame * Pixels, Pixels, value => value > 128) - (frame * Pixels)).Min() / 270;
            Assert.InRange(top, 240, 479);
        }
        finally
        {
            File.Delete(path);
        }
    }

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

    [Theory]
    [InlineData("elevenlabs", null, false)]
    [InlineData("elevenlabs", WordTiming.Estimated, true)]
    [InlineData("offline", null, true)]
    public void Words_placed_by_ear_and_those_of_the_offline_voice_are_estimated(string provider, double? confidence, bool estimated)
    {
        Assert.Equal(estimated, EstimatedWords.AreIn([new WordTiming(0, 0, 3, 0, 100), new WordTiming(0, 4, 3, 100, 200, confidence)], provider));
        Assert.False(EstimatedWords.AreIn([], provider));
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

    private static List<string> Dialogues(string subtitles) =>
        [.. subtitles.Split('\n').Where(line => line.StartsWith("Dialogue", StringComparison.Ordinal))];

    private static string DisplayedText(string dialogue) => Regex.Replace(string.Join(',', dialogue.Split(',').Skip(9)), @"\{[^}]*\}", "");

    private static int LengthOf(string dialogue)
    {
        var times = dialogue.Split(',').Skip(1).Take(2).Select(time => TimeSpan.Parse(time, CultureInfo.InvariantCulture)).ToList();
        return (int)Math.Round((times[1] - times[0]).TotalMilliseconds / 10);
    }
}
