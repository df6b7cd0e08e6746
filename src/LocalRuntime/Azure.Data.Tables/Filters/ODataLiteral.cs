using System.Globalization;
using Azure.Data.Tables.Entities;

namespace Azure.Data.Tables.Filters;

/// <summary>
/// Values as the filter language writes them.
/// Source: https://learn.microsoft.com/rest/api/storageservices/querying-tables-and-entities#constructing-filter-strings
/// </summary>
internal static class ODataLiteral
{
    /// <exception cref="ArgumentException">Null, NaN, an infinity, or a type the service does not store.</exception>
    public static string Of(object? value) => value switch
    {
        string text => Quoted(text),
        bool flag => flag ? "true" : "false",
        sbyte or byte or short or ushort or int => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
        uint or long or ulong => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture) + "L",
        float number => Double(number),
        double number => Double(number),
        decimal number => Double((double)number),
        Guid guid => $"guid'{guid:D}'",
        DateTimeOffset time => Time(time.UtcDateTime),
        DateTime { Kind: DateTimeKind.Local } time => Time(time.ToUniversalTime()),
        DateTime time => Time(time),
        byte[] bytes => Binary(bytes),
        BinaryData data => Binary(data.ToMemory().Span),
        Enum or char => Quoted(value.ToString()!),
        null => throw new ArgumentException("A filter cannot compare with null: the service does not store it."),
        _ => throw new ArgumentException($"A filter cannot compare with a {value.GetType()}."),
    };

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Double(double number)
    {
        if (!double.IsFinite(number))
            throw new ArgumentException("A filter cannot compare with NaN or an infinity.");

        var text = number.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().ContainsAny('.', 'E') ? text : text + ".0";
    }

    private static string Time(DateTime utc) => $"datetime'{utc.ToString(EdmWriter.TimeFormat, CultureInfo.InvariantCulture)}'";

    private static string Binary(ReadOnlySpan<byte> bytes) => $"X'{Convert.ToHexStringLower(bytes)}'";
}
