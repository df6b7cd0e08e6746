using System.Text;
using Azure.Core.Serialization;
using Microsoft.DurableTask;

namespace LocalRuntime.Functions.Durable;

/// <summary>JSON that came over HTTP and goes into history as it is.</summary>
internal sealed record RawJson(string Text);

/// <summary>Durable payloads through the worker's serializer, as in the official worker.</summary>
internal sealed class SerializerConverter(ObjectSerializer serializer) : DataConverter
{
    public override string? Serialize(object? value) => value switch
    {
        null => null,
        RawJson json => json.Text,
        _ => serializer.Serialize(value, value.GetType(), CancellationToken.None).ToString(),
    };

    public override object? Deserialize(string? data, Type targetType)
    {
        if (data is null)
            return null;

        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(data), writable: false);
        return serializer.Deserialize(stream, targetType, CancellationToken.None);
    }
}
