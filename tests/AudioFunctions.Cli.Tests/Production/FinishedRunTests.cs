using AudioFunctions.Cli.Production;

namespace AudioFunctions.Cli.Tests.Production;

public sealed class FinishedRunTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("af-finished-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_script_finds_the_last_session_of_its_file()
    {
        FinishedRun.Write(_folder, "my.els", "first");
        FinishedRun.Write(_folder, "my.els", "second");

        Assert.Equal("second", FinishedRun.SessionToReuse(_folder, "my.els"));
    }

    [Fact]
    public void Another_file_reuses_nothing()
    {
        FinishedRun.Write(_folder, "my.els", "first");

        Assert.Null(FinishedRun.SessionToReuse(_folder, "other.els"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"session_")]
    [InlineData("{}")]
    public void A_record_that_was_cut_short_counts_for_nothing(string content)
    {
        FinishedRun.Write(_folder, "my.els", "first");
        File.WriteAllText(Directory.GetFiles(_folder).Single(), content);

        Assert.Null(FinishedRun.SessionToReuse(_folder, "my.els"));
    }
}
