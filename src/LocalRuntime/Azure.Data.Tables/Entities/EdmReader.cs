using System.Globalization;
using System.Text.Json;

namespace Azure.Data.Tables.Entities;

/// <summary>Reads a property's JSON value by the type the service announced and, for a class, the type of its property.</summary>
internal static class EdmReader
{
    private const DateTimeStyles AsUtc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;

    /// <summary>The value as its announced type, else as what JSON says: string, bool, int where it fits, else double.</summary>
    public static object? Read(ref Utf8JsonReader json, string? edmType) => json.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType.Number when edmType != "Edm.Double" && json.TryGetInt32(out var number) => number,
        JsonTokenType.Number => json.GetDouble(),
        JsonTokenType.String => ReadText(ref json, edmType),
        var token => throw new JsonException($"The service sent a property value that is a {token}."),
    };

    /// <summary>The value as <paramref name="type"/>, which is not a Nullable.</summary>
    public static object? Read(ref Utf8JsonReader json, string? edmType, Type type)
    {
        // The service's own Timestamp comes without its type.
        if (json.TokenType == JsonTokenType.String && edmType is null)
            edmType = AnnouncedAs(type);

        var value = Read(ref json, edmType);
        return value switch
        {
            null => null,
            _ when type.IsInstanceOfType(value) => value,
            string text when type == typeof(ETag) => new ETag(text),
            string text when type.IsEnum => Enum.Parse(type, text),
            int number when type == typeof(double) => (double)number,
            int number when type == typeof(long) => (long)number,
            DateTimeOffset time when type == typeof(DateTime) => time.UtcDateTime,
            byte[] bytes when type == typeof(BinaryData) => BinaryData.FromBytes(bytes),
            _ => throw new InvalidOperationException($"The stored value is a {value.GetType()} and does not fit a {type}."),
        };
    }

    private static object ReadText(ref Utf8JsonReader json, string? edmType) => edmType switch
    {
        null or "Edm.String" => json.GetString()!,
        "Edm.Int64" => long.Parse(json.GetString()!, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
        "Edm.DateTime" => DateTimeOffset.Parse(json.GetString()!, CultureInfo.InvariantCulture, AsUtc),
        "Edm.Guid" => json.GetGuid(),
        "Edm.Binary" => json.GetBytesFromBase64(),
        "Edm.Double" => ParseDouble(json.GetString()!),
        "Edm.Int32" => int.Parse(json.GetString()!, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
        "Edm.Boolean" => bool.Parse(json.GetString()!),
        _ => throw new NotSupportedException($"The service sent a property of the unknown type {edmType}."),
    };

    private static double ParseDouble(string text) => text switch
    {
        "NaN" => double.NaN,
        "Infinity" => double.PositiveInfinity,
        "-Infinity" => double.NegativeInfinity,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    private static string? AnnouncedAs(Type type) =>
        type == typeof(DateTimeOffset) || type == typeof(DateTime) ? "Edm.DateTime"
        : type == typeof(Guid) ? "Edm.Guid"
        : type == typeof(long) ? "Edm.Int64"
        : type == typeof(double) ? "Edm.Double"
        : type == typeof(byte[]) || type == typeof(BinaryData) ? "Edm.Binary"
        : null;
}
