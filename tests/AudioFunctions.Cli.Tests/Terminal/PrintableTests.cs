using AudioFunctions.Cli.Terminal;
using FsCheck;
using FsCheck.Fluent;

namespace AudioFunctions.Cli.Tests.Terminal;

public sealed class PrintableTests
{
    [Theory]
    [InlineData("abc", 0, 3, "abc")]
    [InlineData("abcdef", 0, 4, "abc…")]
    [InlineData("abcdef", 2, 4, "…def")]
    [InlineData("abcdef", 1, 4, "…cd…")]
    [InlineData("日本語", 0, 5, "日本…")]
    [InlineData("日本語", 0, 4, "日…")]
    [InlineData("日本語", 2, 4, "… 語")]
    [InlineData("日本語", 1, 5, "…本語")]
    public void A_window_keeps_columns_and_marks_what_is_cut(string text, int start, int columns, string expected) =>
        Assert.Equal(expected, Printable.Window(text, start, columns));

    [Fact]
    public void A_window_never_takes_more_columns_than_it_has() => Prop.ForAll(
        ArbMap.Default.ArbFor<string>(), Gen.Choose(0, 30).ToArbitrary(), Gen.Choose(2, 30).ToArbitrary(),
        (text, start, columns) => Printable.Width(Printable.Window(text ?? "", start, columns)) <= columns).QuickCheckThrowOnFailure();

    [Fact]
    public void Printable_text_never_moves_the_cursor() => Prop.ForAll(
        ArbMap.Default.ArbFor<string>(),
        text => !Printable.From(text ?? "").Any(char.IsControl)).QuickCheckThrowOnFailure();
}
