using AudioFunctions.Pronunciations;
using AudioFunctions.Speech;
using FsCheck;
using FsCheck.Fluent;

namespace AudioFunctions.Core.Tests.Pronunciations;

public sealed class PronouncerTests
{
    private static readonly Gen<string> Word = Gen.Elements("a", "ab", "abc", "New", "York", "café", "cafe\u0301", "straße", "STRASSE", "薯", "🦝", "WAGMI");

    private static readonly Gen<string> Phrase = Gen.Choose(1, 6).SelectMany(count => Word.ArrayOf(count)).Select(words => string.Join(' ', words));

    private static readonly Gen<PronunciationRule> Rule =
        from written in Gen.Choose(1, 2).SelectMany(count => Word.ArrayOf(count))
        from say in Gen.Choose(1, 3).SelectMany(count => Word.ArrayOf(count))
        from matchCase in Gen.Elements(true, false)
        from wholeWord in Gen.Elements(true, false)
        select new PronunciationRule(string.Join(' ', written), string.Join(' ', say), null, matchCase, wholeWord);

    [Theory]
    [InlineData("The SEC says no.", "SEC", "ess ee see", "The ess ee see says no.")]
    [InlineData("A sector of the SEC.", "sec", "seck", "A sector of the SECK.")]
    [InlineData("SECRET sec", "sec", "seck", "SECRET seck")]
    [InlineData("Me like café.", "cafe\u0301", "caffay", "Me like caffay.")]
    [InlineData("Me like cafe\u0301.", "café", "caffay", "Me like caffay.")]
    [InlineData("Vi\u1EC7t food", "vie\u0323\u0302t", "vee et", "vee et food")]
    [InlineData("\uAC01 now", "\u1100\u1161\u11A8", "gack", "gack now")]
    [InlineData("Me like cafés.", "café", "caffay", "Me like cafés.")]
    [InlineData("In NEW YORK now", "new york", "noo yawk", "In NOO YAWK now")]
    [InlineData("In New\u00A0York now", "new york", "noo yawk", "In noo\u00A0yawk now")]
    [InlineData("Don’t", "don't", "dohnt", "dohnt")]
    [InlineData("Die STRAẞE", "straße", "schtrahse", "Die SCHTRAHSE")]
    [InlineData("買薯片吃", "薯片", "shu pian", "買shu pian吃")]
    [InlineData("C++ and C", "C++", "see plus plus", "see plus plus and C")]
    [InlineData("SEC's rule", "SEC", "ess ee see", "SEC's rule")]
    public void A_rule_applies_to_whole_words_in_any_case_and_normal_form(string text, string from, string say, string sent) =>
        Assert.Equal(sent, Sent(text, new PronunciationRule(from, say)));

    [Fact]
    public void A_rule_can_match_case_and_parts_of_words()
    {
        Assert.Equal("us YOU-ESS", Sent("us US", new PronunciationRule("US", "YOU-ESS", MatchCase: true)));
        Assert.Equal("*SAY* not", Sent("*SAY* not", new PronunciationRule("say", "sigh", MatchCase: true)));
        Assert.Equal("resayed", Sent("resecd", new PronunciationRule("sec", "saye", WholeWord: false)));
    }

    [Fact]
    public void The_longest_rule_is_applied_first_and_no_rule_applies_to_replaced_words()
    {
        PronunciationRule[] rules = [new("York", "Yawk"), new("New York", "the York city"), new("city", "sitty"), new("New", "noo")];

        Assert.Equal("the York city and noo-Yawk and Yawk", Sent("New York and New-York and York", rules));
    }

    [Fact]
    public void The_rule_of_a_character_overrides_the_rule_of_the_project_for_the_same_words()
    {
        var pronouncer = new Pronouncer(new ProjectPronunciations(
            [new("gif", "jiff"), new("SQL", "sequel")],
            new Dictionary<string, IReadOnlyList<PronunciationRule>> { ["boomer"] = [new("GIF", "giff")] }));

        Assert.Equal("my giff in sequel", Sent(pronouncer, "my gif in SQL", "Boomer", takesIpa: false));
        Assert.Equal("my jiff in sequel", Sent(pronouncer, "my gif in SQL", "fed", takesIpa: false));
        Assert.Equal(["boomer", null], pronouncer.Pronounce("my gif in SQL", "boomer", [], takesIpa: false).Rules.Select(rule => rule.Character));
    }

