using System.Diagnostics;
using System.Runtime.InteropServices;

namespace AudioFunctions.Core.Tests.Speech.Offline;

/// <summary>Audio decoded by FFmpeg, independently of the code that made it.</summary>
internal sealed class Decoded
{
    private const int Rate = 22_050;

    /// <summary>About −50 dB.</summary>
    private const int Audible = 104;

    private readonly short[] _samples;

    private Decoded(short[] samples) => _samples = samples;

    public static Decoded Of(ReadOnlyMemory<byte> audio) => new(Samples(audio));

    public static short[] Samples(ReadOnlyMemory<byte> audio)
    {
        using var process = Process.Start(new ProcessStartInfo(
            "ffmpeg", ["-v", "error", "-i", "pipe:0", "-f", "s16le", "-ac", "1", "-ar", $"{Rate}", "pipe:1"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        using var output = new MemoryStream();
        var reading = process.StandardOutput.BaseStream.CopyToAsync(output);
        process.StandardInput.BaseStream.Write(audio.Span);
        process.StandardInput.Close();
        reading.Wait();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return MemoryMarshal.Cast<byte, short>(output.ToArray()).ToArray();
    }

    /// <summary>The first audible time at or after a time, and the last one before it.</summary>
    public double FirstSoundFrom(double seconds) => (double)Array.FindIndex(_samples, At(seconds), IsAudible) / Rate;

    public double LastSoundUntil(double seconds) => (double)Array.FindLastIndex(_samples, At(seconds), IsAudible) / Rate;

    public bool IsQuietBetween(double from, double to) => !Array.Exists(_samples[At(from)..At(to)], IsAudible);

    private int At(double seconds) => Math.Clamp((int)(seconds * Rate), 0, _samples.Length - 1);

    private static bool IsAudible(short sample) => Math.Abs((int)sample) > Audible;
}
