using System.Text;

namespace AudioFunctions.Scripts.Parsing;

/// <summary>
/// The value of <c>[PAUSE:]</c>: a name, whole milliseconds (<c>50</c>, <c>50ms</c>) or seconds (<c>1.5s</c>, to the nearest millisecond).
/// </summary>
internal static class PauseValue
{
    /// <summary>The default pause after a line.</summary>
    public const int AfterLineMs = 150;

    /// <summary>The default pause after the last line of a beat.</summary>
    public const int AfterBeatMs = 300;

    private const int MsPerSecond = 1000;

    private static readonly (string Name, int Ms)[] Named =
        [("beat", 150), ("short", 250), ("medium", 400), ("long", 600), ("dramatic", 900)];

    public static string Names { get; } = string.Join(", ", Named.Select(pause => pause.Name));

    public static bool TryRead(ReadOnlySpan<char> value, out int ms)
    {
        foreach (var pause in Named)
        {
            if (Ascii.EqualsIgnoreCase(value, pause.Name))
            {
                ms = pause.Ms;
                return true;
            }
        }

        var unit = UnitOf(value);
        var isSeconds = unit == 1;
        ms = 0;
        if (!PlainDecimal.TryRead(Whitespace.Trim(value[..^unit]), out var number) || (number.HasFraction && !isSeconds))
            return false;

        ms = number.ToScaledInteger(isSeconds ? MsPerSecond : 1, ScriptLimits.MaxPauseMs);
        return ms <= ScriptLimits.MaxPauseMs;
    }

    /// <summary>Length of the unit at the end: 2 for <c>ms</c>, 1 for <c>s</c>, 0 for none.</summary>
    private static int UnitOf(ReadOnlySpan<char> value) => value switch
    {
        [.., 'm' or 'M', 's' or 'S'] => 2,
        [.., 's' or 'S'] => 1,
        _ => 0,
    };
}
