using Azure.Data.Tables.Entities;
using Azure.Data.Tables.Http;
using FsCheck;
using FsCheck.Fluent;

namespace Azure.Data.Tables.Tests.Entities;

/// <summary>Reading what was written, without a service in between.</summary>
public sealed class EntityRoundTripTests
{
    private static readonly DateTimeOffset FirstTime = new(1601, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Any_text_comes_back() =>
        Prop.ForAll<char[]>(characters => Survives(string.Concat(new string(characters).EnumerateRunes()))).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_number_comes_back() =>
        Prop.ForAll<int, long, double>((i, l, d) => Survives(i) && Survives(l) && Survives(d)).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_time_comes_back_to_the_tick() =>
        Prop.ForAll<PositiveInt, PositiveInt>((days, ticks) =>
            Survives(FirstTime.AddDays(days.Get * 100).AddTicks(ticks.Get * 1_234_567L))).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_bytes_and_ids_come_back() =>
        Prop.ForAll<byte[], Guid>((bytes, id) =>
            Survives(id) && Written(bytes).GetBinary("Value").SequenceEqual(bytes)).QuickCheckThrowOnFailure();

    [Fact]
    public void What_is_written_is_ASCII()
    {
        var buffer = new PooledBuffer();

        EntityWriter.Write(buffer, new TableEntity("ü", "日\U0001F99D") { ["Größe"] = "\u2028" });

        Assert.True(System.Text.Ascii.IsValid(buffer.Written.Span));
    }

    private static bool Survives(object value) => Written(value)["Value"].Equals(value);

    private static TableEntity Written(object value)
    {
        var buffer = new PooledBuffer(16);
        EntityWriter.Write(buffer, new TableEntity("p", "r") { ["Before"] = 1, ["Value"] = value, ["After"] = true });
        return EntityReader.Read<TableEntity>(BinaryData.FromBytes(buffer.Written));
    }
}
