using System.Text;
using AudioFunctions.Cli.Production;

namespace AudioFunctions.Cli.Tests.Production;

public sealed class FinishedRunTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("af-finished-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void An_edited_script_finds_the_last_session_of_its_file()
    {
        Write("my.els", "one", "first");
        Write("my.els", "two", "second");

        Assert.Equal("second", SessionFor("my.els", "three"));
    }

    [Theory]
    [InlineData("my.els", "one")]
    [InlineData("other.els", "two")]
    public void A_script_as_it_was_and_another_file_reuse_nothing(string path, string script)
    {
        Write("my.els", "one", "first");

        Assert.Null(SessionFor(path, script));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"session_")]
    [InlineData("{}")]
    public void A_record_that_was_cut_short_counts_for_nothing(string content)
    {
        Write("my.els", "one", "first");
        File.WriteAllText(Directory.GetFiles(_folder).Single(), content);

        Assert.Null(SessionFor("my.els", "two"));
    }

    private void Write(string path, string script, string sessionId) => FinishedRun.Write(_folder, path, Encoding.UTF8.GetBytes(script), sessionId);

    private string? SessionFor(string path, string script) => FinishedRun.SessionToReuse(_folder, path, Encoding.UTF8.GetBytes(script));
}
