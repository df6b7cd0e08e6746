using System.Diagnostics.CodeAnalysis;

namespace Microsoft.DurableTask;

/// <summary>
/// Turns inputs, outputs, event payloads and custom statuses into the text that history keeps, and back. Null stays null.
/// </summary>
public abstract class DataConverter
{
    [return: NotNullIfNotNull(nameof(value))]
    public abstract string? Serialize(object? value);

    [return: NotNullIfNotNull(nameof(data))]
    public abstract object? Deserialize(string? data, Type targetType);

    [return: NotNullIfNotNull(nameof(data))]
    public virtual T? Deserialize<T>(string? data) => Deserialize(data, typeof(T)) is { } value ? (T)value : default;
}
