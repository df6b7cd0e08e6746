using AudioFunctions.Cli.Export;

namespace AudioFunctions.Cli.Tests.Export;

public sealed class FolderClaimTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("af-claims-").FullName;

    private string Out => Path.Combine(_folder, "out");

    private string Records => Path.Combine(_folder, "records");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_first_script_with_a_title_gets_its_folder_and_the_next_one_a_numbered_folder()
    {
        var (first, second) = (Script("first.els"), Script("second.els"));

        Assert.Equal(new FolderClaim(Path.Combine(Out, "Who pays-"), null), Claim("Who pays?", first));
        Assert.Equal(new FolderClaim(Path.Combine(Out, "Who pays- (2)"), Path.Combine(Out, "Who pays-")), Claim("Who pays:", second));
        Assert.Equal(new FolderClaim(Path.Combine(Out, "Another"), null), Claim("Another", second));
    }

    [Fact]
    public void A_script_keeps_its_folder_even_if_one_with_a_lower_number_is_free()
    {
        var (first, second) = (Script("first.els"), Script("second.els"));
        Claim("T", first);
        Claim("T", second);
        File.Delete(first);

        Assert.Equal(new FolderClaim(Path.Combine(Out, "T (2)"), null), Claim("T", second));
        Assert.Equal(new FolderClaim(Path.Combine(Out, "T"), null), Claim("T", Script("third.els")));
    }

    [Theory]
    [InlineData("T/01_hook.mp3")]
    [InlineData("T")]
    public void An_existing_folder_without_a_record_is_not_used(string file)
    {
        Directory.CreateDirectory(Path.Combine(Out, Path.GetDirectoryName(file)!));
        File.WriteAllText(Path.Combine(Out, file), "mine");

        Assert.Equal(new FolderClaim(Path.Combine(Out, "T (2)"), Path.Combine(Out, "T")), Claim("T", Script("script.els")));
    }

    [Fact]
    public void The_folder_of_a_deleted_script_is_not_used()
    {
        var script = Script("script.els");
        Directory.CreateDirectory(Claim("T", script).Folder);
        File.WriteAllText(Path.Combine(Out, "T", "01_hook.mp3"), "kept");
        File.Move(script, script + ".renamed");

        Assert.Equal(Path.Combine(Out, "T (2)"), Claim("T", script + ".renamed").Folder);
    }

    [Fact]
    public void An_empty_folder_is_free() =>
        Assert.Equal(Directory.CreateDirectory(Path.Combine(Out, "T")).FullName, Claim("T", Script("script.els")).Folder);

    [Fact]
    public async Task Concurrent_scripts_get_different_folders()
    {
        var folders = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => Claim("T", Script($"{i}.els")).Folder)));

        Assert.Equal(8, folders.Distinct().Count());
    }

    [Fact]
    public void A_record_written_by_an_earlier_version_counts()
    {
        var script = Script("script.els");
        var folder = Claim("T", script).Folder;
        var record = Assert.Single(Directory.GetFiles(Records));
        File.WriteAllText(record, $$"""{"script":"{{script}}","session_id":"8f0e"}""");

        Assert.Equal(new FolderClaim(folder, null), Claim("T", script));
    }

    private FolderClaim Claim(string title, string script) => FolderClaim.Of(Out, title, script, Records);

    private string Script(string name)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, "");
        return path;
    }
}
