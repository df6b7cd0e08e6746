// The official assembly carries no nullability; annotated type arguments would reject dictionaries that compile against it.
#nullable disable annotations
using System.Collections;
using Azure.Data.Tables.Entities;

namespace Azure.Data.Tables;

/// <summary>
/// An entity as a dictionary. Values are string, int, long, double, bool, Guid, DateTimeOffset, DateTime, byte[] or BinaryData;
/// what comes from the service is one of string, int, long, double, bool, Guid, DateTimeOffset and byte[].
/// The version sits under <c>odata.etag</c>. Not thread-safe.
/// </summary>
public sealed class TableEntity : ITableEntity, IDictionary<string, object>
{
    private readonly Dictionary<string, object> _properties;

    public TableEntity()
    {
        _properties = [];
    }

    public TableEntity(string partitionKey, string rowKey)
        : this()
    {
        PartitionKey = partitionKey;
        RowKey = rowKey;
    }

    public TableEntity(IDictionary<string, object> values)
    {
        _properties = values is null ? [] : new Dictionary<string, object>(values);
    }

    public string PartitionKey
    {
        get => GetString(PropertyNames.PartitionKey);
        set => _properties[PropertyNames.PartitionKey] = value;
    }

    public string RowKey
    {
        get => GetString(PropertyNames.RowKey);
        set => _properties[PropertyNames.RowKey] = value;
    }

    public DateTimeOffset? Timestamp
    {
        get => GetDateTimeOffset(PropertyNames.Timestamp);
        set => _properties[PropertyNames.Timestamp] = value;
    }

    public ETag ETag
    {
        get => new(GetString(PropertyNames.ODataETag));
        set => _properties[PropertyNames.ODataETag] = value.ToString();
    }

    public ICollection<string> Keys => _properties.Keys;

    ICollection<object> IDictionary<string, object>.Values => _properties.Values;

    public int Count => _properties.Count;

    bool ICollection<KeyValuePair<string, object>>.IsReadOnly => false;

    /// <summary>
    /// Reading an absent property gives null. Writing keeps the type of a value that is there: an int becomes the long or double it
    /// replaces.
    /// </summary>
    /// <exception cref="InvalidOperationException">The new value does not fit the type of the one that is there.</exception>
    public object this[string key]
    {
        get
        {
            ArgumentException.ThrowIfNullOrEmpty(key);
            return _properties.GetValueOrDefault(key);
        }

        set
        {
            ArgumentException.ThrowIfNullOrEmpty(key);
            _properties[key] = value is not null && _properties.TryGetValue(key, out var existing) && existing is not null
                ? Fitted(key, existing, value)
                : value;
        }
    }

    public string GetString(string key) => (string)Get<string>(key);

    public byte[] GetBinary(string key) => Get<byte[]>(key) switch
    {
        BinaryData data => data.ToArray(),
        var bytes => (byte[])bytes,
    };

    public BinaryData GetBinaryData(string key) => Get<BinaryData>(key) switch
    {
        byte[] bytes => BinaryData.FromBytes(bytes),
        var data => (BinaryData)data,
    };

    public bool? GetBoolean(string key) => (bool?)Get<bool>(key);

    public DateTime? GetDateTime(string key) => Get<DateTime>(key) switch
    {
        DateTimeOffset time => time.UtcDateTime,
        var time => (DateTime?)time,
    };

    public DateTimeOffset? GetDateTimeOffset(string key) => Get<DateTimeOffset>(key) switch
    {
        DateTime time => new DateTimeOffset(time),
        var time => (DateTimeOffset?)time,
    };

    public double? GetDouble(string key) => (double?)Get<double>(key);

    public Guid? GetGuid(string key) => (Guid?)Get<Guid>(key);

    public int? GetInt32(string key) => (int?)Get<int>(key);

    public long? GetInt64(string key) => (long?)Get<long>(key);

    public void Add(string key, object value) => _properties.Add(key, value);

    public bool ContainsKey(string key) => _properties.ContainsKey(key);

    public bool TryGetValue(string key, out object value) => _properties.TryGetValue(key, out value);

    public bool Remove(string key) => _properties.Remove(key);

    public void Clear() => _properties.Clear();

    IEnumerator<KeyValuePair<string, object>> IEnumerable<KeyValuePair<string, object>>.GetEnumerator() => _properties.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _properties.GetEnumerator();

    void ICollection<KeyValuePair<string, object>>.Add(KeyValuePair<string, object> item) => Add(item.Key, item.Value);

    bool ICollection<KeyValuePair<string, object>>.Contains(KeyValuePair<string, object> item) =>
        ((ICollection<KeyValuePair<string, object>>)_properties).Contains(item);

    void ICollection<KeyValuePair<string, object>>.CopyTo(KeyValuePair<string, object>[] array, int arrayIndex) =>
        ((ICollection<KeyValuePair<string, object>>)_properties).CopyTo(array, arrayIndex);

    bool ICollection<KeyValuePair<string, object>>.Remove(KeyValuePair<string, object> item) =>
        ((ICollection<KeyValuePair<string, object>>)_properties).Remove(item);

    private object Get<T>(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        var value = _properties.GetValueOrDefault(key);
        return value is null or T || Interchangeable(typeof(T), value)
            ? value
            : throw new InvalidOperationException($"Property '{key}' is a {value.GetType()}, not a {typeof(T)}.");
    }

    private static bool Interchangeable(Type wanted, object value) =>
        (wanted == typeof(DateTimeOffset) && value is DateTime)
        || (wanted == typeof(DateTime) && value is DateTimeOffset)
        || (wanted == typeof(byte[]) && value is BinaryData)
        || (wanted == typeof(BinaryData) && value is byte[]);

    private static object Fitted(string key, object existing, object value) => (existing, value) switch
    {
        _ when existing.GetType().IsInstanceOfType(value) => value,
        (int, long or double) => value,
        (double, int number) => (double)number,
        (long, int number) => (long)number,
        _ => throw new InvalidOperationException(
            $"Property '{key}' is a {existing.GetType()}; a {value.GetType()} cannot replace it."),
    };
}
