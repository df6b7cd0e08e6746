using AudioFunctions.Cli.Export;

namespace AudioFunctions.Cli.Tests.Export;

public sealed class ExportFolderTests : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("af-folder-").FullName;

    public void Dispose() => Directory.Delete(_path, recursive: true);

    /// <summary>A take whose pauses may be at the wrong place says so in its warnings alone.</summary>
    [Fact]
    public void Warnings_of_the_takes_are_shown_with_their_beats()
    {
        File.WriteAllText(Path.Combine(_path, "manifest.json"), """
            {"session_id":"s","files":[
              {"file":"01_hook.mp3","beat_id":"01_hook","warnings":[]},
              {"file":"02_end.mp3","beat_id":"02_end","warnings":["alignment-unusable: listen to the pause.\u001b[2J"]}]}
            """);

        Assert.Equal(["Warning: 02_end: alignment-unusable: listen to the pause.\uFFFD[2J"], new ExportFolder(_path, Path.Combine(_path, "turn")).ExportLines());
    }
}
