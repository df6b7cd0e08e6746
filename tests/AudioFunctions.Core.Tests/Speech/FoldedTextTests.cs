using AudioFunctions.Speech;

namespace AudioFunctions.Core.Tests.Speech;

/// <summary>Folds texts like the app, which runs without ICU's data.</summary>
public sealed class FoldedTextTests
{
    [Theory]
    [InlineData("Café ÀÉÎ", "cafe aei")]
    [InlineData("Cafe\u0301", "cafe")]
    [InlineData("Ệ ỗ Ǖ", "e o u")]
    [InlineData("Ёлка, й", "елка, и")]
    [InlineData("Άλφα", "αλφα")]
    [InlineData("ﬁne ﬂow oﬃce", "fine flow office")]
    [InlineData("½ ¾ 10²", "1\u20442 3\u20444 102")]
    [InlineData("Ｈｉ！ № ① Ⅻ ™", "hi! no 1 xii tm")]
    [InlineData("‘a’ “b” … –", "'a' \"b\" ... -")]
    [InlineData("❤\uFE0F", "❤")]
    [InlineData("한", "\u1112\u1161\u11AB")]
    [InlineData("😀", "😀")]
    public void Accents_ligatures_widths_and_quotes_make_no_difference(string text, string folded) =>
        Assert.Equal(folded, Plain(FoldedText.Of(text)));

    [Fact]
    public void Each_folded_character_knows_where_it_came_from()
    {
        var folded = FoldedText.Of("éﬃx");

        Assert.Equal("effix", Plain(folded));
        Assert.Equal([0, 1, 1, 1, 2], Enumerable.Range(0, folded.Count).Select(folded.SourceOf));
    }

    private static string Plain(FoldedText folded) => string.Concat(Enumerable.Range(0, folded.Count).Select(index => folded[index]));
}
