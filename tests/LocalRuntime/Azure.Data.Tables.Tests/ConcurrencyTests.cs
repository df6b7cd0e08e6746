using AudioFunctions.Testing.Storage;
using Azure.Data.Tables.Models;

namespace Azure.Data.Tables.Tests;

public sealed class ConcurrencyTests(AzuriteFixture azurite) : TableTest(azurite)
{
    [Fact]
    public async Task Of_two_writers_with_one_version_exactly_one_wins()
    {
        for (var round = 0; round < 20; round++)
        {
            var row = $"r{round}";
            await Table.AddEntityAsync(new TableEntity("p", row) { ["By"] = 0 });
            TableEntity read = await Table.GetEntityAsync<TableEntity>("p", row);

            var wins = await Task.WhenAll(WinsAsync(row, read.ETag, 1), WinsAsync(row, read.ETag, 2));

            TableEntity after = await Table.GetEntityAsync<TableEntity>("p", row);
            Assert.Single(wins, won => won);
            Assert.Equal(wins[0] ? 1 : 2, after.GetInt32("By"));
            Assert.NotEqual(read.ETag, after.ETag);
        }
    }

    [Fact]
    public async Task A_write_answers_the_version_the_next_one_needs()
    {
        var added = await Table.AddEntityAsync(new TableEntity("p", "r"));
        var updated = await Table.UpdateEntityAsync(new TableEntity("p", "r") { ["A"] = 1 }, added.Headers.ETag!.Value);
        var deleted = await Table.DeleteEntityAsync("p", "r", updated.Headers.ETag!.Value);

        Assert.Equal(204, deleted.Status);
    }

    [Fact]
    public async Task An_old_version_changes_nothing_alone_or_in_a_transaction()
    {
        var old = (await Table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1 })).Headers.ETag!.Value;
        await Table.UpdateEntityAsync(new TableEntity("p", "r") { ["A"] = 2 }, old);
        var changed = new TableEntity("p", "r") { ["A"] = 3 };

        var update = await Assert.ThrowsAsync<RequestFailedException>(() => Table.UpdateEntityAsync(changed, old, TableUpdateMode.Replace));
        var delete = await Assert.ThrowsAsync<RequestFailedException>(() => Table.DeleteEntityAsync(changed, old));
        foreach (var type in (TableTransactionActionType[])
            [TableTransactionActionType.UpdateMerge, TableTransactionActionType.UpdateReplace, TableTransactionActionType.Delete])
        {
            var transaction = await Assert.ThrowsAsync<TableTransactionFailedException>(() => Table.SubmitTransactionAsync(
                [new(TableTransactionActionType.Add, new TableEntity("p", "new")), new(type, changed, old)]));
            Assert.Equal((412, 1), (transaction.Status, transaction.FailedTransactionActionIndex));
        }

        Assert.All((RequestFailedException[])[update, delete], e => Assert.True(e.ErrorCode == TableErrorCode.UpdateConditionNotSatisfied));
        Assert.Equal(2, (await Table.QueryAsync<TableEntity>().ToListAsync()).Single().GetInt32("A"));
    }

    [Fact]
    public async Task An_update_of_any_version_still_needs_the_entity_to_exist()
    {
        var update = await Assert.ThrowsAsync<RequestFailedException>(() => Table.UpdateEntityAsync(new TableEntity("p", "r"), ETag.All));
        var transaction = await Assert.ThrowsAsync<TableTransactionFailedException>(() => Table.SubmitTransactionAsync(
            [new(TableTransactionActionType.UpdateMerge, new TableEntity("p", "r"), ETag.All)]));
        await Table.AddEntityAsync(new TableEntity("p", "r"));
        var found = await Table.UpdateEntityAsync(new TableEntity("p", "r"), ETag.All);

        Assert.Equal((404, 404, 204), (update.Status, transaction.Status, found.Status));
    }

    [Theory]
    [InlineData(TableTransactionActionType.UpdateMerge)]
    [InlineData(TableTransactionActionType.UpdateReplace)]
    public async Task Without_a_version_a_transaction_s_update_is_an_upsert_as_with_the_official_client(TableTransactionActionType type)
    {
        await Table.SubmitTransactionAsync([new(type, new TableEntity("p", "new"))]);

        Assert.True((await Table.GetEntityIfExistsAsync<TableEntity>("p", "new")).HasValue);
    }

    [Fact]
    public async Task An_update_without_a_version_is_no_silent_overwrite() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Table.UpdateEntityAsync(new TableEntity("p", "r"), default));

    private async Task<bool> WinsAsync(string row, ETag version, int writer)
    {
        try
        {
            await Table.UpdateEntityAsync(new TableEntity("p", row) { ["By"] = writer }, version);
            return true;
        }
        catch (RequestFailedException e) when (e.Status == 412)
        {
            return false;
        }
    }
}
