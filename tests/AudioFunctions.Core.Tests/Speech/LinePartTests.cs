using AudioFunctions.Scripts;
using AudioFunctions.Speech;
using AudioFunctions.Voices;
using FsCheck;
using FsCheck.Fluent;

namespace AudioFunctions.Core.Tests.Speech;

/// <summary>Lines that are longer than their model's limit.</summary>
public sealed class LinePartTests
{
    private static readonly Gen<string> Text = Gen.Elements("Me", "chips", "薯片", "🦝", "no.", "\"Yes!\"", "wait…", "(so)", "antidisestablishmentarianism", "...")
        .ArrayOf().Where(words => words.Any(word => word.Any(char.IsLetter))).Select(words => string.Join(' ', words));

    [Theory]
    [InlineData(100, "One two. Three four. Five six.")]
    [InlineData(29, "One two. Three four.|Five six.")]
    [InlineData(19, "One two.|Three four.|Five six.")]
    [InlineData(9, "One two.|Three|four.|Five six.")]
    [InlineData(5, "One|two.|Three|four.|Five|six.")]
    public void A_long_line_is_cut_after_a_sentence_or_at_a_space_or_anywhere(int max, string parts) =>
        Assert.Equal(parts.Split('|'), Parts("One two. Three four. Five six.", max).Select(part => part.Text));

    [Theory]
    [InlineData("He said \"stop!\" Then he left.", 20, "He said \"stop!\"|Then he left.")]
    [InlineData("abcdefgh", 3, "abc|def|gh")]
    [InlineData("3.14 is a number like 2.71.", 15, "3.14 is a|number like|2.71.")]
    [InlineData("🦝🦝🦝 eats. Then 🦝 ran.", 10, "🦝🦝🦝 eats.|Then 🦝|ran.")]
    public void Sentences_include_closing_quotation_marks_and_limits_count_code_points(string text, int max, string parts) =>
        Assert.Equal(parts.Split('|'), Parts(text, max).Select(part => part.Text));

    [Fact]
    public void Pauses_keep_their_positions()
    {
        var line = Beats.Line("One two. Three four.", pause: 300, inner: [new InnerPause(4, 10), new InnerPause(9, 20), new InnerPause(15, 30)]);

        var parts = LinePart.Of(7, line, [], 12);

        Assert.Equal(["One two.", "Three four."], parts.Select(part => part.Text));
        Assert.Equal([(7, 0, 20), (7, 9, 300)], parts.Select(part => (part.Line, part.From, part.PauseAfterMs)));
        Assert.Equal([new InnerPause(4, 10)], parts[0].InnerPauses);
        Assert.Equal([new InnerPause(6, 30)], parts[1].InnerPauses);
    }

    [Fact]
    public void Parts_fit_the_limit_of_the_model_and_no_word_or_pause_is_lost() => Prop.ForAll(
        Text.ToArbitrary(), Gen.Choose(1, 40).ToArbitrary(), (text, max) =>
        {
            var line = Beats.Line(text, pause: 5, inner: [.. Enumerable.Range(0, text.Length).Where(at => text[at] == ' ').Select(at => new InnerPause(at + 1, 3))]);
            var parts = LinePart.Of(0, line, [], max);

            Assert.All(parts, part => Assert.InRange(part.Text.EnumerateRunes().Count(), 1, max));
            Assert.All(parts, part => Assert.Equal(part.Text, text.Substring(part.From, part.Text.Length)));
            Assert.Equal(text.Where(char.IsLetter), parts.SelectMany(part => part.Text).Where(char.IsLetter));
            Assert.All(parts, part => Assert.All(part.InnerPauses, pause => Assert.InRange(pause.At, 0, part.Text.Length)));
            Assert.InRange(parts.Sum(part => part.PauseAfterMs + part.InnerPauses.Sum(pause => pause.Ms)), 5, line.SilenceMs);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Neighbouring_text_includes_the_text_on_the_other_side_of_the_cut()
    {
        var segments = SpeechPlan.For(Beats.Of(Beats.Line("One two. Three four.", pause: 300)), Beats.Profiles, RegenerateSettings.None, SomeModels.Taking(12));

        Assert.Equal([("One two.", null, "Three four."), ("Three four.", "One two.", null)], segments.Select(s => (s.Text, s.PreviousText, s.NextText)));
        Assert.Equal([new SegmentLine(0, 0, 8), new SegmentLine(0, 0, 11, From: 9)], segments.SelectMany(segment => segment.Lines));
        Assert.Equal([new SegmentSilence(11, 300)], segments.SelectMany(segment => segment.Silences));
    }

    private static IReadOnlyList<LinePart> Parts(string text, int max) => LinePart.Of(0, Beats.Line(text), [], max);
}
