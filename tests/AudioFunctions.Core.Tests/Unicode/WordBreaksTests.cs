using AudioFunctions.Unicode;
using FsCheck;
using FsCheck.Fluent;

namespace AudioFunctions.Core.Tests.Unicode;

public sealed class WordBreaksTests
{
    private static readonly Gen<string> Piece = Gen.Elements(
        "chips", "a", "-", "2nd", "薯片", "ひらがな", "カタカナ", "（", "）。", "!", "שלום", "don't", "3.14", "1,000", "½", "Ⅷ", "👩‍👩‍👧‍👦", "\u200b", "e\u0301te\u0301",
        "_x", "'", ".", ",", " ", " ", " ", "ราคา", "\ud83e\udd9d", "@#", "𐐷𐐲", "한국어", "\u0301");

    [Theory]
    [InlineData("Bag NOT same.", "Bag|NOT|same")]
    [InlineData("\"Don't,\" we\u2019re told: well-known.", "Don't|we\u2019re|told|well|known")]
    [InlineData("It was 1,000.50 at 3:30, in 1999.", "It|was|1,000.50|at|3|30|in|1999")]
    [InlineData("snake_case 2nd v2.0 'quoted'", "snake_case|2nd|v2.0|quoted")]
    [InlineData("cafe\u0301 nai\u0308ve", "cafe\u0301|nai\u0308ve")]
    [InlineData("薯片 ひら カタカナ", "薯|片|ひ|ら|カタカナ")]
    [InlineData("שלום עולם! 한국어 단어", "שלום|עולם|한국어|단어")]
    [InlineData("ราคา แพง", "ราคา|แพง")]
    [InlineData("100% & ½ 🥔 …", "100|½")]
    [InlineData("a.b. c", "a.b|c")]
    [InlineData("", "")]
    [InlineData("... 🥔!", "")]
    public void Words_follow_the_rules_of_Unicode(string text, string words) =>
        Assert.Equal(words, string.Join('|', WordBreaks.Of(text).Select(word => text.Substring(word.At, word.Length))));

    [Fact]
    public void Words_are_in_order_without_overlap_and_contain_every_letter_and_digit() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000), Prop.ForAll(Piece.ArrayOf().ToArbitrary(), pieces =>
        {
            var text = string.Concat(pieces);
            var words = WordBreaks.Of(text);

            var end = 0;
            foreach (var word in words)
            {
                Assert.InRange(word.At, end, text.Length - 1);
                Assert.Contains(text.Substring(word.At, word.Length).EnumerateRunes(), WordBreaks.IsWritten);
                Assert.DoesNotContain(' ', text.Substring(word.At, word.Length));
                end = word.End;
            }

            Assert.Equal(Written(text), string.Concat(words.Select(word => Written(text.Substring(word.At, word.Length)))));
        }));

    private static string Written(string text) => string.Concat(text.EnumerateRunes().Where(WordBreaks.IsWritten).Select(rune => rune.ToString()));
}
