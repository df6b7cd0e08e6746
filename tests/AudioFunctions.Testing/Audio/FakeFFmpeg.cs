using System.Text;

namespace AudioFunctions.Testing.Audio;

/// <summary>
/// A folder with an <c>ffmpeg</c> and an <c>ffprobe</c> that note each run and then do what a script says; where it says nothing,
/// the machine's own take over.
/// </summary>
public sealed class FakeFFmpeg : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("af-ffmpeg-");

    private FakeFFmpeg()
    {
    }

    public string Folder => _folder.FullName;

    /// <summary>A file that a script may make to say how far it has come; <c>$mark</c> in the script.</summary>
    public string MarkPath => Path.Combine(Folder, "mark");

    /// <summary>The names of the programs run so far, in order.</summary>
    public IReadOnlyList<string> Runs => File.Exists(LogPath) ? File.ReadAllLines(LogPath) : [];

    private string LogPath => Path.Combine(Folder, "runs.log");

    /// <summary>Counts runs of the real programs.</summary>
    public static Task<FakeFFmpeg> CountingAsync() => RunningAsync("");

    /// <param name="decode">Shell lines for runs that read recordings; <c>$real</c> is the real program, <c>$last</c> the last argument.</param>
    /// <param name="encode">The same for runs that write MP3; by default as <paramref name="decode"/>.</param>
    /// <param name="probe">The same for ffprobe.</param>
    public static async Task<FakeFFmpeg> RunningAsync(string decode, string? encode = null, string probe = "")
    {
        var fake = new FakeFFmpeg();
        await fake.WriteAsync("ffmpeg", $"case \"$last\" in *.mp3)\n{encode ?? decode}\n;; *)\n{decode}\n;; esac");
        await fake.WriteAsync("ffprobe", probe);
        return fake;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>A shell writes the file: a program that this process holds open for writing could not be started.</summary>
    private async Task WriteAsync(string program, string lines)
    {
        var script = $"""
            #!/bin/sh
            echo {program} >> '{LogPath}'
            real=$(command -v {program})
            mark='{MarkPath}'
            for last; do :; done
            {lines}
            exec "$real" "$@"

            """;
        var path = Path.Combine(Folder, program);
        await RealFFmpeg.RunAsync("/bin/sh", ["-c", $"cat > '{path}' && chmod +x '{path}'"], Encoding.UTF8.GetBytes(script));
    }
}
