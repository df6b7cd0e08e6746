using AudioFunctions.Scripts;
using AudioFunctions.Speech;
using AudioFunctions.Testing.Audio;

namespace AudioFunctions.Core.Tests.Audio;

public sealed class MissingAlignmentTests
{
    private static readonly string[] Lines =
        ["Corporation stole your chips again and again.{500}", "Bag not same.{600}", "You got scammed by the bag.{700}"];

    public static TheoryData<string, CharacterAlignment?> Unusable()
    {
        var length = SegmentText.Of(Lines).Text.Length;
        var rising = Enumerable.Range(0, length).Select(i => i * 0.05).ToArray();
        var unusable = new TheoryData<string, CharacterAlignment?> { { "none", null } };
        Add("too short", rising[1..], rising[1..]);
        Add("out of order", [.. rising.Reverse()], rising);
        Add("beyond the audio", [.. rising.Select(s => s + 100)], [.. rising.Select(s => s + 100.05)]);
        Add("not a number", [.. rising.Select(_ => double.NaN)], rising);
        Add("all at once", new double[length], new double[length]);
        return unusable;

        void Add(string what, double[] starts, double[] ends) => unusable.Add(what, new CharacterAlignment(starts, ends));
    }

    [Theory]
    [MemberData(nameof(Unusable))]
    public void Pauses_are_placed_in_the_nearest_silences(string what, CharacterAlignment? alignment)
    {
        var segment = SegmentText.Of(Lines);
        var speech = SyntheticSpeech.Speak(segment.Text);
        var spoken = SegmentText.Spoken(segment, speech);

        var mixed = Mixed.Of(PauseMode.Add, [spoken with { Spoken = spoken.Spoken with { Alignment = alignment } }], [speech]);

        Assert.StartsWith("alignment-unusable: ", Assert.Single(mixed.Take.Warnings), StringComparison.Ordinal);
        Assert.Contains(
            what == "none" ? "without usable times" : "do not fit it", mixed.Take.Warnings[0], StringComparison.Ordinal);
        int[] before = [0, 0, 0, 0, 0, 0, 0, 500, 500, 500, 1100, 1100, 1100, 1100, 1100, 1100];
        mixed.FindWords(speech, speech.Words.Zip(before, (w, ms) => w.From + Mixed.FromMs(ms)));
        Assert.Equal(3, mixed.Take.Lines.Count);
        Assert.InRange(mixed.Take.Lines[1].StartMs, Mixed.Ms(speech.Words[7].From) + 499, Mixed.Ms(speech.Words[7].From) + 502);
    }

    [Fact]
    public void A_pause_without_a_silence_near_its_place_is_omitted_with_a_warning()
    {
        var segment = SegmentText.Of("Corporation stole your chips.{500}", "Bag not {250}same.{600}");
        var speech = SyntheticSpeech.Speak(segment.Text, gapMs: _ => 10);

        var mixed = Mixed.Of(PauseMode.Add, [SegmentText.Spoken(segment, speech, aligned: false)], [speech]);

        Assert.Equal(
            [
                "alignment-unusable: The pause of 500 ms after line 1 is missing: the speech came without usable times, "
                + "and no silence was found where it belongs.",
                "alignment-unusable: The pause of 250 ms inside line 2 is missing: the speech came without usable times, "
                + "and no silence was found where it belongs.",
            ],
            mixed.Take.Warnings);
        Assert.Equal(speech.Samples.Length + Mixed.FromMs(600), mixed.Samples.Length);
        Assert.Equal([0, 1], mixed.Take.Lines.Select(l => l.Line));
    }

    [Fact]
    public void The_remaining_pauses_are_placed_even_if_one_is_not()
    {
        var segment = SegmentText.Of("Corporation stole {250}your chips again today.{500}", "Bag not same.{600}");
        var speech = SyntheticSpeech.Speak(segment.Text, gapMs: word => word[^1] == '.' ? 200 : 10);

        var mixed = Mixed.Of(PauseMode.Add, [SegmentText.Spoken(segment, speech, aligned: false)], [speech]);

        Assert.Equal(2, mixed.Take.Warnings.Count);
        Assert.Contains("The pause of 250 ms inside line 1 is missing", mixed.Take.Warnings[1], StringComparison.Ordinal);
        int[] before = [0, 0, 0, 0, 0, 0, 500, 500, 500];
        mixed.FindWords(speech, speech.Words.Zip(before, (w, ms) => w.From + Mixed.FromMs(ms)));
    }

