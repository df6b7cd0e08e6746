using System.Text;

namespace AudioFunctions.Scripts.Parsing;

internal enum TagKind
{
    Unknown,
    Meta,
    Beat,
    EndBeat,
    Character,
    Direction,
    Pace,
    Pause,
    Stability,
    Style,
}

/// <summary>The names of the tags; case is ignored.</summary>
internal static class TagNames
{
    private const int Longest = 9;

    private static readonly (string Name, TagKind Kind)[] Kinds =
    [
        ("PAUSE", TagKind.Pause), ("PACE", TagKind.Pace), ("DIRECTION", TagKind.Direction), ("CHARACTER", TagKind.Character),
        ("STABILITY", TagKind.Stability), ("STYLE", TagKind.Style), ("BEAT", TagKind.Beat), ("END_BEAT", TagKind.EndBeat),
        ("META", TagKind.Meta),
    ];

    /// <param name="name">Full-width letters count as plain ones.</param>
    public static TagKind Find(ReadOnlySpan<char> name)
    {
        if (name.Length > Longest)
            return TagKind.Unknown;

        Span<char> plain = stackalloc char[name.Length];
        ToPlain(name, plain);
        foreach (var known in Kinds)
        {
            if (Ascii.EqualsIgnoreCase(plain, known.Name))
                return known.Kind;
        }

        return TagKind.Unknown;
    }

    public static string ToPlain(ReadOnlySpan<char> name) => string.Create(name.Length, name, static (plain, from) => ToPlain(from, plain));

    private static void ToPlain(ReadOnlySpan<char> name, Span<char> plain)
    {
        for (var at = 0; at < name.Length; at++)
            plain[at] = TagLookalike.Plain(name[at]);
    }
}
