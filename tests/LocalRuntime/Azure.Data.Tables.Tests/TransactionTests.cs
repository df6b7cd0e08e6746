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

        Assert.Equal((409, "EntityAlreadyExists", 2), Facts(failure));
        Assert.Equal("there", (await Table.QueryAsync<TableEntity>().ToListAsync()).Single().RowKey);
    }

    [Fact]
    public async Task A_transaction_may_have_100_actions_but_not_101()
    {
        await Table.SubmitTransactionAsync(Adds(100));
        var failure = await Assert.ThrowsAsync<TableTransactionFailedException>(() => Table.SubmitTransactionAsync(Adds(101)));

        Assert.Equal((400, "InvalidInput", 100), Facts(failure));
        Assert.Equal("100:A transaction takes at most 100 actions; this one has 101.", failure.Message);
        Assert.Equal(100, (await Table.QueryAsync<TableEntity>().ToListAsync()).Count);
    }

    [Fact]
    public async Task A_transaction_stays_in_one_partition()
    {
        var failure = await Assert.ThrowsAsync<TableTransactionFailedException>(() => Table.SubmitTransactionAsync(
            [new(TableTransactionActionType.Add, Changed("a")), new(TableTransactionActionType.Add, new TableEntity("other", "b"))]));

        Assert.Equal((400, "CommandsInBatchActOnDifferentPartitions", 1), Facts(failure));
        Assert.Empty(await Table.QueryAsync<TableEntity>().ToListAsync());
    }

    [Fact]
    public async Task A_transaction_has_every_row_only_once()
    {
        var failure = await Assert.ThrowsAsync<TableTransactionFailedException>(() => Table.SubmitTransactionAsync(
            [new(TableTransactionActionType.UpsertMerge, Changed("a")), new(TableTransactionActionType.Delete, Changed("a"))]));

        Assert.Equal((400, "InvalidDuplicateRow", 1), Facts(failure));
        Assert.Empty(await Table.QueryAsync<TableEntity>().ToListAsync());
    }

    [Fact]
    public async Task A_transaction_without_actions_is_a_mistake_of_the_caller() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => Table.SubmitTransactionAsync([]));

    [Fact]
    public async Task A_transaction_on_a_missing_table_says_so()
    {
        var missing = new TableClient(Azurite.ConnectionString, "missing");

        var failure = await Assert.ThrowsAsync<TableTransactionFailedException>(() => missing.SubmitTransactionAsync(Adds(2)));

        Assert.Equal((404, "TableNotFound", 0), Facts(failure));
    }

    [Fact]
    public async Task Transactions_of_many_writers_are_all_or_nothing()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(async writer =>
        {
            try
            {
                await Table.SubmitTransactionAsync(
                [
                    new(TableTransactionActionType.Add, new TableEntity("p", $"mine-{writer:D2}")),
                    new(TableTransactionActionType.Add, new TableEntity("p", $"shared-{writer / 2:D2}")),
                ]);
                return true;
            }
            catch (TableTransactionFailedException e) when (e is { Status: 409, FailedTransactionActionIndex: 1 })
            {
                return false;
            }
        }));

        var rows = (await Table.QueryAsync<TableEntity>().ToListAsync()).ConvertAll(r => r.RowKey);
        Assert.Equal(10, outcomes.Count(won => won));
        Assert.Equal(outcomes.Select((won, writer) => (won, writer)).Where(o => o.won).Select(o => $"mine-{o.writer:D2}"), rows.Take(10));
        Assert.Equal(20, rows.Count);
    }

    private static IEnumerable<TableTransactionAction> Adds(int count) =>
        Enumerable.Range(0, count).Select(i => new TableTransactionAction(TableTransactionActionType.Add, Changed($"r{i}")));

    private static TableEntity Changed(string row) => new("p", row) { ["New"] = 1 };

    private static (int Status, string? ErrorCode, int? Index) Facts(TableTransactionFailedException failure) =>
        (failure.Status, failure.ErrorCode, failure.FailedTransactionActionIndex);
}
