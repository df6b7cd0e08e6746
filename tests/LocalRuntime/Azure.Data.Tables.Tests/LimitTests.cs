using AudioFunctions.Testing.Storage;

namespace Azure.Data.Tables.Tests;

public sealed class LimitTests(AzuriteFixture azurite) : TableTest(azurite)
{
    private const int TextLimit = 32 * 1024;

    [Fact]
    public async Task What_is_just_within_the_limits_is_stored()
    {
        var full = new TableEntity(new string('p', 512), new string('r', 512)) { ["Bytes"] = new byte[64 * 1024] };
        for (var i = 0; i < 14; i++)
        {
            full[$"Text{i}"] = new string('ü', TextLimit);
        }

        var wide = new TableEntity("p", "wide");
        for (var i = 0; i < 252; i++)
        {
            wide[$"P{i}"] = i;
        }

        await Table.AddEntityAsync(full);
        await Table.AddEntityAsync(wide);

        TableEntity read = await Table.GetEntityAsync<TableEntity>(full.PartitionKey, full.RowKey);
        Assert.Equal(new string('ü', TextLimit), read.GetString("Text13"));
        Assert.Equal(64 * 1024, read.GetBinary("Bytes")!.Length);
    }

    public static TheoryData<string, TableEntity> TooMuch => new()
    {
        { "PropertyValueTooLarge", new("p", "r") { ["Text"] = new string('a', TextLimit + 1) } },
        { "PropertyValueTooLarge", new("p", "r") { ["Bytes"] = new byte[(64 * 1024) + 1] } },
        { "PropertyValueTooLarge", new("p", "r") { ["Data"] = BinaryData.FromBytes(new byte[(64 * 1024) + 1]) } },
        { "EntityTooLarge", Entity(17, i => new byte[(64 * 1024) - i]) },
        { "TooManyProperties", Entity(253, i => i) },
        { "KeyValueTooLarge", new("p", new string('r', 513)) },
        { "PropertyNameTooLong", new("p", "r") { [new string('n', 256)] = 1 } },
        { "PropertyNameInvalid", new("p", "r") { ["beat-id"] = 1 } },
        { "PropertyNameInvalid", new("p", "r") { ["1st"] = 1 } },
        { "OutOfRangeInput", new("p", "r") { ["Time"] = DateTimeOffset.MinValue } },
    };

    [Theory]
    [MemberData(nameof(TooMuch))]
    public async Task What_breaks_a_limit_of_the_service_is_refused_with_its_error_and_nothing_is_stored(string code, TableEntity entity)
    {
        var add = await Assert.ThrowsAsync<RequestFailedException>(() => Table.AddEntityAsync(entity));
        var upsert = await Assert.ThrowsAsync<RequestFailedException>(() => Table.UpsertEntityAsync(entity));
        var transaction = await Assert.ThrowsAsync<TableTransactionFailedException>(() => Table.SubmitTransactionAsync(
            [new(TableTransactionActionType.Add, new TableEntity("p", "fine")), new(TableTransactionActionType.Add, entity)]));

        Assert.Equal((400, code), (add.Status, add.ErrorCode));
        Assert.Equal((400, code), (upsert.Status, upsert.ErrorCode));
        Assert.Equal((400, code, 1), (transaction.Status, transaction.ErrorCode, transaction.FailedTransactionActionIndex));
        Assert.Empty(await Table.QueryAsync<TableEntity>().ToListAsync());
    }

    [Fact]
    public async Task A_request_beyond_4_MiB_is_refused_and_nothing_is_stored()
    {
        var actions = Enumerable.Range(0, 5).Select(i => new TableTransactionAction(
            TableTransactionActionType.Add, Entity(13, _ => new byte[64 * 1024], $"r{i}")));

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => Table.SubmitTransactionAsync(actions));

        Assert.Equal((413, "RequestBodyTooLarge"), (failure.Status, failure.ErrorCode));
        Assert.Empty(await Table.QueryAsync<TableEntity>().ToListAsync());
    }

    private static TableEntity Entity(int properties, Func<int, object> value, string row = "r")
    {
        var entity = new TableEntity("p", row);
        for (var i = 0; i < properties; i++)
        {
            entity[$"P{i}"] = value(i);
        }

        return entity;
    }
}