    [Fact]
    public void Phonemes_are_sent_if_the_model_supports_them_else_the_spelling_else_the_written_text()
    {
        var pronouncer = Of(new PronunciationRule("bayou", "by you", "ˈbaɪuː"), new PronunciationRule("chips", null, "tʃɪps"));

        Assert.Equal("The \"/ˈbaɪuː/\" \"/tʃɪps/\".", Sent(pronouncer, "The bayou chips.", "fed", takesIpa: true));
        Assert.Equal("The by you chips.", Sent(pronouncer, "The bayou chips.", "fed", takesIpa: false));
        Assert.Single(pronouncer.Pronounce("The bayou chips.", "fed", [], takesIpa: false).Rules);
    }

    [Fact]
    public void IPA_that_is_spelled_like_the_word_is_still_IPA()
    {
        var pronouncer = Of(new PronunciationRule("bit", null, "bit"), new PronunciationRule("New York", "New York", null));

        Assert.Equal("A \"/bit/\" of New York.", Sent(pronouncer, "A bit of New York.", "fed", takesIpa: true));
        Assert.Equal(["bit"], pronouncer.Pronounce("A bit of New York.", "fed", [], takesIpa: true).Rules.Select(rule => rule.From));
        Assert.Empty(pronouncer.Pronounce("A bit of New York.", "fed", [], takesIpa: false).Edits);
    }

    [Fact]
    public void A_rule_does_not_match_across_a_pause()
    {
        var pronouncer = Of(new PronunciationRule("New York", "Noo Yawk"));

        Assert.Empty(pronouncer.Pronounce("New York", "fed", [4], takesIpa: false).Edits);
        Assert.Equal(2, pronouncer.Pronounce("New York", "fed", [0, 8], takesIpa: false).Edits.Count);
    }

    [Fact]
    public void A_replacement_with_as_many_words_as_written_is_one_edit_per_word() =>
        Assert.Equal(
            [new TextEdit(3, 3, "noo"), new TextEdit(7, 4, "yawk")],
            Of(new PronunciationRule("New York", "noo yawk")).Pronounce("in New York", "fed", [], takesIpa: false).Edits);

    [Fact]
    public void Edits_are_in_order_and_each_matches_the_words_of_a_rule() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000), Prop.ForAll(Phrase.ToArbitrary(), Rule.ListOf().ToArbitrary(), (text, rules) =>
        {
            var pronounced = Of([.. rules]).Pronounce(text, "fed", [], takesIpa: false);
            var sent = new SentText(text, pronounced.Edits);

            var spoken = new System.Text.StringBuilder(text);
            foreach (var edit in pronounced.Edits.Reverse())
                spoken.Remove(edit.At, edit.Length).Insert(edit.At, edit.Text);
            Assert.Equal(spoken.ToString(), sent.Said);
            Assert.Equal(pronounced.Edits.Count == 0, pronounced.Rules.Count == 0);
            Assert.All(pronounced.Edits, edit => Assert.Contains(
                pronounced.Rules, rule => rule.Say!.Contains(edit.Text, StringComparison.OrdinalIgnoreCase)));
        }));

    [Fact]
    public void A_thousand_rules_on_the_worst_text_are_fast()
    {
        var pronouncer = Of([.. Enumerable.Range(1, 100).SelectMany(length => Enumerable.Range(0, 10).Select(other =>
            new PronunciationRule(new string('a', length) + (other == 0 ? "" : other.ToString(System.Globalization.CultureInfo.InvariantCulture)), "b", WholeWord: false)))]);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        for (var line = 0; line < 100; line++)
            Assert.NotEmpty(pronouncer.Pronounce(new string('a', 500), "fed", [], takesIpa: false).Edits);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 20);
    }

    private static Pronouncer Of(params PronunciationRule[] rules) =>
        new(new ProjectPronunciations(rules, new Dictionary<string, IReadOnlyList<PronunciationRule>>()));

    private static string Sent(string text, params PronunciationRule[] rules) => Sent(Of(rules), text, "fed", takesIpa: false);

    private static string Sent(Pronouncer pronouncer, string text, string character, bool takesIpa) =>
        new SentText(text, pronouncer.Pronounce(text, character, [], takesIpa).Edits).Text;
}
