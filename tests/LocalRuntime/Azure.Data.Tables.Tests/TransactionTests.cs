using AudioFunctions.Testing.Storage;

namespace Azure.Data.Tables.Tests;

public sealed class TransactionTests(AzuriteFixture azurite) : TableTest(azurite)
{
    [Fact]
    public async Task All_types_of_action_take_effect_together()
    {
        foreach (var row in (string[])["merge", "replace", "delete", "upsert-merge", "upsert-replace"])
        {
            await Table.AddEntityAsync(new TableEntity("p", row) { ["Old"] = 1 });
        }

        var response = await Table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, Changed("add")),
            new(TableTransactionActionType.UpdateMerge, Changed("merge")),
            new(TableTransactionActionType.UpdateReplace, Changed("replace")),
            new(TableTransactionActionType.Delete, new TableEntity("p", "delete")),
            new(TableTransactionActionType.UpsertMerge, Changed("upsert-merge")),
            new(TableTransactionActionType.UpsertReplace, Changed("upsert-replace")),
        ]);

        var rows = await Table.QueryAsync<TableEntity>().ToListAsync();
        Assert.Equal(
            ["add: New", "merge: New Old", "replace: New", "upsert-merge: New Old", "upsert-replace: New"],
            rows.Select(r => $"{r.RowKey}: {string.Join(' ', r.Keys.Where(k => k is "New" or "Old").Order())}"));
        Assert.Equal([204, 204, 204, 204, 204, 204], response.Value.Select(r => r.Status));
        Assert.Equal(rows[0].ETag, response.Value[0].Headers.ETag);
    }

    [Fact]
    public async Task A_refused_action_is_named_and_nothing_takes_effect()
    {
        await Table.AddEntityAsync(new TableEntity("p", "there") { ["Old"] = 1 });

        var failure = await Assert.ThrowsAsync<TableTransactionFailedException>(() => Table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, Changed("a")),
            new(TableTransactionActionType.UpsertMerge, Changed("b")),
            new(TableTransactionActionType.Add, Changed("there")),
            new(TableTransactionActionType.Add, Changed("c")),
        ]));

        Assert.Equal((409, "EntityAlreadyExists", 2), (failure.Status, failure.ErrorCode, failure.FailedTransactionActionIndex));
        Assert.Equal("there", (await Table.QueryAsync<TableEntity>().ToListAsync()).Single().RowKey);
    }

    private static TableEntity Changed(string row) => new("p", row) { ["New"] = 1 };
}
