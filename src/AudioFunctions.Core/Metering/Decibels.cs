using System.Globalization;

namespace AudioFunctions.Metering;

internal static class Decibels
{
    public static double Factor(double db) => Math.Pow(10, db / 20);

    /// <summary>FFmpeg's filter that changes the volume.</summary>
    public static string Volume(double db) => string.Create(CultureInfo.InvariantCulture, $"volume={db:0.####}dB");
}
