using AudioFunctions.Scripts;
using AudioFunctions.Speech;
using AudioFunctions.Testing.Audio;

namespace AudioFunctions.Core.Tests.Audio;

/// <summary>Whatever is wrong with an alignment, pauses are placed between the right words.</summary>
public sealed class BentAlignmentTests
{
    private static readonly string[] Lines =
    [
        "Corporation stole your chips again.{800}", "The bag is not the same.{800}", "You got scammed my friend.{800}",
        "Nobody told you {300}anything.{800}", "The end of story.{300}",
    ];

    // Before each word.
    private static readonly int[] PausesMs =
        [0, 0, 0, 0, 0, 800, 800, 800, 800, 800, 800, 1600, 1600, 1600, 1600, 1600, 2400, 2400, 2400, 2700, 3500, 3500, 3500, 3500];

    public static TheoryData<string, bool> Bends => new()
    {
        { "true", false },
        { "× 0.5", false },
        { "× 0.85", false },
        { "× 0.995", false },
        { "× 1.005", false },
        { "× 1.15 to the end", true },
        { "+ 170 ms", true },
        { "+ 400 ms", true },
        { "second half stands still", true },
        { "a word stands still", true },
        { "one time early", false },
        { "one time far off", false },
        { "no times after the middle", true },
    };

    [Theory]
    [MemberData(nameof(Bends))]
    public void Pauses_are_placed_between_the_right_words(string bend, bool isWarned)
    {
        var segment = SegmentText.Of(Lines);
        var speech = SyntheticSpeech.Speak(segment.Text);
        var alignment = Bent(bend, segment.Text, speech);

        var mixed = Mixed.Of(PauseMode.Add, [new(segment, SegmentText.Spoken(segment, speech).Spoken with { Alignment = alignment })], [speech]);

        mixed.FindWords(speech, speech.Words.Zip(PausesMs, (word, ms) => word.From + Mixed.FromMs(ms)));
        Assert.Equal(isWarned, mixed.Take.Warnings.Any(w => w.StartsWith("alignment-unusable: ", StringComparison.Ordinal)));
        Assert.All(mixed.Take.Lines, line => Assert.True(line.EndMs - line.StartMs > 500));
        Assert.InRange(mixed.Take.Lines[1].StartMs, Mixed.Ms(speech.Words[5].From) + 795, Mixed.Ms(speech.Words[5].From) + 805);
    }

    [Fact]
    public void An_alignment_whose_letters_include_the_silence_after_them_is_usable()
    {
        // Some services don't give separate times to punctuation and spaces.
        var segment = SegmentText.Of(Lines);
        var speech = SyntheticSpeech.Speak(segment.Text);
        for (var i = 1; i < segment.Text.Length; i++)
        {
            if (char.IsLetter(segment.Text[i - 1]) && !char.IsLetter(segment.Text[i]))
            {
                var next = Enumerable.Range(i, segment.Text.Length - i).FirstOrDefault(k => char.IsLetter(segment.Text[k]), segment.Text.Length - 1);
                speech.EndSeconds[i - 1] = speech.StartSeconds[next];
            }
        }

        var mixed = Mixed.Of(PauseMode.Add, (segment, speech));

        mixed.FindWords(speech, speech.Words.Zip(PausesMs, (word, ms) => word.From + Mixed.FromMs(ms)));
        Assert.Empty(mixed.Take.Warnings);
    }

    private static CharacterAlignment Bent(string bend, string text, SyntheticSpeech speech)
    {
        var length = (double)speech.Samples.Length / speech.SampleRateHz;
        var middle = text.Length / 2;
        var friend = text.IndexOf("friend", StringComparison.Ordinal);
        return bend switch
        {
            "× 0.5" => Each((_, s) => s * 0.5),
            "× 0.85" => Each((_, s) => s * 0.85),
            "× 0.995" => Each((_, s) => s * 0.995),
            "× 1.005" => Each((_, s) => s * 1.005),
            "× 1.15 to the end" => Each((_, s) => Math.Min(s * 1.15, length)),
            "+ 170 ms" => Each((_, s) => Math.Min(s + 0.17, length)),
            "+ 400 ms" => Each((_, s) => Math.Min(s + 0.4, length)),
            "second half stands still" => Each((i, s) => i >= middle ? speech.StartSeconds[middle] : s),
            "no times after the middle" => Each((i, s) => i >= middle ? length : s),
            "a word stands still" => Each((i, s) => i >= friend && i < friend + 6 ? speech.StartSeconds[friend] : s),
            "one time early" => Each((i, s) => i == friend + 2 ? s - 0.09 : s),
            "one time far off" => Each((i, s) => i == friend + 2 ? 99 : s),
            _ => Each((_, s) => s),
        };

        CharacterAlignment Each(Func<int, double, double> time) => new(
            [.. speech.StartSeconds.Select((s, i) => time(i, s))],
            [.. speech.EndSeconds.Select((s, i) => time(i, s))]);
    }
}
