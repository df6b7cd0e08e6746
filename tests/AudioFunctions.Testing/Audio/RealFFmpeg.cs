using System.Diagnostics;
using System.Runtime.InteropServices;

namespace AudioFunctions.Testing.Audio;

/// <summary>The machine's FFmpeg, started by hand: what the product did is measured without the product.</summary>
public static class RealFFmpeg
{
    /// <summary>Any audio file as 16-bit mono.</summary>
    public static async Task<short[]> DecodeAsync(string path, int sampleRateHz = 44100)
    {
        var pcm = await RunAsync("ffmpeg", ["-v", "error", "-i", path, "-ac", "1", "-ar", $"{sampleRateHz}", "-f", "s16le", "-"], []);
        return MemoryMarshal.Cast<byte, short>(pcm).ToArray();
    }

    /// <summary>Written to a file and read back: only there can FFmpeg note how much padding a decoder is to leave out.</summary>
    public static async Task<byte[]> EncodeMp3Async(short[] samples, int sampleRateHz = 44100)
    {
        var path = Path.Combine(Path.GetTempPath(), $"af-{Guid.NewGuid():N}.mp3");
        try
        {
            string[] source = ["-v", "error", "-f", "s16le", "-ar", $"{sampleRateHz}", "-ac", "1", "-i", "-"];
            await RunAsync("ffmpeg", [.. source, "-b:a", "128k", path], MemoryMarshal.AsBytes<short>(samples).ToArray());
            return await File.ReadAllBytesAsync(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Runs a program and returns what it wrote.</summary>
    public static async Task<byte[]> RunAsync(string program, IEnumerable<string> arguments, byte[] input)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        using var output = new MemoryStream();
        var reading = process.StandardOutput.BaseStream.CopyToAsync(output);
        await process.StandardInput.BaseStream.WriteAsync(input);
        process.StandardInput.Close();
        await reading;
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? output.ToArray()
            : throw new InvalidOperationException($"{program} ended with {process.ExitCode}");
    }
}
