using AudioFunctions.Audio;
using AudioFunctions.Scripts;
using AudioFunctions.Testing.Audio;
using FsCheck;
using FsCheck.Fluent;

namespace AudioFunctions.Core.Tests.Audio;

/// <summary>The time of each word in the take.</summary>
public sealed class WordTimingTests
{
    /// <summary>Without marks inside, for which the synthetic voice has a time after the word.</summary>
    private static readonly Gen<string> Word = Gen.Elements(
        "chips", "a", "2nd", "NOT", "薯片", "été", "bag.", "wait…", "me,", "1999", "{250}you", "{1200}now");

    private static readonly Gen<string[]> Lines = Gen.Choose(1, 4).SelectMany(count =>
        Gen.Choose(1, 8).SelectMany(words => Word.ArrayOf(words)).Select(words => string.Join(' ', words) + "{150}").ArrayOf(count));

    [Fact]
    public void Words_are_timed_where_they_are_heard_with_the_pauses_between_them()
    {
        var segment = SegmentText.Of("{200}Corporation stole {400}your chips.{50}", "Don't buy.{300}");
        var speech = SyntheticSpeech.Speak(segment.Text);

        var mixed = Mixed.Of(PauseMode.Add, (segment, speech));

        int[] pausesBefore = [200, 200, 600, 600, 650, 650];
        var expected = speech.Words.Zip(pausesBefore, (word, pause) => (Mixed.Ms(word.From) + pause, Mixed.Ms(word.To) + pause));
        Assert.Equal(6, mixed.Take.Words!.Count);
        foreach (var (word, (startMs, endMs)) in mixed.Take.Words.Zip(expected))
        {
            Assert.InRange(word.StartMs, startMs - 10, startMs + 10);
            Assert.InRange(word.EndMs, endMs - 10, endMs + 10);
        }

        Assert.Equal([(0, 0, 11), (0, 12, 5), (0, 18, 4), (0, 23, 5), (1, 0, 5), (1, 6, 3)], mixed.Take.Words.Select(word => (word.Line, word.At, word.Length)));
    }

    [Theory]
    [InlineData(PauseMode.Add)]
    [InlineData(PauseMode.Exact)]
    public void Words_are_in_order_within_their_line_and_cover_every_letter_and_digit(PauseMode mode) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(60), Prop.ForAll(Lines.ToArbitrary(), lines =>
        {
            var segment = SegmentText.Of(lines);
            var take = Mixed.Of(mode, (segment, SyntheticSpeech.Speak(segment.Text))).Take;

            var earliest = 0;
            foreach (var word in take.Words!)
            {
                var line = take.Lines[word.Line];
                Assert.InRange(word.StartMs, Math.Max(earliest, line.StartMs), word.EndMs);
                Assert.InRange(word.EndMs, word.StartMs, line.EndMs);
                earliest = word.EndMs;
            }

            var covered = take.Words.Select(word => segment.Text.Substring(segment.Lines[word.Line].Start + word.At, word.Length));
            Assert.Equal(segment.Text.Where(char.IsLetterOrDigit), covered.SelectMany(word => word.Where(char.IsLetterOrDigit)));
        }));

    [Fact]
    public void Without_an_alignment_words_are_estimated_and_have_a_low_confidence()
    {
        var segment = SegmentText.Of("Corporation stole your chips.{50}", "You got scammed.{300}");
        var speech = SyntheticSpeech.Speak(segment.Text);

        var words = Mixed.Of(PauseMode.Add, [SegmentText.Spoken(segment, speech, aligned: false)], [speech]).Take.Words!;

        Assert.Equal(7, words.Count);
        Assert.All(words, word => Assert.Equal(WordTiming.Estimated, word.Confidence));
        int[] pausesBefore = [0, 0, 0, 0, 50, 50, 50];
        foreach (var (word, (truth, pause)) in words.Zip(speech.Words.Zip(pausesBefore)))
            Assert.InRange((word.StartMs + word.EndMs) / 2, Mixed.Ms(truth.From) + pause, Mixed.Ms(truth.To) + pause);
    }

    [Fact]
    public void Silence_has_no_words()
    {
        var segment = SegmentText.Of("Corporation stole your chips.{50}");
        var silence = SyntheticSpeech.Speak("x", tailMs: 3000, letterMs: _ => 0);

        Assert.Null(Mixed.Of(PauseMode.Add, [SegmentText.Spoken(segment, silence, aligned: false)], [silence]).Take.Words);
    }
}
