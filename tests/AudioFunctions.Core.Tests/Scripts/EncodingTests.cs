using System.Text;
using AudioFunctions.Scripts;
using AudioFunctions.Scripts.Parsing;

namespace AudioFunctions.Core.Tests.Scripts;

public sealed class EncodingTests
{
    private static readonly string Valid = Els.Body("Grüße 😀.");

    [Fact]
    public void A_byte_order_mark_is_dropped()
    {
        Assert.Empty(ScriptReader.Read([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Valid)], Els.Context).Validation.Diagnostics);
        Assert.Empty(ScriptReader.Read("\uFEFF" + Valid, Els.Context).Validation.Diagnostics);
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void All_line_ends_give_the_same_result(string lineEnd)
    {
        const string Script = Els.Header + "One.\n\n[PAUSE: x]\nTwo [x].\n[END_BEAT]\nStray.\n";

        Assert.Equal(Els.FindingsIn(Script), Els.FindingsIn(Script.Replace("\n", lineEnd, StringComparison.Ordinal)));
    }

    [Fact]
    public void Bytes_and_text_give_the_same_result()
    {
        var fromBytes = ScriptReader.Read(Encoding.UTF8.GetBytes(Valid), Els.Context);
        var fromText = ScriptReader.Read(Valid, Els.Context);

        Assert.Equal(fromText.Script!.Beats[0].CombinedScript, fromBytes.Script!.Beats[0].CombinedScript);
        Assert.Equal("Grüße 😀.", fromBytes.Script.Beats[0].CombinedScript);
    }

    [Theory]
    [InlineData(new byte[] { 0xFF }, 5)]
    [InlineData(new byte[] { (byte)'a', 0xC3, 0x28 }, 6)]
    [InlineData(new byte[] { 0xF0, 0x9F, 0x98, 0x80, 0xE9 }, 7)]
    [InlineData(new byte[] { 0xC0, 0x80 }, 5)]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 }, 5)]
    public void Only_the_first_invalid_byte_is_reported_at_its_position(byte[] bytes, int column)
    {
        byte[] script = [.. Encoding.UTF8.GetBytes(Els.Header.Replace("\n", "\r\n", StringComparison.Ordinal) + "One "), .. bytes,
            .. Encoding.UTF8.GetBytes("\r\n[PACE: warp]\r\n\u00E9 "), 0xE9];

        var found = ScriptReader.Read(script, Els.Context).Validation.Diagnostics;

        Assert.Equal([("not-utf8", 7, column)], found.Select(diagnostic => (diagnostic.Code, diagnostic.Line, diagnostic.Column)));
    }

    [Theory]
    [InlineData(new[] { 0xD83D }, 1)]
    [InlineData(new[] { 0xD83D, 0xDE00, 0xDE00 }, 3)]
    [InlineData(new[] { 'a', 'b', 0xDE00, 0xD83D }, 3)]
    public void A_lone_surrogate_is_not_UTF8(int[] codeUnits, int column)
    {
        var text = string.Concat(codeUnits.Select(unit => (char)unit));

        Assert.Equal([$"not-utf8 7:{column}"], Els.FindingsIn(Els.Body(text + " a")));
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(true, false)]
    public void UTF16_is_recognized_with_and_without_a_byte_order_mark(bool isBigEndian, bool hasMark)
    {
        var encoding = new UnicodeEncoding(isBigEndian, hasMark);
        byte[] script = [.. encoding.GetPreamble(), .. encoding.GetBytes(Valid)];

        var found = Assert.Single(ScriptReader.Read(script, Els.Context).Validation.Diagnostics);

        Assert.Equal((DiagnosticCodes.NotUtf8, 1, 1), (found.Code, found.Line, found.Column));
        Assert.StartsWith("the file is in UTF-16, not in UTF-8; save it as UTF-8", found.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(true, false)]
    public void UTF32_is_recognized_with_and_without_a_byte_order_mark(bool isBigEndian, bool hasMark)
    {
        var encoding = new UTF32Encoding(isBigEndian, hasMark);
        byte[] script = [.. encoding.GetPreamble(), .. encoding.GetBytes(Valid)];

        var found = Assert.Single(ScriptReader.Read(script, Els.Context).Validation.Diagnostics);

        Assert.StartsWith("the file is in UTF-32, not in UTF-8; save it as UTF-8", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_script_can_have_exactly_1_MiB()
    {
        const int MiB = 1024 * 1024;
        var script = Encoding.UTF8.GetBytes(Valid.PadRight(Valid.Length + MiB - Encoding.UTF8.GetByteCount(Valid), '\n'));

        Assert.Equal(MiB, script.Length);
        Assert.Empty(ScriptReader.Read(script, Els.Context).Validation.Diagnostics);
        Assert.Equal("too-large", Assert.Single(ScriptReader.Read([.. script, (byte)'\n'], Els.Context).Validation.Diagnostics).Code);
        Assert.Empty(Els.FindingsIn(Encoding.UTF8.GetString(script)));
        Assert.Equal(["too-large 1:1"], Els.FindingsIn(Encoding.UTF8.GetString(script) + "é"));
    }
}
