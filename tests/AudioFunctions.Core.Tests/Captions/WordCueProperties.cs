using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using AudioFunctions.Audio;
using AudioFunctions.Captions;
using AudioFunctions.Words;
using FsCheck;
using FsCheck.Fluent;

namespace AudioFunctions.Core.Tests.Captions;

/// <summary>Properties of captions whose words have known times.</summary>
public sealed partial class WordCueProperties
{
    private static readonly Gen<string> Text = Gen.Elements(
        "chips", "a", "-", "2nd", "薯片袋", "（袋）。", "שלום,", "-->", "<b>", "&amp;", "👩‍👩‍👧‍👦", "hid\u200bden", "last \u200b", new string('x', 41), new string('y', 120), "e\u0301te\u0301");

    private static readonly Gen<TimedWord> Word =
        from text in Text
        from gap in Gen.OneOf(Gen.Constant(0), Gen.Choose(0, 700))
        from length in Gen.Choose(50, 900)
        select new TimedWord(text, gap, length);

    private static readonly Gen<CaptionedLine> Line =
        from words in Gen.OneOf(Gen.Choose(1, 6), Gen.Choose(1, 80)).SelectMany(Word.ArrayOf)
        from before in Gen.Choose(0, 40)
        from after in Gen.Choose(0, 40)
        from early in Gen.Choose(-30, 30)
        select LineOf(words, before, after, early);

    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(500);

    [Fact]
    public void Every_word_keeps_its_time_and_is_spoken_while_its_cue_is_shown() =>
        Check.One(Runs, Prop.ForAll(Gen.Choose(1, 4).SelectMany(Line.ArrayOf).ToArbitrary(), separate =>
        {
            var (lines, length) = OneAfterAnother(separate);
            var cues = CueList.For(lines, length + 500);

            foreach (var (index, line) in lines.Index())
                Holds([.. cues.Where(cue => cue.Line == index)], line.Words, WebVtt.Write([.. cues.Where(cue => cue.Line == index)], [.. lines.Select(one => one.Words)]));
            Assert.All(cues.Zip(cues.Skip(1)), pair => Assert.True(
                pair.First.EndMs == pair.Second.StartMs
                || (pair.First.EndMs < pair.Second.StartMs && pair.First.EndMs - pair.First.StartMs >= CueList.MinCueMs)));
        }));

    [Fact]
    public void A_cue_starts_with_the_first_word_of_its_rows()
    {
        var half = string.Join(' ', Enumerable.Repeat("abcdef", 12));
        // The first half takes 1.2 s, the second 2.4 s; by letters, each would take 2 s.
        var words = Enumerable.Range(0, 24).Select(i => new TimedWord(
            i == 0 ? "abcdef" : " abcdef", 1000 + (i < 12 ? i * 100 : 1400 + ((i - 12) * 200)), 1000 + (i < 12 ? (i + 1) * 100 : 1400 + ((i - 11) * 200))));

        var cues = CueList.For([new CaptionedLine($"{half} {half}", "Chad", 1000, 5000, []) { Words = [.. words] }], 6000);

        Assert.Equal([(1000, 2400), (2400, 5000)], cues.Select(cue => (cue.StartMs, cue.EndMs)));
    }

    [Fact]
    public void Words_of_another_text_change_no_time()
    {
        var line = new CaptionedLine("One two", "Chad", 0, 1000, []);

        Assert.Equal(Times(line), Times(line with { Words = [new("One", 100, 200), new(" three", 300, 400)] }));

        static IEnumerable<(int, int)> Times(CaptionedLine line) => CueList.For([line], 1000).Select(cue => (cue.StartMs, cue.EndMs));
    }

    private static void Holds(IReadOnlyList<Cue> cues, IReadOnlyList<TimedWord> words, string vtt)
    {
        var times = Times(cues, vtt);
        var ends = cues.SelectMany(cue => Enumerable.Repeat(cue.EndMs, cue.Rows.Sum(WordShares.LettersIn))).ToList();
        var at = 0;
        foreach (var word in words)
        {
            Assert.Equal(word.StartMs, times[at]);
            at += WordShares.LettersIn(word.Text);
            Assert.InRange(word.EndMs, word.StartMs, ends[at - 1]);
        }

        Assert.Equal(ends.Count, at);
    }

    /// <summary>Of each letter that starts a cue or has a timestamp before it, by its number.</summary>
    private static Dictionary<int, int> Times(IReadOnlyList<Cue> cues, string vtt)
    {
        var (times, at) = (new Dictionary<int, int>(), 0);
        foreach (var (cue, block) in cues.Zip(vtt.Split("\n\n").Skip(1)))
        {
            times[at] = cue.StartMs;
            foreach (Match piece in Piece().Matches(string.Join('\n', block.Split('\n').Skip(1))))
            {
                if (piece.Groups["time"].Success)
                    times[at] = (int)TimeSpan.Parse(piece.Groups["time"].Value, CultureInfo.InvariantCulture).TotalMilliseconds;
                else if (piece.Groups["text"].Success)
                    at += WordShares.LettersIn(WebUtility.HtmlDecode(piece.Groups["text"].Value));
            }
        }

        return times;
    }

    /// <param name="words">With the silence before each word as its start, and its length as its end.</param>
    /// <param name="early">How much a pause's place differs from the times of the words around it.</param>
    private static CaptionedLine LineOf(TimedWord[] words, int before, int after, int early)
    {
        var (timed, pauses, text, ms) = (new List<TimedWord>(), new List<PlacedPause>(), "", before);
        foreach (var (index, word) in words.Index())
        {
            text += index > 0 ? " " : "";
            if (index > 0 && word.StartMs >= CueList.MinPauseMs)
                pauses.Add(new PlacedPause(0, text.Length, word.StartMs, ms + early, ms + word.StartMs + early));
            timed.Add(new TimedWord((index > 0 ? " " : "") + word.Text, ms + word.StartMs, ms + word.StartMs + word.EndMs));
            text += word.Text;
            ms += word.StartMs + word.EndMs;
        }

        return new CaptionedLine(text, "Boomer", 0, ms + after, pauses) { Words = timed };
    }

    private static (IReadOnlyList<CaptionedLine> Lines, int Length) OneAfterAnother(CaptionedLine[] lines)
    {
        var (placed, ms) = (new List<CaptionedLine>(), 0);
        foreach (var line in lines)
        {
            placed.Add(line.Later(ms));
            ms = placed[^1].EndMs;
        }

        return (placed, ms);
    }

    [GeneratedRegex("<v [^>]*>|<(?<time>[0-9:.]+)>|(?<text>[^<]+)")]
    private static partial Regex Piece();
}
