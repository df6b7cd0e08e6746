using System.Text;
using AudioFunctions.Core.Tests.Sessions;
using AudioFunctions.Core.Tests.Storage;
using AudioFunctions.Export;
using AudioFunctions.Scripts;
using AudioFunctions.Scripts.Parsing;
using AudioFunctions.Sessions;
using AudioFunctions.Testing.Storage;

namespace AudioFunctions.Core.Tests.Export;

[Collection(StorageTests.Name)]
public sealed class WrittenTextsTests(AzuriteFixture azurite)
{
    private const string Text = """
        [META]
        video_title: T
        project: p

        [BEAT: 01_hook]
        name: Hook
        ---
        [CHARACTER: gone-since] Die **Straße** dort.
        Not this.
        [END_BEAT]
        """;

    private readonly ScriptArchive _scripts = ScriptArchives.At(azurite.ConnectionString);
    private readonly string _id = Guid.NewGuid().ToString("N");

    [Fact]
    public async Task The_written_text_of_a_line_is_found_even_if_its_voice_was_deleted()
    {
        var texts = await ReadAsync(stored: Text);

        Assert.Equal("Die Straße dort.", texts.Of("01_hook", 0));
        Assert.Equal("Not this.", texts.Of("01_hook", 1));
    }

    [Fact]
    public async Task A_line_falls_back_to_its_spoken_text_if_the_stored_text_differs_or_is_missing()
    {
        Assert.Equal("Die STRAẞE dort.", (await ReadAsync(stored: Text.Replace("dort", "da", StringComparison.Ordinal))).Of("01_hook", 0));
        Assert.Equal("Die STRAẞE dort.", (await WrittenTexts.ReadAsync(_scripts, "none", Spoken(), default)).Of("01_hook", 0));
    }

    private async Task<WrittenTexts> ReadAsync(string stored)
    {
        Assert.True(await _scripts.TryAddTextAsync(_id, Encoding.UTF8.GetBytes(stored), default));
        await _scripts.SaveParsedAsync(_id, Spoken(), default);
        return await WrittenTexts.ReadAsync(_scripts, _id, await _scripts.ReadParsedAsync(_id, default), default);
    }

    private static Script Spoken() =>
        ScriptReader.Read(Text, new ScriptContext(new HashSet<string> { "every-coon", "gone-since" })).Script!;
}
