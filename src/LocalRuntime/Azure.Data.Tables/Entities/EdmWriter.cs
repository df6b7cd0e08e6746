using System.Globalization;
using System.Text.Json;

namespace Azure.Data.Tables.Entities;

/// <summary>
/// Writes a property as the service's JSON: types JSON lacks are announced by <c>name@odata.type</c> before the value.
/// Source: https://learn.microsoft.com/rest/api/storageservices/payload-format-for-table-service-operations
/// </summary>
internal static class EdmWriter
{
    public const string TimeFormat = "yyyy-MM-ddTHH:mm:ss.fffffffZ";

    /// <exception cref="NotSupportedException">The service has no such type.</exception>
    public static void Write(Utf8JsonWriter json, string name, object value)
    {
        switch (value)
        {
            case string text:
                json.WriteString(name, text);
                break;
            case int number:
                json.WriteNumber(name, number);
                break;
            case bool flag:
                json.WriteBoolean(name, flag);
                break;
            case double number:
                WriteDouble(json, name, number);
                break;
            case Enum constant:
                json.WriteString(name, constant.ToString());
                break;
            case byte[] bytes:
                WriteType(json, name, "Edm.Binary");
                json.WriteBase64String(name, bytes);
                break;
            case BinaryData data:
                WriteType(json, name, "Edm.Binary");
                json.WriteBase64String(name, data);
                break;
            default:
                WriteAnnotatedText(json, name, value);
                break;
        }
    }

    private static void WriteAnnotatedText(Utf8JsonWriter json, string name, object value)
    {
        switch (value)
        {
            case long number:
                WriteType(json, name, "Edm.Int64");
                json.WriteString(name, number.ToString(CultureInfo.InvariantCulture));
                break;
            case Guid guid:
                WriteType(json, name, "Edm.Guid");
                json.WriteString(name, guid);
                break;
            case DateTimeOffset time:
                WriteTime(json, name, time.UtcDateTime);
                break;
            case DateTime { Kind: DateTimeKind.Utc } time:
                WriteTime(json, name, time);
                break;
            case DateTime time:
                throw new NotSupportedException(
                    $"Property '{name}' is a DateTime of kind {time.Kind}; the service stores UTC: use a DateTimeOffset or SpecifyKind.");
            default:
                throw new NotSupportedException($"Property '{name}' is a {value.GetType()}, which the service cannot store.");
        }
    }

    private static void WriteDouble(Utf8JsonWriter json, string name, double number)
    {
        // Without the type, 5.0 would be written as 5 and come back as an int.
        WriteType(json, name, "Edm.Double");
        if (double.IsFinite(number))
            json.WriteNumber(name, number);
        else
            json.WriteString(name, double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity");
    }

    private static void WriteTime(Utf8JsonWriter json, string name, DateTime utc)
    {
        WriteType(json, name, "Edm.DateTime");
        Span<char> text = stackalloc char[28];
        utc.TryFormat(text, out var length, TimeFormat, CultureInfo.InvariantCulture);
        json.WriteString(name, text[..length]);
    }

    private static void WriteType(Utf8JsonWriter json, string name, string type)
    {
        const int MaxNameLength = 255;
        var length = name.Length + PropertyNames.TypeSuffix.Length;
        Span<char> annotation = name.Length <= MaxNameLength ? stackalloc char[length] : new char[length];
        name.CopyTo(annotation);
        PropertyNames.TypeSuffix.CopyTo(annotation[name.Length..]);
        json.WriteString(annotation, type);
    }
}
