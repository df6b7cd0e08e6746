using System.Text.Json;

namespace Azure.Data.Tables.Entities;

/// <summary>Reads entities from an answer in the minimal-metadata form.</summary>
internal static class EntityReader
{
    private const int MaxNameLength = 512;

    /// <summary>An answer that is one entity.</summary>
    public static T Read<T>(BinaryData content)
        where T : class, ITableEntity
    {
        var json = new Utf8JsonReader(content);
        json.Read();
        return ReadEntity<T>(ref json);
    }

    /// <summary>An answer of the form <c>{"value":[…]}</c>.</summary>
    public static List<T> ReadPage<T>(BinaryData content)
        where T : class, ITableEntity
    {
        var entities = new List<T>();
        var json = new Utf8JsonReader(content);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isValue = json.ValueTextEquals("value"u8);
            json.Read();
            if (!isValue)
            {
                json.Skip();
                continue;
            }

            while (json.Read() && json.TokenType == JsonTokenType.StartObject)
            {
                entities.Add(ReadEntity<T>(ref json));
            }
        }

        return entities;
    }

    private static T ReadEntity<T>(ref Utf8JsonReader json)
        where T : class, ITableEntity
    {
        if (typeof(T) == typeof(TableEntity))
            return (T)(object)ReadDictionary(ref json);

        var entity = Activator.CreateInstance<T>();
        ReadColumns(ref json, entity);
        return entity;
    }

    private static TableEntity ReadDictionary(ref Utf8JsonReader json)
    {
        var entity = new TableEntity();
        string? announced = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString()!;
            json.Read();
            if (name.EndsWith(PropertyNames.TypeSuffix, StringComparison.Ordinal))
            {
                announced = json.GetString();
            }
            else if (name.StartsWith("odata.", StringComparison.Ordinal) && name != PropertyNames.ODataETag)
            {
                json.Skip();
            }
            else
            {
                entity[name] = EdmReader.Read(ref json, name == PropertyNames.Timestamp ? "Edm.DateTime" : announced);
                announced = null;
            }
        }

        return entity;
    }

    private static void ReadColumns(ref Utf8JsonReader json, ITableEntity entity)
    {
        var shape = EntityShape.Of(entity.GetType());
        Span<char> name = stackalloc char[MaxNameLength];
        string? announced = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            // The service's limit is 255 characters and the suffix; an escaped one may be longer in bytes.
            var length = json.ValueSpan.Length <= MaxNameLength ? json.CopyString(name) : 0;
            json.Read();
            if (name[..length].EndsWith(PropertyNames.TypeSuffix, StringComparison.Ordinal))
            {
                announced = json.GetString();
                continue;
            }

            ReadColumn(ref json, entity, shape.Column(name[..length]), announced);
            announced = null;
        }
    }

    private static void ReadColumn(ref Utf8JsonReader json, ITableEntity entity, EntityColumn? column, string? announced)
    {
        if (column?.Set is null)
        {
            json.Skip();
            return;
        }

        try
        {
            var value = EdmReader.Read(ref json, announced, column.Type);
            if (value is not null || column.AcceptsNull)
                column.Set(entity, value);
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or ArgumentException)
        {
            throw new InvalidOperationException($"Property '{column.Name}' of {entity.GetType()}: {e.Message}", e);
        }
    }
}
