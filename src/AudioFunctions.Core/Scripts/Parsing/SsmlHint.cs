using System.Buffers;
using System.Text;

namespace AudioFunctions.Scripts.Parsing;

/// <summary>What to write in place of an SSML element.</summary>
internal static class SsmlHint
{
    private const string Longest = "[PAUSE: 2000ms] (the longest there is)";

    private static readonly SearchValues<char> ValueEnds = SearchValues.Create("\"'“”> /");

    private static readonly (string Strength, string Pause)[] Strengths =
    [
        ("none", "[PAUSE: 0]"), ("x-weak", "[PAUSE: beat]"), ("weak", "[PAUSE: short]"), ("medium", "[PAUSE: medium]"),
        ("strong", "[PAUSE: long]"), ("x-strong", "[PAUSE: dramatic]"),
    ];

    /// <summary>The end of a message: "write [PAUSE: 1.5s] instead".</summary>
    public static string For(AngleTag element)
    {
        if (element.Source is ['<', '/', ..])
            return "remove it";
        if (Ascii.EqualsIgnoreCase(element.Name, "break"))
            return $"write {PauseFor(element.Source)} instead";
        if (Ascii.EqualsIgnoreCase(element.Name, "prosody"))
            return "write [PACE: …] before the line for its speed, and [PAUSE: …] for a silence";
        return Ascii.EqualsIgnoreCase(element.Name, "emphasis")
            ? "write **word** instead, and [PAUSE: …] for a silence"
            : "remove it, and write [PAUSE: …] for a silence";
    }

    private static string PauseFor(ReadOnlySpan<char> source)
    {
        if (Attribute(source, "time") is { IsEmpty: false } time)
        {
            var isTime = char.IsAsciiLetter(time[^1]) && char.IsAsciiDigit(time[0]) | time[0] == '.';
            return !isTime ? "[PAUSE: medium]" : PauseValue.TryRead(time, out _) ? $"[PAUSE: {time}]" : Longest;
        }

        var strength = Attribute(source, "strength");
        foreach (var known in Strengths)
        {
            if (Ascii.EqualsIgnoreCase(strength, known.Strength))
                return known.Pause;
        }

        return "[PAUSE: medium]";
    }

    /// <summary>The value of an attribute, with or without quotes; empty if there is none.</summary>
    private static ReadOnlySpan<char> Attribute(ReadOnlySpan<char> source, string name)
    {
        var at = source.IndexOf(name, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
            return [];

        var rest = source[(at + name.Length)..].TrimStart();
        if (rest is not ['=', ..])
            return [];

        rest = rest[1..].TrimStart().TrimStart("\"'“”").TrimStart();
        var end = rest.IndexOfAny(ValueEnds);
        return end < 0 ? rest : rest[..end];
    }
}
