using System.Text;
using AudioFunctions.Cli.Export;

namespace AudioFunctions.Cli.Tests.Export;

public sealed class FolderNameTests
{
    [Theory]
    [InlineData("Shrinkflation 2.0", "Shrinkflation 2.0")]
    [InlineData("Über 日本 😀", "Über 日本 😀")]
    [InlineData("a/b\\c: \"d\"?*<|>", "a-b-c- -d------")]
    [InlineData("../../etc/passwd", "-..-etc-passwd")]
    [InlineData("...", "Untitled")]
    [InlineData("", "Untitled")]
    [InlineData(" . hidden. ", "hidden")]
    [InlineData("CON", "CON_")]
    [InlineData("aux.2", "aux_.2")]
    [InlineData("lpt1 .", "lpt1_")]
    [InlineData("Contents", "Contents")]
    [InlineData("nulla", "nulla")]
    [InlineData("sale \u202Eslp.exe", "sale slp.exe")]
    [InlineData("\u200F\u05E9\u05DC\u05D5\u05DD", "\u05E9\u05DC\u05D5\u05DD")]
    [InlineData("tab\tand\u001b[0m", "tab-and-[0m")]
    public void Only_characters_that_file_systems_do_not_allow_are_replaced(string title, string expected) => Assert.Equal(expected, FolderName.For(title));

    // An attribute can't contain half a surrogate pair.
    [Fact]
    public void A_lone_surrogate_is_replaced() => Assert.Equal("half -", FolderName.For("half \ud83d"));

    [Fact]
    public void A_long_title_is_cut_between_characters()
    {
        var name = FolderName.For(new string('日', 200));

        Assert.Equal(120, Encoding.UTF8.GetByteCount(name));
        Assert.Equal(new string('日', 40), name);
    }
}
