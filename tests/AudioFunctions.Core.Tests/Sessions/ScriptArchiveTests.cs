using AudioFunctions.Core.Tests.Storage;
using AudioFunctions.Scripts;
using AudioFunctions.Scripts.Parsing;
using AudioFunctions.Sessions;
using AudioFunctions.Testing.Storage;

namespace AudioFunctions.Core.Tests.Sessions;

[Collection(StorageTests.Name)]
public sealed class ScriptArchiveTests(AzuriteFixture azurite)
{
    private readonly string _id = Guid.NewGuid().ToString("N");

    [Fact]
    public async Task A_script_that_another_host_has_replaced_is_read_again()
    {
        var (here, there) = (Archive(), Archive());
        await here.SaveParsedAsync(_id, Script("First"), default);
        Assert.Equal("First", (await here.ReadParsedAsync(_id, default)).VideoTitle);

        await there.SaveParsedAsync(_id, Script("Second"), default);

        Assert.Equal("Second", (await here.ReadParsedAsync(_id, default)).VideoTitle);
        Assert.Equal("Second", (await here.ReadParsedAsync(_id, default)).VideoTitle);
    }

    [Fact]
    public async Task A_deleted_script_is_not_found()
    {
        var archive = Archive();
        await archive.SaveParsedAsync(_id, Script("First"), default);

        await (await archive.FindAllAsync(_id, default)).DeleteAsync(default);

        await Assert.ThrowsAsync<InvalidOperationException>(() => archive.ReadParsedAsync(_id, default));
    }

    [Fact]
    public async Task A_version_is_found_by_every_host_until_another_one_is_stored()
    {
        var (here, there) = (Archive(), Archive());
        var first = await here.SaveParsedAsync(_id, Script("First"), default);
        Assert.Equal("First", (await here.FindSavedAsync(_id, first, default))?.VideoTitle);
        Assert.Equal("First", (await there.FindSavedAsync(_id, first, default))?.VideoTitle);

        var second = await here.SaveParsedAsync(_id, Script("Second"), default);

        Assert.Null(await there.FindSavedAsync(_id, first, default));
        Assert.Null(await here.FindSavedAsync(_id, first, default));
        Assert.Equal("Second", (await there.FindSavedAsync(_id, second, default))?.VideoTitle);
    }

    private ScriptArchive Archive() => ScriptArchives.At(azurite.ConnectionString);

    private static Script Script(string title) => ScriptReader.Read(
        $"[META]\nvideo_title: {title}\nproject: p\n[BEAT: 01]\nname: One\n---\nOne line.\n[END_BEAT]",
        new ScriptContext(new HashSet<string> { "every-coon" })).Script!;
}
