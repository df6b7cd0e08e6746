using AudioFunctions.Core.Tests.Storage;
using AudioFunctions.Sessions;
using AudioFunctions.Speech;
using AudioFunctions.Takes;
using AudioFunctions.Testing.Storage;
using Azure.Storage.Blobs;

namespace AudioFunctions.Core.Tests.Takes;

/// <summary>Claims on responses that were never stored.</summary>
[Collection(StorageTests.Name)]
public sealed class LeftClaimsTests(AzuriteFixture azurite)
{
    private readonly TakeFiles _files = new(new BlobServiceClient(azurite.ConnectionString));
    private readonly TakeKey _take = new(Guid.NewGuid().ToString("N"), "01", "aaaaaaaaaaaa");
    private readonly string _id = Guid.NewGuid().ToString("N");

    [Fact]
    public async Task An_old_claim_without_a_stored_response_is_removed()
    {
        Assert.True(await _files.Responses.TryClaimAsync([_id], _take.RawBlob(0), default));

        await _files.RemoveLeftClaimsAsync("", DateTimeOffset.UtcNow.AddMinutes(-5), default);
        Assert.True(await _files.Responses.IsClaimedForAsync([_id], _take.RawBlob(0), default));

        Assert.True(await _files.RemoveLeftClaimsAsync("", DateTimeOffset.UtcNow.AddMinutes(5), default) > 0);
        Assert.False(await _files.Responses.IsClaimedForAsync([_id], _take.RawBlob(0), default));
    }

    [Fact]
    public async Task The_entry_of_a_stored_response_is_kept()
    {
        await _files.SaveRawAsync(_take, 0, new RawSpeech(new byte[1], "elevenlabs", "m", 1, _id), isIndexed: false, default);

        await _files.RemoveLeftClaimsAsync("", DateTimeOffset.UtcNow.AddMinutes(5), default);

        Assert.False(await _files.Responses.TryClaimAsync([_id], "somebody/else.raw-00.json", default));
    }
}
