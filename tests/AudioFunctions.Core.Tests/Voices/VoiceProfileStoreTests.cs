using AudioFunctions.Testing.Storage;
using AudioFunctions.Voices;
using Azure.Data.Tables;

namespace AudioFunctions.Core.Tests.Voices;

/// <summary>Each test has its own Azurite, because there is one table of profiles per account.</summary>
public sealed class VoiceProfileStoreTests
{
    [Fact]
    public async Task The_first_use_adds_the_six_and_a_restart_keeps_edits_and_restores_deleted_ones()
    {
        await using var azurite = await AzuriteServer.StartAsync();
        var tables = new TableServiceClient(azurite.ConnectionString);

        Assert.Equal(DefaultVoiceProfiles.All.OrderBy(profile => profile.Character), await new VoiceProfileStore(tables).ListAsync(default));

        var table = tables.GetTableClient(VoiceProfileStore.TableName);
        var edited = (await table.GetEntityAsync<TableEntity>("voice", "fed")).Value;
        edited["Speed"] = 0.9;
        await table.UpdateEntityAsync(edited, edited.ETag);
        await table.DeleteEntityAsync("voice", "wojak");

        var profiles = await new VoiceProfileStore(tables).ByCharacterAsync(default);
        Assert.Equal(0.9, profiles["fed"].Speed);
        Assert.Equal(1.10, profiles["wojak"].Speed);
        Assert.Equal(6, profiles.Count);
    }

    [Fact]
    public async Task A_language_is_stored_and_can_be_removed()
    {
        await using var azurite = await AzuriteServer.StartAsync();
        var store = new VoiceProfileStore(new TableServiceClient(azurite.ConnectionString));
        var fed = (await store.FindAsync("fed", default))!;
        Assert.Null(fed.Profile.LanguageCode);

        var version = await store.TryReplaceAsync(fed.Profile with { LanguageCode = "de", ModelId = "eleven_v3" }, fed.Version, default);
        var changed = (await store.FindAsync("fed", default))!.Profile;
        Assert.Equal(("de", "eleven_v3"), (changed.LanguageCode, changed.ModelId));

        await store.TryReplaceAsync(fed.Profile, version!.Value, default);
        Assert.Null((await store.FindAsync("fed", default))!.Profile.LanguageCode);
    }

    [Fact]
    public async Task Two_processes_that_start_concurrently_end_up_with_six()
    {
        await using var azurite = await AzuriteServer.StartAsync();
        var tables = new TableServiceClient(azurite.ConnectionString);

        var lists = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => new VoiceProfileStore(tables).ListAsync(default)));

        Assert.All(lists, list => Assert.Equal(6, list.Count));
    }

    [Fact]
    public async Task If_storage_is_down_on_first_use_the_next_use_retries()
    {
        await using var azurite = await AzuriteServer.StartAsync();
        var options = new TableClientOptions();
        options.Retry.MaxRetries = 0;
        var store = new VoiceProfileStore(new TableServiceClient(azurite.ConnectionString, options));
        await azurite.StopAsync();
        await Assert.ThrowsAnyAsync<Azure.RequestFailedException>(() => store.ListAsync(default));

        await azurite.StartAgainAsync();

        Assert.Equal(6, (await store.ListAsync(default)).Count);
    }

    [Fact]
    public async Task Any_text_is_stored_and_read_back_unchanged()
    {
        await using var azurite = await AzuriteServer.StartAsync();
        var store = new VoiceProfileStore(new TableServiceClient(azurite.ConnectionString));
        var profile = DefaultVoiceProfiles.All[0] with { Character = "added", DisplayName = "Čau 漢字 🦝", Description = "it's \"a','b'\r\n\\ " };

        var version = await store.TryAddAsync(profile, default);
        Assert.Equal(profile, (await store.FindAsync("added", default))!.Profile);
        await store.TryReplaceAsync(profile with { Description = profile.DisplayName }, version!.Value, default);

        Assert.Equal("Čau 漢字 🦝", (await store.FindAsync("added", default))!.Profile.Description);
    }
}
