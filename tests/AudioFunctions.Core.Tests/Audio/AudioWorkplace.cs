using AudioFunctions.Audio;
using AudioFunctions.Audio.Assembling;
using AudioFunctions.Audio.Coding;
using AudioFunctions.Audio.FFmpeg;
using Microsoft.Extensions.Logging.Abstractions;

namespace AudioFunctions.Core.Tests.Audio;

/// <summary>The services that finish audio, with a temp folder for the test, whose name has spaces, quotes and a percent sign.</summary>
public sealed class AudioWorkplace : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("af-audio \"it's\" 5%d ");

    public AudioWorkplace(string? ffmpegFolder = null, string? tempFolder = null)
    {
        TempFolder = tempFolder ?? _folder.CreateSubdirectory("temp").FullName;
        Options = new AudioOptions { FFmpegFolder = ffmpegFolder, TempFolder = TempFolder };
        FFmpeg = new FFmpegTool(Options, new FFmpegWrapper());
        Scratch = new ScratchFolders(Options, NullLogger<ScratchFolders>.Instance);
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

    /// <summary>Asserts that an operation left no files, neither in the temp folder nor at the take's path.</summary>
    public void AssertNothingLeft()
    {
        Assert.Empty(Directory.GetFileSystemEntries(TempFolder));
        Assert.Empty(Directory.GetFiles(_folder.FullName));
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
