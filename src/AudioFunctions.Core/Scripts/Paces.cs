using System.Text;

namespace AudioFunctions.Scripts;

/// <param name="Speed">Factor; 1 is the voice's natural speed.</param>
public readonly record struct Pace(string Name, double Speed);

/// <summary>The paces a script or a regenerate request can name, slowest first.</summary>
public static class Paces
{
    public static Pace Normal { get; } = new("normal", 1.00);

    public static IReadOnlyList<Pace> All { get; } =
        [new("slow", 0.75), new("deliberate", 0.85), Normal, new("quick", 1.08), new("fast", 1.15), new("chaos", 1.20)];

    /// <summary>"slow, deliberate, …" for sentences.</summary>
    public static string Names { get; } = string.Join(", ", All.Select(pace => pace.Name));

    /// <param name="name">In any case, without spaces around it.</param>
    public static bool TryFind(ReadOnlySpan<char> name, out Pace pace)
    {
        foreach (var candidate in All)
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
