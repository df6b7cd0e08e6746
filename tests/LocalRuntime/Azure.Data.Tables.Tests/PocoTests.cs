using System.Runtime.Serialization;
using AudioFunctions.Testing.Storage;

namespace Azure.Data.Tables.Tests;

public sealed class PocoTests(AzuriteFixture azurite) : TableTest(azurite)
{
    public enum Mood
    {
        Calm,
        Deadpan,
    }

    [Fact]
    public async Task Every_property_type_comes_back_as_it_was()
    {
        var written = new Everything
        {
            PartitionKey = "p",
            RowKey = "r",
            Text = "some",
            Count = -1,
            OptionalCount = 2,
            Ticks = long.MinValue,
            OptionalTicks = 3,
            Ratio = 4,
            OptionalRatio = double.PositiveInfinity,
            Flag = true,
            OptionalFlag = false,
            Id = Guid.NewGuid(),
            OptionalId = Guid.NewGuid(),
            Time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).AddTicks(7),
            OptionalTime = DateTimeOffset.UnixEpoch,
            Utc = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc),
            Bytes = [1, 2],
            Data = BinaryData.FromBytes((byte[])[3, 4]),
            Mood = Mood.Deadpan,
            OptionalMood = Mood.Calm,
            Field = 5,
        };
        await Table.AddEntityAsync(written);

        Everything read = await Table.GetEntityAsync<Everything>("p", "r");

        Assert.NotEqual(default, read.ETag);
        Assert.InRange(read.Timestamp!.Value, DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddMinutes(5));
        Assert.Equal(DateTimeKind.Utc, read.Utc.Kind);
        Assert.Equal([3, 4], read.Data!.ToArray());
        read.ETag = default;
        read.Timestamp = null;
        read.Data = written.Data;
        Assert.Equivalent(written, read, strict: true);
    }

    [Fact]
    public async Task What_is_null_is_neither_stored_nor_overwritten_by_a_merge()
    {
        await Table.AddEntityAsync(new Everything { PartitionKey = "p", RowKey = "r", Text = "kept", OptionalCount = 1 });
        await Table.UpsertEntityAsync(new Everything { PartitionKey = "p", RowKey = "r", OptionalCount = 2 });

        TableEntity stored = await Table.GetEntityAsync<TableEntity>("p", "r");
        Everything read = await Table.GetEntityAsync<Everything>("p", "r");

        Assert.False(stored.ContainsKey(nameof(Everything.OptionalTicks)));
        Assert.Equal(("kept", 2, null), (read.Text, read.OptionalCount, read.OptionalTicks));
    }

    [Fact]
    public async Task Attributes_rename_and_leave_out_and_what_cannot_be_set_is_only_written()
    {
        await Table.AddEntityAsync(new Renamed { PartitionKey = "p", RowKey = "r", Name = "n", Secret = "s" });

        TableEntity stored = await Table.GetEntityAsync<TableEntity>("p", "r");
        Renamed read = await Table.GetEntityAsync<Renamed>("p", "r");

        Assert.Equal(
            ["Computed", "PartitionKey", "RowKey", "Timestamp", "display_name", "odata.etag"],
            stored.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("n", null, 1), (read.Name, read.Secret, read.Computed));
    }

    [Fact]
    public async Task An_enum_is_stored_by_name()
    {
        await Table.AddEntityAsync(new Everything { PartitionKey = "p", RowKey = "r", Mood = Mood.Deadpan });

        TableEntity stored = await Table.GetEntityAsync<TableEntity>("p", "r");

        Assert.Equal("Deadpan", stored.GetString(nameof(Everything.Mood)));
    }

    [Fact]
    public async Task A_stored_value_that_does_not_fit_is_an_error_that_names_the_property()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["Count"] = "no number" });

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => Table.GetEntityAsync<Everything>("p", "r"));

        Assert.Equal(
            $"Property 'Count' of {typeof(Everything)}: The stored value is a System.String and does not fit a System.Int32.",
            failure.Message);
    }

    [Fact]
    public async Task A_type_the_service_cannot_store_is_an_error_that_names_the_property()
    {
        var failure = await Assert.ThrowsAsync<NotSupportedException>(() =>
            Table.AddEntityAsync(new TableEntity("p", "r") { ["Length"] = TimeSpan.FromSeconds(1) }));

        Assert.Equal("Property 'Length' is a System.TimeSpan, which the service cannot store.", failure.Message);
    }

    [Fact]
    public async Task A_local_time_is_refused_because_the_service_stores_utc()
    {
        var failure = await Assert.ThrowsAsync<NotSupportedException>(() =>
            Table.AddEntityAsync(new TableEntity("p", "r") { ["At"] = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Local) }));

        Assert.StartsWith("Property 'At' is a DateTime of kind Local", failure.Message, StringComparison.Ordinal);
    }

    public sealed class Everything : ITableEntity
    {
#pragma warning disable CA1051 // A field is what is tested.
        public int Field;
#pragma warning restore CA1051

        public string PartitionKey { get; set; } = "";

        public string RowKey { get; set; } = "";

        public DateTimeOffset? Timestamp { get; set; }

        public ETag ETag { get; set; }

        public string? Text { get; set; }

        public int Count { get; set; }

        public int? OptionalCount { get; set; }

        public long Ticks { get; set; }

        public long? OptionalTicks { get; set; }

        public double Ratio { get; set; }

        public double? OptionalRatio { get; set; }

        public bool Flag { get; set; }

        public bool? OptionalFlag { get; set; }

        public Guid Id { get; set; }

        public Guid? OptionalId { get; set; }

        public DateTimeOffset Time { get; set; } = DateTimeOffset.UnixEpoch;

        public DateTimeOffset? OptionalTime { get; set; }

        public DateTime Utc { get; set; } = DateTime.UnixEpoch;

        public byte[]? Bytes { get; set; }

        public BinaryData? Data { get; set; }

        public Mood Mood { get; set; }

        public Mood? OptionalMood { get; set; }
    }

    public sealed class Renamed : ITableEntity
    {
        public string PartitionKey { get; set; } = "";

        public string RowKey { get; set; } = "";

        public DateTimeOffset? Timestamp { get; set; }

        public ETag ETag { get; set; }

        [DataMember(Name = "display_name")]
        public string? Name { get; init; }

        [IgnoreDataMember]
        public string? Secret { get; set; }

        public int Computed => 1;
    }
}
