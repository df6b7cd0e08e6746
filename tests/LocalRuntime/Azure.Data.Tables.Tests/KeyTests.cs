using AudioFunctions.Testing.Storage;

namespace Azure.Data.Tables.Tests;

public sealed class KeyTests(AzuriteFixture azurite) : TableTest(azurite)
{
    public static TheoryData<string> Allowed =>
    [
        "", "it's", "''", "100%", "%2F", "%27", "a b", " a", "a ", "a+b", "a&b=c", "a;b,c", "(a)", "{a}", "$top", "a:b@c",
        "ümläut", "日本語", "\U0001F99D", "a\"b", "<a>", "a|b", "~!*", "..",
    ];

    /// <summary>Azurite takes the keys of a batch's parts from their addresses with a greedy pattern, which reads this one wrong.</summary>
    private const string AllowedOutsideOfTransactions = "',RowKey='x";

    [Theory]
    [MemberData(nameof(Allowed))]
    [InlineData(AllowedOutsideOfTransactions)]
    public async Task Any_key_the_service_allows_can_be_written_read_and_deleted(string key)
    {
        await Table.UpsertEntityAsync(new TableEntity(key, key) { ["A"] = 1 });
        TableEntity read = await Table.GetEntityAsync<TableEntity>(key, key);
        await Table.UpdateEntityAsync(new TableEntity(key, key) { ["B"] = 2 }, read.ETag);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {key} and RowKey eq {key}");
        var found = await Table.QueryAsync<TableEntity>(filter).ToListAsync();
        var deleted = await Table.DeleteEntityAsync(key, key);

        Assert.Equal((key, key), (read.PartitionKey, read.RowKey));
        Assert.Equal((1, 2), (found.Single().GetInt32("A"), found.Single().GetInt32("B")));
        Assert.Equal(204, deleted.Status);
    }

    [Theory]
    [MemberData(nameof(Allowed))]
    public async Task Any_key_the_service_allows_can_be_part_of_a_transaction(string key)
    {
        await Table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, new TableEntity(key, key) { ["A"] = 1 }),
            new(TableTransactionActionType.UpsertReplace, new TableEntity(key, key + "2") { ["A"] = 1 }),
        ]);
        await Table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.UpdateMerge, new TableEntity(key, key) { ["B"] = 2 }),
            new(TableTransactionActionType.Delete, new TableEntity(key, key + "2")),
        ]);

        var row = (await Table.QueryAsync<TableEntity>().ToListAsync()).Single();
        Assert.Equal((key, key, 1, 2), (row.PartitionKey, row.RowKey, row.GetInt32("A"), row.GetInt32("B")));
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a#b")]
    [InlineData("a?b")]
    [InlineData("a\nb")]
    public async Task A_key_the_service_does_not_allow_is_refused_before_it_is_sent(string key)
    {
        var add = await Assert.ThrowsAsync<RequestFailedException>(() => Table.AddEntityAsync(new TableEntity("p", key)));
        var transaction = await Assert.ThrowsAsync<TableTransactionFailedException>(() => Table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Delete, new TableEntity("p", "fine")),
            new(TableTransactionActionType.Delete, new TableEntity("p", key)),
        ]));
        var read = await Assert.ThrowsAsync<RequestFailedException>(() => Table.GetEntityIfExistsAsync<TableEntity>("p", key));
        var delete = await Assert.ThrowsAsync<RequestFailedException>(() => Table.DeleteEntityAsync(key, "r"));

        Assert.All(
            (RequestFailedException[])[add, transaction, read, delete],
            e => Assert.Equal((400, "OutOfRangeInput"), (e.Status, e.ErrorCode)));
        Assert.Equal(1, transaction.FailedTransactionActionIndex);
        Assert.Contains($"U+{(int)key[1]:X4}", add.Message, StringComparison.Ordinal);
    }
}
