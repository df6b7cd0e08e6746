using System.Diagnostics;

namespace AudioFunctions.Testing.Speech;

/// <summary>One run of a program: bytes in, bytes out.</summary>
internal static class ProgramRun
{
    public static async Task<byte[]> OutputAsync(SemaphoreSlim places, string program, IEnumerable<string> arguments, byte[] input)
    {
        await places.WaitAsync();
        try
        {
            return await OutputAsync(program, arguments, input);
        }
        finally
        {
            places.Release();
        }
    }

    private static async Task<byte[]> OutputAsync(string program, IEnumerable<string> arguments, byte[] input)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        using var output = new MemoryStream();
        var reading = process.StandardOutput.BaseStream.CopyToAsync(output);
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.BaseStream.WriteAsync(input);
        process.StandardInput.Close();
        await Task.WhenAll(reading, errors, process.WaitForExitAsync());
        return process.ExitCode == 0 ? output.ToArray() : throw new InvalidOperationException($"{program} failed: {await errors}");
    }
}
