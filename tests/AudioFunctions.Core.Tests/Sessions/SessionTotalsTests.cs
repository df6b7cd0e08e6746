using AudioFunctions.Core.Tests.Sessions.Listing;
using AudioFunctions.Core.Tests.Storage;
using AudioFunctions.Sessions;
using AudioFunctions.Testing.Storage;
using Azure.Data.Tables;

namespace AudioFunctions.Core.Tests.Sessions;

/// <summary>Length and cost of a session in a list.</summary>
[Collection(StorageTests.Name)]
public sealed class SessionTotalsTests(AzuriteFixture azurite)
{
    private readonly ListLab _lab = new(azurite.ConnectionString);

    [Fact]
    public async Task The_length_is_the_sum_of_the_selected_takes_and_the_cost_the_sum_of_all_takes()
    {
        var id = (await _lab.CreateAsync(1))[0];
        Assert.Equal((0, 0), await TotalsAsync());

        await _lab.Store.AddTakeAsync(id, Take("a00000000000", "a", 1000, 10), default);
        await _lab.Store.AddTakeAsync(id, Take("b00000000000", "b", 2000, 20), default);
        await _lab.Store.AddTakeAsync(id, Take("a11111111111", "a", 5000, 30), default);
        Assert.Equal((3000, 60), await TotalsAsync());

        await _lab.Store.SelectAsync(id, "a", "a11111111111", allows: null, default);
        await _lab.Store.SelectAsync(id, "a", "a11111111111", allows: null, default);
        Assert.Equal((7000, 60), await TotalsAsync());
        Assert.Equal(7000, (await _lab.Store.FindAsync(id, default))!.TotalDurationMs);
    }

    [Fact]
    public async Task A_take_stored_twice_and_a_take_without_a_bill_add_no_cost()
    {
        var id = (await _lab.CreateAsync(1))[0];
        await _lab.Store.AddTakeAsync(id, Take("a00000000000", "a", 1000, 10), default);

        await _lab.Store.AddTakeAsync(id, Take("a00000000000", "a", 1000, 10), default);
        await _lab.Store.AddTakeAsync(id, Take("b00000000000", "b", 500, 99, "offline"), default);

        Assert.Equal((1500, 10), await TotalsAsync());
    }

    [Fact]
    public async Task A_session_stored_before_totals_existed_has_none()
    {
        var id = (await _lab.CreateAsync(1))[0];
        var rows = _lab.Tables.GetTableClient(SessionStore.TableName);
        TableEntity session = await rows.GetEntityAsync<TableEntity>(id, "session");
        session.Remove("SelectedMs");
        session.Remove("TotalBilled");
        await rows.UpdateEntityAsync(session, session.ETag, TableUpdateMode.Replace);

        await _lab.Store.AddTakeAsync(id, Take("a00000000000", "a", 1000, 10), default);

        Assert.Equal((null, null), await TotalsAsync());
    }

    private async Task<(int? DurationMs, int? Billed)> TotalsAsync()
    {
        var listed = (await _lab.PageAsync()).Sessions[0];
        return (listed.TotalDurationMs, listed.BilledCharacters);
    }

    private static TakeRecord Take(string id, string beatId, int durationMs, int billed, string provider = "elevenlabs") => new(
        id, beatId, $"audio-production/s/{beatId}_{id}.mp3", durationMs, provider, "model", billed, null, [], [], [], DateTimeOffset.UnixEpoch);
}
