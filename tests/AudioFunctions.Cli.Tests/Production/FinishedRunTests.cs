using AudioFunctions.Cli.Production;

namespace AudioFunctions.Cli.Tests.Production;

public sealed class FinishedRunTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("af-finished-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_last_session_of_a_script_file_is_found()
    {
        FinishedRun.Write(_folder, "my.els", "first");
        FinishedRun.Write(_folder, "my.els", "second");

        Assert.Equal("second", FinishedRun.SessionToReuse(_folder, "my.els"));
    }

    [Fact]
    public void Another_file_has_no_session_to_reuse()
    {
        FinishedRun.Write(_folder, "my.els", "first");

        Assert.Null(FinishedRun.SessionToReuse(_folder, "other.els"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"session_")]
    [InlineData("{}")]
    public void An_incomplete_record_is_ignored(string content)
    {
        FinishedRun.Write(_folder, "my.els", "first");
        File.WriteAllText(Directory.GetFiles(_folder).Single(), content);

        Assert.Null(FinishedRun.SessionToReuse(_folder, "my.els"));
    }
}
