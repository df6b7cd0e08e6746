namespace AudioFunctions.Core.Tests.Scripts;

public sealed class EmphasisTests
{
    [Theory]
    [InlineData("Bag **not** same.", "Bag NOT same.", "", "not")]
    [InlineData("You got *scammed*.", "You got scammed.", "scammed", "")]
    [InlineData("**really big**", "REALLY BIG", "", "really big")]
    [InlineData("*value engineering*", "value engineering", "value engineering", "")]
    [InlineData("**a** *b* **c** *d*", "A b C d", "b|d", "a|c")]
    [InlineData("un**believ**able", "unBELIEVable", "", "believ")]
    [InlineData("***x***", "X", "x", "x")]
    [InlineData("**a *b* c**", "A B C", "b", "a b c")]
    [InlineData("*a **b** c*", "a B c", "a b c", "b")]
    [InlineData("***a** b*", "A b", "a b", "a")]
    [InlineData("**a *b***", "A B", "b", "a b")]
    [InlineData("*a **b***", "a B", "a b", "b")]
    [InlineData("**a***b*", "Ab", "b", "a")]
    [InlineData("**straße ähm ǆ**", "STRAẞE ÄHM Ǆ", "", "straße ähm ǆ")]
    [InlineData("Das **ﬁnale** und **ﬁnale jetzt**", "Das ﬁnale und ﬁnale JETZT", "", "ﬁnale|ﬁnale jetzt")]
    [InlineData("**kadın** **ırmak**", "KADIN IRMAK", "", "kadın|ırmak")]
    [InlineData("**გამარჯობა ok**", "გამარჯობა OK", "", "გამარჯობა ok")]
    [InlineData("**e\u0301te\u0301 ᾳ \uD801\uDC28**", "E\u0301TE\u0301 ᾼ \uD801\uDC00", "", "e\u0301te\u0301 ᾳ \uD801\uDC28")]
    [InlineData("**你好 שלום ʼn kĸ**", "你好 שלום ʼN kĸ", "", "你好 שלום ʼn kĸ")]
    [InlineData("**\\*\\[a\\]**", "*[A]", "", "*[a]")]
    [InlineData("**1**", "1", "", "1")]
    [InlineData("\"*a*\", (**b**)!", "\"a\", (B)!", "a", "b")]
    public void Markers_that_touch_words_are_removed_and_recorded(string body, string text, string plain, string strong)
    {
        Assert.Empty(Els.FindingsIn(Els.Body(body)));
        var line = Els.LineOf(body);
        Assert.Equal(text, line.Text);
        Assert.Equal(plain.Split('|', StringSplitOptions.RemoveEmptyEntries), line.EmphasisWords);
        Assert.Equal(strong.Split('|', StringSplitOptions.RemoveEmptyEntries), line.StrongEmphasisWords);
    }

    [Theory]
    [InlineData("Bag **not** same.", "Bag not same.")]
    [InlineData("Die **Straße** dort, der **kadın** hier.", "Die Straße dort, der kadın hier.")]
    [InlineData("***x*** *a **b** c* [PAUSE: 300] **e\u0301 \uD801\uDC28**", "x a b c e\u0301 \uD801\uDC28")]
    [InlineData("NOT *that*, **not**", "NOT that, not")]
    [InlineData("PLAIN Capitals", "PLAIN Capitals")]
    public void The_written_text_has_only_the_capitals_that_the_writer_typed(string body, string written)
    {
        var line = Els.LineOf(body);
        Assert.Equal(written, line.Written);
        Assert.Equal(line.Text.Length, line.Written!.Length);
    }

    [Theory]
    [InlineData("2 * 3 * 4", "2 * 3 * 4", "", "")]
    [InlineData("a* b *c", "a* b *c", "", "")]
    [InlineData("* a*", "* a*", "", "")]
    [InlineData("****a****", "****a****", "", "")]
    [InlineData("**a", "**a", "", "")]
    [InlineData("a**", "a**", "", "")]
    [InlineData("**a*", "**a*", "", "")]
    [InlineData("*a**", "*a**", "", "")]
    [InlineData("**a\\**", "**a**", "", "")]
    // Unmatched markers stay next to matched ones.
    [InlineData("***a**", "*A", "", "a")]
    [InlineData("***a*", "**a", "a", "")]
    [InlineData("**a***", "A*", "", "a")]
    [InlineData("*a***", "a**", "a", "")]
    [InlineData("*a *b* c*", "*a b c*", "b", "")]
    [InlineData("**a * b**", "A * B", "", "a * b")]
    [InlineData("*a* b*", "a b*", "a", "")]
    // A marker next to a pause doesn't touch a word.
    [InlineData("**[PAUSE: 50] a**", "** a**", "", "")]
    [InlineData("**a [PAUSE: 50]**", "**a **", "", "")]
    public void Unmatched_markers_stay_and_cause_one_warning(string body, string text, string plain, string strong)
    {
        Assert.Equal(["stray-asterisk 7:1"], Els.FindingsIn(Els.Body(body)));
        var line = Els.LineOf(body);
        Assert.Equal(text, line.Text);
        Assert.Equal(plain.Split('|', StringSplitOptions.RemoveEmptyEntries), line.EmphasisWords);
        Assert.Equal(strong.Split('|', StringSplitOptions.RemoveEmptyEntries), line.StrongEmphasisWords);
    }

    [Theory]
    [InlineData("*", "*", "")]
    [InlineData("****", "****", "")]
    [InlineData("*\\**", "*", "*")]
    public void Markers_without_words_are_matched_by_the_same_rules(string body, string text, string plain)
    {
        var line = Els.BeatOf($"{body}\nWords.").Lines[0];

        Assert.Equal(text, line.Text);
        Assert.Equal(plain.Split('|', StringSplitOptions.RemoveEmptyEntries), line.EmphasisWords);
    }

    [Fact]
    public void Emphasis_ends_with_its_line()
    {
        var lines = Els.BeatOf("**a\nb**").Lines;

        Assert.Equal(["**a", "b**"], lines.Select(line => line.Text));
    }

    [Fact]
    public void Words_are_recorded_with_their_own_line()
    {
        var lines = Els.BeatOf("**a** *b*\nc\n*d*").Lines;

        Assert.Equal([["a"], [], []], lines.Select(line => line.StrongEmphasisWords));
        Assert.Equal([["b"], [], ["d"]], lines.Select(line => line.EmphasisWords));
    }
}
