using System.Globalization;

namespace AudioFunctions.Export;

/// <summary>Fits a beat to a length by changing its pace.</summary>
public static class BeatFit
{
    /// <summary>Error code.</summary>
    public const string OutOfRange = "fit-out-of-range";

    // Slower or faster than this, a voice sounds wrong.
    public const double MinPace = 0.8;
    public const double MaxPace = 1.25;

    public static int Ms(double seconds) => (int)Math.Clamp(Math.Round(seconds * 1000), 1, int.MaxValue);

    /// <summary>Why a take can't be fitted to a length; null if it can.</summary>
    public static string? ProblemOf(string beatId, int takeMs, double seconds)
    {
        var fitMs = seconds > 0 ? Ms(seconds) : 0;
        var (shortest, longest) = ((int)Math.Ceiling(takeMs / MaxPace), (int)Math.Floor(takeMs / MinPace));
        return fitMs >= shortest && fitMs <= longest
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"Beat {beatId} is {takeMs / 1000.0:0.###} s long, and a pace of {MinPace} to {MaxPace} brings it to {shortest / 1000.0:0.###} to {longest / 1000.0:0.###} s, not to {seconds:0.###} s.");
    }
}
