using AudioFunctions.Scripts;
using AudioFunctions.Scripts.Parsing;

namespace AudioFunctions.Core.Tests.Scripts;

/// <summary>Scripts designed to be slow to read. Work is measured in scanned characters, not by a clock.</summary>
public sealed class HostileScriptTests
{
    private const int Small = 1 << 16;

    public static TheoryData<string, string, string> Patterns => new()
    {
        { "", "[", "" },
        { "", "*", "" },
        { "", "\\", "" },
        { "", "\n", "" },
        { "", "\r", "" },
        { "", "a\n", "" },
        { "", "[\n", "" },
        { "", "[]", "" },
        { "", "[BEAT: a]\n", "" },
        { "", "[END_BEAT]\n", "" },
        { "", "[META]\n", "" },
        { Els.Meta, "key: value\n", "" },
        { Els.Meta, "project: value\n", "" },
        { Els.Meta + "[BEAT: a]\n", "out of place\n", "" },
        { Els.Meta + "[BEAT: a]\n", "out of place\n", "---\n" },
        { Els.Meta + "[BEAT: a]\n", "[out of place\n", "---\n" },
        { Els.Meta + "[BEAT: a]\n", "name: A\n", "" },
        { Els.Meta + "[BEAT: a]\n", "[PACE: fast]\n", "" },
        { Els.Meta, "[BEAT: a]\nx\n", "" },
        { Els.Header, "[", "" },
        { Els.Header, "[[]", "" },
        { Els.Header, "]", "" },
        { Els.Header, "*", "" },
        { Els.Header, "* ", "" },
        { Els.Header, "*a", "" },
        { Els.Header, "**a", "" },
        { Els.Header, "**a ", "" },
        { Els.Header, "a ", "*" },
        { Els.Header + "**", "a [PAUSE: 1] ", "b**" },
        { Els.Header, "*a* ", "" },
        { Els.Header, "***a**b*", "" },
        { Els.Header, "****a", "" },
        { Els.Header, "\\", "" },
        { Els.Header, "\\*", "" },
        { Els.Header, "\0", "" },
        { Els.Header, "a ", "" },
        { Els.Header, "a\0", "" },
        { Els.Header, "\u200B", "" },
        { Els.Header, "a\u200B", "" },
        { Els.Header, "[\u200B", "" },
        { Els.Header, "\u200D", "a" },
        { Els.Header, "a\u200D[PAUSE: 1]", "" },
        { Els.Header, "*\u200D", "a" },
        { Els.Header + "*", "\u200D", "*" },
        { Els.Header, "\u2800a", "" },
        { Els.Header, "...\n", "" },
        { "", "【META】", "" },
        { "", "【BEAT：a】\n", "" },
        { Els.Header, "【", "" },
        { Els.Header, "【PACE：", "" },
        { Els.Header, "【PACE ", "" },
        { Els.Header, "(PAUSE ", "" },
        { Els.Header, "(PAUSE: ", "" },
        { Els.Header, "{ ", "" },
        { Els.Header + "【", " ", "PACE" },
        { Els.Header, "[PACE：】", "" },
        { Els.Header, "<break ", "" },
        { Els.Header, "<break/>", "" },
        { Els.Header, "a <b", "" },
        { Els.Header + "<", "b", "" },
        { Els.Header, "a `b", "" },
        { Els.Header, "__a ", "" },
        { Els.Header, "~~a ", "" },
        { Els.Header, "&amp; ", "" },
        { Els.Header, "a](b.c", "" },
        { Els.Header, "[a](b.c", "" },
        { Els.Header + "[a](b", " ", "" },
        { Els.Header, "- a\n", "" },
        { Els.Header, "<b>a</b>&lt;\n", "" },
        { Els.Header, "  ", "" },
        { Els.Header, "[PAUSE: 1]", "" },
        { Els.Header, "[PAUSE: 1]\n", "" },
        { Els.Header, "a   [PAUSE: 1]", "" },
        { Els.Header, "[PAUSE: 1]   ", "" },
        { Els.Header, "*a[PAUSE: 1]b*", "" },
        { Els.Header, "[DIRECTION: d]", "" },
        { Els.Header, "[DIRECTION: d\\", "" },
        { Els.Header + "[DIRECTION: ", "d", "" },
        { Els.Header + "[DIRECTION: ", "\\]", "" },
        { Els.Header + "[STYLE: ", "0", "" },
        { Els.Header + "[PAUSE: ", "9", "" },
        { Els.Header + "[", ":", "" },
        { Els.Header, "a [WHAT] ", "" },
        { Els.Header, "a\n", "" },
        { Els.Header, "a\n[PAUSE: 1]\n", "" },
        { Els.Header, "a [PACE: x]\n", "" },
        { Els.Header + "Hi <s\na=b", " ", "!>" },
        { Els.Header, "<s\na=b\n", "" },
        { Els.Header, "{PACE:}", "" },
        { Els.Header, "{PACE: ", "" },
        { "", "\uD83D\uDE00", "" },
    };

    [Theory]
    [MemberData(nameof(Patterns), DisableDiscoveryEnumeration = true)]
    public void Work_and_memory_are_linear_in_the_length(string start, string pattern, string end)
    {
        var once = Cost(start, pattern, end, Small);
        var twice = Cost(start, pattern, end, 2 * Small);

        Assert.InRange(once.Examined, Small, 8 * Small);
        Assert.InRange((double)twice.Examined / once.Examined, 1.8, 2.2);
        Assert.InRange(twice.Allocated, 0, (once.Allocated * 2.6) + Small);
    }

    [Theory]
    [MemberData(nameof(Patterns), DisableDiscoveryEnumeration = true)]
    public void The_largest_script_of_each_pattern_is_read_to_the_end(string start, string pattern, string end)
    {
        var validation = ScriptReader.Read(Repeat(start, pattern, end, ScriptLimits.MaxBytes / 3), Els.Context).Validation;

        Assert.Equal(validation.Diagnostics.Count, validation.Errors.Count + validation.Warnings.Count);
    }

    private static (long Examined, long Allocated) Cost(string start, string pattern, string end, int length)
    {
        var source = SourceText.FromString(Repeat(start, pattern, end, length));
        var meter = new ScanMeter();
        var before = GC.GetAllocatedBytesForCurrentThread();
        ScriptReader.Read(source, Els.Context, meter);
        return (meter.Characters, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static string Repeat(string start, string pattern, string end, int length) =>
        start + string.Concat(Enumerable.Repeat(pattern, (length - start.Length) / pattern.Length)) + end;
}
