namespace AudioFunctions.Core.Tests.Scripts;

public sealed class LineTextTests
{
    [Theory]
    [InlineData("  Hi.\t ", "Hi.")]
    [InlineData("\u00A0Hi\u3000there.\u2003", "Hi\u3000there.")]
    [InlineData("Two  spaces\tstay.", "Two  spaces\tstay.")]
    [InlineData("a ] b", "a ] b")]
    [InlineData("\\[a\\] \\*b\\*", "[a] *b*")]
    [InlineData("C:\\temp \\n \\", "C:\\temp \\n \\")]
    [InlineData("\\\\*a*", "\\*a*")]
    [InlineData("Gr\u00FC\u00DFe \uD83D\uDE00!", "Gr\u00FC\u00DFe \uD83D\uDE00!")]
    [InlineData("key: value", "key: value")]
    [InlineData("name: value", "name: value")]
    [InlineData("a\0b\u001Bc\u0085d\vE", "a b c d E")]
    [InlineData("\0 Hi. \u0007", "Hi.")]
    public void Text_is_as_written_without_markup_and_unspeakable_characters(string body, string text)
    {
        Assert.Equal(text, Els.LineOf(body).Text);
    }

    [Fact]
    public void Emphasis_is_recorded_without_control_characters()
    {
        var line = Els.LineOf("**a\0b** *c\u001Bd*");

        Assert.Equal("A B c d", line.Text);
        Assert.Equal(["a b"], line.StrongEmphasisWords);
        Assert.Equal(["c d"], line.EmphasisWords);
    }

    [Fact]
    public void A_line_of_control_characters_is_blank()
    {
        Assert.Equal(["beat-empty 4:1"], Els.FindingsIn(Els.Body("\0\u0001\u001F")));
    }

    [Fact]
    public void Characters_of_a_line_are_counted_without_markup()
    {
        var longest = "[PACE: fast] **" + new string('x', 250) + "** [PAUSE: 50] *" + new string('y', 248) + "*\\*";

        Assert.Equal(500, Els.LineOf(longest).Text.Length);
        Assert.Equal(["line-too-long 7:14"], Els.FindingsIn(Els.Body(longest + "\\*")));
    }

    [Fact]
    public void An_emoji_of_two_code_units_is_one_character()
    {
        Assert.Equal(999, Els.LineOf("a" + string.Concat(Enumerable.Repeat("😀", 499))).Text.Length);
        Assert.Equal(["line-too-long 7:1"], Els.FindingsIn(Els.Body("a" + string.Concat(Enumerable.Repeat("😀", 500)))));
    }

    [Fact]
    public void Columns_count_utf16_code_units()
    {
        Assert.Equal(["unknown-tag 7:4"], Els.FindingsIn(Els.Body("😀 [x] a")));
    }
}
