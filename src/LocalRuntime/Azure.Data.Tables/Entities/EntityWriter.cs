using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Azure.Data.Tables.Http;

namespace Azure.Data.Tables.Entities;

/// <summary>Writes entities as JSON. Nulls, the version and the time of the last write are left out.</summary>
internal static class EntityWriter
{
    private static readonly JsonWriterOptions Compact = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private static readonly JsonWriterOptions AsciiOnly = new()
    {
        Encoder = JavaScriptEncoder.Default,
        SkipValidation = true,
    };

    /// <exception cref="RequestFailedException">400 where the entity breaks one of the <see cref="EntityLimits"/>.</exception>
    /// <exception cref="NotSupportedException">A value is of a type the service cannot store.</exception>
    public static void Write(PooledBuffer buffer, ITableEntity entity)
    {
        var start = buffer.Length;
        Write(buffer, entity, Compact);

        // Azurite decodes a body chunk by chunk, so a character of several bytes that falls on a border would be lost.
        // Escapes have no such characters; but they triple the size of a quote, so only text that needs them pays.
        if (Ascii.IsValid(buffer.Written.Span[start..]))
            return;
        buffer.Truncate(start);
        Write(buffer, entity, AsciiOnly);
    }

    private static void Write(PooledBuffer buffer, ITableEntity entity, JsonWriterOptions options)
    {
        using var json = new Utf8JsonWriter(buffer, options);
        json.WriteStartObject();
        if (entity is IDictionary<string, object> properties)
            WriteProperties(json, properties);
        else
            WriteColumns(json, entity);
        json.WriteEndObject();
    }

    private static void WriteProperties(Utf8JsonWriter json, IDictionary<string, object> properties)
    {
        var limits = new EntityLimits();
        foreach (var (name, value) in properties)
        {
            if (value is null || name is PropertyNames.ODataETag or PropertyNames.Timestamp)
                continue;
            limits.Add(name, value);
            EdmWriter.Write(json, name, value);
        }
    }

    private static void WriteColumns(Utf8JsonWriter json, ITableEntity entity)
    {
        var limits = new EntityLimits();
        foreach (var column in EntityShape.Of(entity.GetType()).Written)
        {
            if (column.Get(entity) is not { } value)
                continue;
            limits.Add(column.Name, value);
            EdmWriter.Write(json, column.Name, value);
        }
    }
}