    [Fact]
    public void A_pause_inside_a_line_is_not_placed_in_the_longer_silence_after_the_sentence_before()
    {
        var segment = SegmentText.Of("Stop. Me {700}go.{300}");
        var speech = SyntheticSpeech.Speak(segment.Text, gapMs: word => word[^1] == '.' ? 250 : 40);

        var mixed = Mixed.Of(PauseMode.Add, [SegmentText.Spoken(segment, speech, aligned: false)], [speech]);

        mixed.FindWords(speech, [speech.Words[0].From, speech.Words[1].From, speech.Words[2].From + Mixed.FromMs(700)]);
        Assert.StartsWith("alignment-unusable: ", Assert.Single(mixed.Take.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_pause_without_a_silence_does_not_use_the_silence_of_another_pause()
    {
        var segment = SegmentText.Of("Stop. Me {700}go.{300}");
        var speech = SyntheticSpeech.Speak(segment.Text, gapMs: word => word[^1] == '.' ? 250 : 0);

        var mixed = Mixed.Of(PauseMode.Add, [SegmentText.Spoken(segment, speech, aligned: false)], [speech]);

        Assert.Contains("The pause of 700 ms inside line 1 is missing", Assert.Single(mixed.Take.Warnings), StringComparison.Ordinal);
        mixed.FindWords(speech, speech.Words.Select(word => word.From));
    }

    [Fact]
    public void A_pause_uses_an_unlikely_silence_if_nothing_else_needs_it()
    {
        // A silence this long between two words of a sentence is more likely a breath.
        var segment = SegmentText.Of("Me told you that the {400}big bag was not the same.{500}", "Bag not same.{600}");
        var speech = SyntheticSpeech.Speak(segment.Text, gapMs: word => word switch { "the" => 30, _ when word[^1] == '.' => 200, _ => 0 });

        var mixed = Mixed.Of(PauseMode.Add, [SegmentText.Spoken(segment, speech, aligned: false)], [speech]);

        int[] before = [0, 0, 0, 0, 0, 400, 400, 400, 400, 400, 400, 900, 900, 900];
        mixed.FindWords(speech, speech.Words.Zip(before, (w, ms) => w.From + Mixed.FromMs(ms)));
        Assert.Contains(
            "Listen to the pause of 400 ms inside line 1: another place is nearly as likely",
            Assert.Single(mixed.Take.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Exact_gaps_are_exact_without_an_alignment_too()
    {
        var segment = SegmentText.Of("Corporation stole.{350}", "Bag same.{300}");
        var speech = SyntheticSpeech.Speak(segment.Text, leadMs: 0);

        var mixed = Mixed.Of(PauseMode.Exact, [SegmentText.Spoken(segment, speech, aligned: false)], [speech]);

        var gaps = Sound.Silences(mixed.Samples, Mixed.FromMs(100), level: 120).Select(s => s.Length / 44.1).ToList();
        Assert.Equal(2, gaps.Count);
        Assert.InRange(gaps[0], 346, 354);
        Assert.InRange(gaps[1], 296, 304);
    }

    [Fact]
    public void Pauses_before_and_after_a_segment_need_no_alignment()
    {
        var segment = SegmentText.Of("{400}Chips.{300}");
        var speech = SyntheticSpeech.Speak(segment.Text);

        var mixed = Mixed.Of(PauseMode.Add, [SegmentText.Spoken(segment, speech, aligned: false)], [speech]);

        mixed.FindWords(speech, [speech.Words[0].From + Mixed.FromMs(400)]);
    }

    [Fact]
    public void A_single_line_without_an_alignment_is_warned_of()
    {
        var segment = SegmentText.Of("Corporation stole your chips.{300}");
        var speech = SyntheticSpeech.Speak(segment.Text);
        var spoken = SegmentText.Spoken(segment, speech, aligned: false);
        var wrong = new CharacterAlignment(new double[segment.Text.Length], new double[segment.Text.Length]);

        Assert.Equal(
            ["alignment-unusable: the speech came without usable times, so the words were timed by the silences heard."],
            Mixed.Of(PauseMode.Add, [spoken], [speech]).Take.Warnings);
        Assert.Equal(
            ["alignment-unusable: the times that came with the speech do not fit it, so the words were timed by the silences heard."],
            Mixed.Of(PauseMode.Exact, [spoken with { Spoken = spoken.Spoken with { Alignment = wrong } }], [speech]).Take.Warnings);
        Assert.Empty(Mixed.Of(PauseMode.Add, (segment, speech)).Take.Warnings);
    }

    [Fact]
    public void Lines_without_a_silence_and_a_pause_between_them_are_warned_of()
    {
        var segment = SegmentText.Of("Corporation stole your chips.", "Bag not same.{300}");
        var speech = SyntheticSpeech.Speak(segment.Text, gapMs: _ => 0);

        var mixed = Mixed.Of(PauseMode.Add, [SegmentText.Spoken(segment, speech, aligned: false)], [speech]);

        Assert.StartsWith(
            "alignment-unusable: the speech came without usable times, and no silence was found between the lines",
            Assert.Single(mixed.Take.Warnings), StringComparison.Ordinal);
    }
}
