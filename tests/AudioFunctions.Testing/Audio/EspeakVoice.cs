namespace AudioFunctions.Testing.Audio;

/// <summary>Real speech from espeak-ng, at 22.05 kHz.</summary>
public static class EspeakVoice
{
    /// <returns>A WAV file.</returns>
    public static async Task<byte[]> SayAsync(string text)
    {
        var folder = Directory.CreateTempSubdirectory("af-espeak-");
        try
        {
            var path = Path.Combine(folder.FullName, "said.wav");
            await RealFFmpeg.RunAsync("espeak-ng", ["-v", "en-us", "-w", path, text], []);
            return await File.ReadAllBytesAsync(path);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
