namespace Azure.Data.Tables.Tests.Filters;

public sealed class QueryFilterTests
{
    private static readonly DateTimeOffset Time = new DateTimeOffset(2026, 11, 22, 9, 15, 3, TimeSpan.FromHours(2)).AddTicks(1234567);

    public static TheoryData<object, string> Literals => new()
    {
        { "it's", "'it''s'" },
        { "", "''" },
        { 'x', "'x'" },
        { DayOfWeek.Monday, "'Monday'" },
        { true, "true" },
        { false, "false" },
        { -7, "-7" },
        { (short)7, "7" },
        { long.MinValue, "-9223372036854775808L" },
        { 5.0, "5.0" },
        { -0.1, "-0.1" },
        { 1e300, "1E+300" },
        { 0.5m, "0.5" },
        { Guid.Parse("5A5E8D0E-2F5C-4A0A-9B46-5D3F3E6F8A11"), "guid'5a5e8d0e-2f5c-4a0a-9b46-5d3f3e6f8a11'" },
        { Time, "datetime'2026-11-22T07:15:03.1234567Z'" },
        { Time.UtcDateTime, "datetime'2026-11-22T07:15:03.1234567Z'" },
        { new byte[] { 0, 0xAB }, "X'00ab'" },
        { BinaryData.FromBytes([0xFF]), "X'ff'" },
    };

    [Theory]
    [MemberData(nameof(Literals))]
    public void A_value_becomes_a_literal_of_its_type(object value, string literal) =>
        Assert.Equal($"Some eq {literal} and {{x}}", TableClient.CreateQueryFilter($"Some eq {value} and {{x}}"));

    public static TheoryData<object?> WithoutLiteral => [null, double.NaN, float.PositiveInfinity, TimeSpan.Zero, new object()];

    [Theory]
    [MemberData(nameof(WithoutLiteral))]
    public void A_value_the_service_cannot_compare_is_refused(object? value) =>
        Assert.Throws<ArgumentException>(() => TableClient.CreateQueryFilter($"Some eq {value}"));

    [Fact]
    public void A_value_cannot_leave_its_quotes() =>
        Assert.Equal(
            "PartitionKey eq ''' or ''a'' eq ''a'", TableClient.CreateQueryFilter($"PartitionKey eq {"' or 'a' eq 'a"}"));
}
