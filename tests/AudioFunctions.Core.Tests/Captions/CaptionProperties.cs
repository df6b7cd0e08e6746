using System.Globalization;
using AudioFunctions.Audio;
using AudioFunctions.Captions;
using AudioFunctions.Testing.Captions;
using FsCheck;
using FsCheck.Fluent;

namespace AudioFunctions.Core.Tests.Captions;

/// <summary>Properties of the captions of all beats, read back from both formats.</summary>
public sealed class CaptionProperties
{
    private static readonly Gen<string> Word = Gen.Elements(
        "chips", "a", "-", "2nd", "薯片袋", "（袋）。", "!", "שלום,", "-->", "<b>", "&", "&amp;", "NOTE", "1", "👩‍👩‍👧‍👦", "\u200b", "scammed!", new string('x', 41), "e\u0301te\u0301", "00:00:01,000");

    private static readonly Gen<string> Space = Gen.Elements(" ", " ", " ", "\u2028", "\t", "\u00a0 ");

    /// <summary>Bad times: equal, backwards, beyond the end.</summary>
    private static readonly Gen<CaptionedLine> Line =
        from count in Gen.OneOf(Gen.Choose(0, 6), Gen.Choose(0, 80))
        from words in Word.ArrayOf(count)
        from spaces in Space.ArrayOf(count)
        from start in Gen.Choose(0, 20_000)
        from length in Gen.OneOf(Gen.Constant(0), Gen.Choose(0, 9000))
        let text = string.Concat(words.Zip(spaces, (word, space) => word + space))
        from cuts in Gen.Choose(1, Math.Max(1, count)).ArrayOf(count > 1 ? 2 : 0)
        from ms in Gen.Choose(0, 900).ArrayOf(2)
        let pauses = cuts.Order().Select((cut, i) =>
            new PlacedPause(0, words.Zip(spaces, (word, space) => (word + space).Length).Take(cut).Sum(), ms[i], start + (length * (i + 1) / 4), start + (length * (i + 2) / 4)))
        select new CaptionedLine(text, "Boomer", start, start + length, [.. pauses]);

    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(500);

    [Fact]
    public void Cues_are_in_order_within_the_recording_and_contain_every_word_once() =>
        Check.One(Runs, Prop.ForAll(Gen.Choose(0, 8).SelectMany(Line.ArrayOf).ToArbitrary(), lines =>
        {
            const int DurationMs = 25_000;
            var cues = CueList.For(lines, DurationMs);
            var words = string.Concat(lines.SelectMany(line => line.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Where(word => word != "\u200b"));

            Holds(CaptionFile.ReadWebVtt(WebVtt.Write(cues)), DurationMs, words);
            Holds(CaptionFile.ReadSubRip(SubRip.Write(cues)), DurationMs, words.Replace("-->", "→", StringComparison.Ordinal).Replace("<b>", "‹b›", StringComparison.Ordinal));
        }));

    /// <param name="words">Without spaces, because there are none between wide characters at the end of a row.</param>
    private static void Holds(IReadOnlyList<ReadCue> cues, int durationMs, string words)
    {
        Assert.Equal(words, string.Concat(cues.SelectMany(cue => cue.Rows)).Replace(" ", "", StringComparison.Ordinal));
        var earliest = 0;
        foreach (var cue in cues)
        {
            Assert.InRange(cue.StartMs, earliest, durationMs);
            Assert.InRange(cue.EndMs, cue.StartMs + 1, durationMs);
            Assert.InRange(cue.Rows.Count, 1, 2);
            Assert.All(cue.Rows, row => Assert.InRange(new StringInfo(row).LengthInTextElements, 1, 42));
            earliest = cue.EndMs;
        }
    }
}
