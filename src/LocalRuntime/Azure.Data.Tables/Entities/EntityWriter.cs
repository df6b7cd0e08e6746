using System.Text.Encodings.Web;
using System.Text.Json;
using Azure.Data.Tables.Http;

namespace Azure.Data.Tables.Entities;

/// <summary>Writes entities as JSON. Nulls, the version and the time of the last write are left out.</summary>
internal static class EntityWriter
{
    // Escaping for HTML would double the size of most scripts that are not English, and line breaks stay escaped either way:
    // the emulator finds the body of a batch's part by its line.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static void Write(PooledBuffer buffer, ITableEntity entity)
    {
        using var json = new Utf8JsonWriter(buffer, Options);
        json.WriteStartObject();
        if (entity is IDictionary<string, object> properties)
            WriteProperties(json, properties);
        else
            WriteColumns(json, entity);
        json.WriteEndObject();
    }

    private static void WriteProperties(Utf8JsonWriter json, IDictionary<string, object> properties)
    {
        foreach (var (name, value) in properties)
        {
            if (value is not null && name is not (PropertyNames.ODataETag or PropertyNames.Timestamp))
                EdmWriter.Write(json, name, value);
        }
    }

    private static void WriteColumns(Utf8JsonWriter json, ITableEntity entity)
    {
        foreach (var column in EntityShape.Of(entity.GetType()).Written)
        {
            if (column.Get(entity) is { } value)
                EdmWriter.Write(json, column.Name, value);
        }
    }
}
