using System.Text;

namespace AudioFunctions.Scripts;

/// <param name="Speed">Factor; 1 is the voice's natural speed.</param>
public readonly record struct Pace(string Name, double Speed);

/// <summary>The paces that a script or a regenerate request can name, slowest first.</summary>
public static class Paces
{
    private static readonly Pace[] Table =
        [new("slow", 0.75), new("deliberate", 0.85), new("normal", 1.00), new("quick", 1.08), new("fast", 1.15), new("chaos", 1.20)];

    public static Pace Normal { get; } = Table[2];

    public static IReadOnlyList<Pace> All => Table;

    /// <summary>"slow, deliberate, …", for messages.</summary>
    public static string Names { get; } = string.Join(", ", Table.Select(pace => pace.Name));

    /// <param name="name">Trimmed; case is ignored.</param>
    public static bool TryFind(ReadOnlySpan<char> name, out Pace pace)
    {
        foreach (var candidate in Table)
        {
            if (Ascii.EqualsIgnoreCase(name, candidate.Name))
            {
                pace = candidate;
                return true;
            }
        }

        pace = default;
        return false;
    }
}
