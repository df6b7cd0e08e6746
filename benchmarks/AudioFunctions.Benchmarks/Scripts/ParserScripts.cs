using System.Globalization;
using System.Text;
using AudioFunctions.Scripts;

namespace AudioFunctions.Benchmarks.Scripts;

/// <summary>What the parser is measured with.</summary>
internal static class ParserScripts
{
    private const string Meta = "[META]\nvideo_title: Shrinkflation\nproject: demo\ndefault_pace: normal\n";
    private const string Header = Meta + "[BEAT: 01_a]\nname: A\n---\n";

    public static IEnumerable<(string Name, string Script)> All()
    {
        yield return ("a valid script", Valid());
        yield return ("a valid script, four lines in five with markup", ValidWithMarkup());
        yield return ("`[`", Filled("", "["));
        yield return ("`[` in a beat", Filled(Header, "["));
        yield return ("`*` in a beat", Filled(Header, "*"));
        yield return ("`**a ` in a beat", Filled(Header, "**a "));
        yield return ("`\\` in a beat", Filled(Header, "\\"));
        yield return ("line ends", Filled("", "\n"));
        yield return ("`[PAUSE: 1]` in a line", Filled(Header, "[PAUSE: 1]"));
        yield return ("unknown tags in a line", Filled(Header, "[a]"));
        yield return ("stray lines", Filled("", "a\n"));
        yield return ("unclosed beats", Filled(Meta, "[BEAT: a]\n"));
        yield return ("one line of text", Filled(Header, "word "));
    }

    private static string Valid()
    {
        const string Beat = """
            name: Hook
            ---
            [DIRECTION: Punchy, accusatory, deadpan]
            [PACE: fast]
            Corporation stole your chips.
            [PAUSE: 50ms]
            Bag **not** same. [PAUSE: short]
            You got *scammed*.
            Me open bag. Me see mostly air.
            Air is free. Why me pay four dollar for air?
            [CHARACTER: boomer] Back in my day, a bag of chips could feed a family.
            Was ten ounces. [PAUSE: short] Now seven ounces. Same price.
            [END_BEAT]

            """;
        return Repeated(Beat);
    }

    private static string ValidWithMarkup()
    {
        const string Beat = """
            name: Chaos
            ---
            [CHARACTER: chad] [DIRECTION: \[loud\]] [PACE: chaos] [STABILITY: 0.3] We are **so** early.
            *Chip* bag **smaller**! [PAUSE: 1.5s] *Cereal* box **smaller**! [PAUSE: 50ms]
            [PAUSE: dramatic]
            Paper \[the thin one\] ***smaller***!
            Nothing is safe!
            [END_BEAT]

            """;
        return Repeated(Beat);
    }

    private static string Repeated(string beat)
    {
        var script = new StringBuilder(Meta);
        for (var number = 1; script.Length + beat.Length + 32 < ScriptLimits.MaxBytes; number++)
            script.Append(CultureInfo.InvariantCulture, $"[BEAT: {number}_b]\n").Append(beat);
        return script.ToString();
    }

    private static string Filled(string start, string pattern) =>
        start + string.Concat(Enumerable.Repeat(pattern, (ScriptLimits.MaxBytes - start.Length) / pattern.Length));
}
