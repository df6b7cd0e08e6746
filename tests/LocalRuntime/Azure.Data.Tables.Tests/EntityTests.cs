using AudioFunctions.Testing.Storage;

namespace Azure.Data.Tables.Tests;

public sealed class EntityTests(AzuriteFixture azurite) : TableTest(azurite)
{
    private static readonly DateTimeOffset Time = new(2026, 11, 22, 7, 15, 3, TimeSpan.FromHours(2));

    [Fact]
    public async Task Every_type_comes_back_as_it_was()
    {
        var guid = Guid.NewGuid();
        await Table.AddEntityAsync(new TableEntity("p", "r")
        {
            ["Text"] = "Ürsprung \"<&>'\u2028\U0001F99D\n\t\\ \0",
            ["Empty"] = "",
            ["Int"] = int.MinValue,
            ["Long"] = long.MaxValue,
            ["Double"] = 0.1,
            ["WholeDouble"] = 5.0,
            ["HugeDouble"] = double.MaxValue,
            ["NaN"] = double.NaN,
            ["Infinity"] = double.NegativeInfinity,
            ["Flag"] = true,
            ["Guid"] = guid,
            ["Time"] = Time.AddTicks(1234567),
            ["Bytes"] = new byte[] { 0, 1, 254, 255 },
            ["Nothing"] = null,
        });

        TableEntity read = await Table.GetEntityAsync<TableEntity>("p", "r");

        Assert.Equal("Ürsprung \"<&>'\u2028\U0001F99D\n\t\\ \0", read.GetString("Text"));
        Assert.Equal("", read.GetString("Empty"));
        Assert.Equal(int.MinValue, read.GetInt32("Int"));
        Assert.Equal(long.MaxValue, read.GetInt64("Long"));
        Assert.Equal(0.1, read.GetDouble("Double"));
        Assert.Equal(5.0, read.GetDouble("WholeDouble"));
        Assert.Equal(double.MaxValue, read.GetDouble("HugeDouble"));
        Assert.Equal(double.NaN, read.GetDouble("NaN"));
        Assert.Equal(double.NegativeInfinity, read.GetDouble("Infinity"));
        Assert.True(read.GetBoolean("Flag"));
        Assert.Equal(guid, read.GetGuid("Guid"));
        Assert.Equal(Time.AddTicks(1234567), read.GetDateTimeOffset("Time"));
        Assert.Equal(TimeSpan.Zero, read.GetDateTimeOffset("Time")!.Value.Offset);
        Assert.Equal([0, 1, 254, 255], read.GetBinary("Bytes"));
        Assert.False(read.ContainsKey("Nothing"));
    }

    [Fact]
    public async Task Text_beyond_ASCII_survives_however_the_body_is_split_on_its_way()
    {
        var text = string.Concat(Enumerable.Repeat("aü日\U0001F99D", 6000));
        var entity = new TableEntity("p", "r") { ["A"] = text, ["B"] = text, ["C"] = text };

        await Table.AddEntityAsync(entity);
        TableEntity added = await Table.GetEntityAsync<TableEntity>("p", "r");
        await Table.SubmitTransactionAsync([new(TableTransactionActionType.UpsertReplace, entity)]);
        TableEntity replaced = await Table.GetEntityAsync<TableEntity>("p", "r");

        Assert.All((string[])["A", "B", "C"], name => Assert.True(added.GetString(name) == text && replaced.GetString(name) == text));
    }

    [Fact]
    public async Task Adding_twice_is_a_conflict()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r"));

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => Table.AddEntityAsync(new TableEntity("p", "r")));

        Assert.Equal(409, failure.Status);
        Assert.Equal("EntityAlreadyExists", failure.ErrorCode);
    }

    [Fact]
    public async Task A_merge_keeps_what_it_does_not_send_and_a_replace_drops_it()
    {
        await Table.UpsertEntityAsync(new TableEntity("p", "r") { ["A"] = 1, ["B"] = 2 });

        await Table.UpsertEntityAsync(new TableEntity("p", "r") { ["B"] = 3 });
        TableEntity merged = await Table.GetEntityAsync<TableEntity>("p", "r");
        await Table.UpdateEntityAsync(new TableEntity("p", "r") { ["C"] = 4 }, merged.ETag, TableUpdateMode.Replace);
        TableEntity replaced = await Table.GetEntityAsync<TableEntity>("p", "r");

        Assert.Equal((1, 3), (merged.GetInt32("A"), merged.GetInt32("B")));
        Assert.Equal((null, null, 4), (replaced.GetInt32("A"), replaced.GetInt32("B"), replaced.GetInt32("C")));
    }

    [Fact]
    public async Task A_missing_entity_is_an_answer_without_value_or_an_error_as_asked()
    {
        var maybe = await Table.GetEntityIfExistsAsync<TableEntity>("p", "missing");
        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => Table.GetEntityAsync<TableEntity>("p", "missing"));
        var deleted = await Table.DeleteEntityAsync("p", "missing");

        Assert.False(maybe.HasValue);
        Assert.Equal((404, "ResourceNotFound"), (failure.Status, failure.ErrorCode));
        Assert.Equal(404, deleted.Status);
    }
}
