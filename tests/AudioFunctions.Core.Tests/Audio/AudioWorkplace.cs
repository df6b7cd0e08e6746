using AudioFunctions.Audio;
using AudioFunctions.Audio.Coding;
using AudioFunctions.Audio.FFmpeg;

namespace AudioFunctions.Core.Tests.Audio;

/// <summary>What finishes audio, with a temp folder of the test's own. Its name has what trips command lines: spaces, quotes, a percent sign.</summary>
public sealed class AudioWorkplace : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("af-audio \"it's\" 5%d ");

    public AudioWorkplace(string? ffmpegFolder = null, string? tempFolder = null)
    {
        TempFolder = tempFolder ?? _folder.CreateSubdirectory("temp").FullName;
        Options = new AudioOptions { FFmpegFolder = ffmpegFolder, TempFolder = TempFolder };
        FFmpeg = new FFmpegTool(Options, new FFmpegWrapper());
        Scratch = new ScratchFolders(Options);
        Assembler = new TakeAssembler(Options, FFmpeg, Scratch);
        Meter = new AudioMeter(FFmpeg);
    }

    public AudioOptions Options { get; }

    public FFmpegTool FFmpeg { get; }

    public ScratchFolders Scratch { get; }

    public TakeAssembler Assembler { get; }

    public AudioMeter Meter { get; }

    public string TempFolder { get; }

    public string Mp3Path => PathOf("take.mp3");

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Nothing is left of an operation: neither in the temp folder nor where the take would be.</summary>
    public void AssertNothingLeft()
    {
        Assert.Empty(Directory.GetFileSystemEntries(TempFolder));
        Assert.Empty(Directory.GetFiles(_folder.FullName));
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
