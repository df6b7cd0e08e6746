namespace Azure.Data.Tables.Tests.Entities;

public sealed class TableEntityTests
{
    private static readonly DateTimeOffset Time = new(2026, 11, 22, 9, 0, 0, TimeSpan.FromHours(2));

    [Fact]
    public void Keys_version_and_time_are_entries_like_any_other()
    {
        var entity = new TableEntity("p", "r") { ETag = new ETag("W/\"1\""), Timestamp = Time };

        Assert.Equal(["PartitionKey", "RowKey", "odata.etag", "Timestamp"], entity.Keys);
        Assert.Equal(("p", "r"), ((string)entity["PartitionKey"], (string)entity["RowKey"]));
        Assert.Equal((new ETag("W/\"1\""), Time), (entity.ETag, entity.Timestamp));
    }

    [Fact]
    public void What_is_absent_or_null_reads_as_null()
    {
        var entity = new TableEntity { ["Null"] = null };

        Assert.All((string[])["Null", "Absent"], name =>
        {
            Assert.Null(entity[name]);
            Assert.Null(entity.GetString(name));
            Assert.Null(entity.GetInt32(name));
            Assert.Null(entity.GetInt64(name));
            Assert.Null(entity.GetDouble(name));
            Assert.Null(entity.GetBoolean(name));
            Assert.Null(entity.GetGuid(name));
            Assert.Null(entity.GetDateTimeOffset(name));
            Assert.Null(entity.GetDateTime(name));
            Assert.Null(entity.GetBinary(name));
            Assert.Null(entity.GetBinaryData(name));
        });
        Assert.Equal(default, entity.ETag);
    }

    [Fact]
    public void Times_and_bytes_can_be_read_in_either_of_their_forms()
    {
        var entity = new TableEntity
        {
            ["Offset"] = Time,
            ["Utc"] = Time.UtcDateTime,
            ["Bytes"] = new byte[] { 1 },
            ["Data"] = BinaryData.FromBytes([2]),
        };

        Assert.Equal((Time.UtcDateTime, DateTimeKind.Utc), (entity.GetDateTime("Offset"), entity.GetDateTime("Offset")!.Value.Kind));
        Assert.Equal(Time, entity.GetDateTimeOffset("Utc"));
        Assert.Equal([1], entity.GetBinaryData("Bytes")!.ToArray());
        Assert.Equal([2], entity.GetBinary("Data"));
    }

    [Fact]
    public void A_getter_of_another_type_is_a_mistake_that_names_the_property()
    {
        var entity = new TableEntity { ["Count"] = 1 };

        var failure = Assert.Throws<InvalidOperationException>(() => entity.GetInt64("Count"));

        Assert.Equal("Property 'Count' is a System.Int32, not a System.Int64.", failure.Message);
    }

    [Fact]
    public void A_new_value_keeps_the_type_of_the_one_it_replaces()
    {
        var entity = new TableEntity { ["Long"] = 1L, ["Double"] = 1.0, ["Int"] = 1, ["Text"] = "a" };

        entity["Long"] = 2;
        entity["Double"] = 2;
        entity["Int"] = 2L;

        Assert.Equal([2L, 2.0, 2L], [entity["Long"], entity["Double"], entity["Int"]]);
        Assert.Throws<InvalidOperationException>(() => entity["Text"] = 1);
    }

    [Fact]
    public void A_copy_of_a_dictionary_is_its_own()
    {
        var values = new Dictionary<string, object> { ["PartitionKey"] = "p", ["A"] = 1 };

        var entity = new TableEntity(values) { ["A"] = 2 };

        Assert.Equal(("p", 1, 2), (entity.PartitionKey, values["A"], entity["A"]));
    }
}
