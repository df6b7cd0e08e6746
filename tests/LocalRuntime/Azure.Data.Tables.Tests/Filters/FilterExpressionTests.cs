using System.Linq.Expressions;
using System.Runtime.Serialization;

namespace Azure.Data.Tables.Tests.Filters;

public sealed class FilterExpressionTests
{
    private static readonly string Captured = "it's";
    private static readonly int Number = 5;

    public static TheoryData<Expression<Func<Take, bool>>, string> Predicates => new()
    {
        { t => t.PartitionKey == Captured, "PartitionKey eq 'it''s'" },
        { t => t.Count != 3, "Count ne 3" },
        { t => 3 < t.Count, "Count gt 3" },
        { t => t.Total >= Number, "Total ge 5L" },
        { t => t.Ratio < Number, "Ratio lt 5.0" },
        { t => t.Kind == DayOfWeek.Monday, "Kind eq 'Monday'" },
        { t => t.Optional == 7, "Optional eq 7" },
        { t => t.Optional!.Value <= 7, "Optional le 7" },
        { t => t.Flag, "Flag eq true" },
        { t => !t.Flag && (t.Count == 1 || t.Count == 2), "(not (Flag eq true)) and ((Count eq 1) or (Count eq 2))" },
        { t => t.Name == "x", "display_name eq 'x'" },
        { t => t.RowKey.CompareTo("a" + Number) >= 0, "RowKey ge 'a5'" },
        { t => string.Compare(t.RowKey, "b") < 0, "RowKey lt 'b'" },
        { t => t.Time > DateTimeOffset.UnixEpoch, "Time gt datetime'1970-01-01T00:00:00.0000000Z'" },
    };

    [Theory]
    [MemberData(nameof(Predicates))]
    public void A_predicate_becomes_a_filter(Expression<Func<Take, bool>> predicate, string filter) =>
        Assert.Equal(filter, TableClient.CreateQueryFilter(predicate));

    [Fact]
    public void An_entity_without_a_class_is_asked_through_its_getters_and_indexer() =>
        Assert.Equal(
            "(Count gt 5) and (Name eq 'x')",
            TableClient.CreateQueryFilter<TableEntity>(e => e.GetInt32("Count") > Number && (string)e["Name"] == "x"));

    public static TheoryData<Expression<Func<Take, bool>>> Impossible =>
        [t => t.Name!.StartsWith('x'), t => t.Count == t.Total, t => t.Name!.Length == 3, t => t.Count + 1 == 3];

    [Theory]
    [MemberData(nameof(Impossible))]
    public void What_the_service_cannot_evaluate_is_refused(Expression<Func<Take, bool>> predicate) =>
        Assert.Throws<NotSupportedException>(() => TableClient.CreateQueryFilter(predicate));

    public sealed class Take : ITableEntity
    {
        public string PartitionKey { get; set; } = "";

        public string RowKey { get; set; } = "";

        public DateTimeOffset? Timestamp { get; set; }

        public ETag ETag { get; set; }

        public int Count { get; set; }

        public long Total { get; set; }

        public double Ratio { get; set; }

        public int? Optional { get; set; }

        public bool Flag { get; set; }

        public DayOfWeek Kind { get; set; }

        public DateTimeOffset Time { get; set; }

        [DataMember(Name = "display_name")]
        public string? Name { get; set; }
    }
}
