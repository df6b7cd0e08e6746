namespace Azure.Data.Tables.Entities;

/// <summary>
/// The service's limits for one entity, counted while it is written. The emulator lets most of them pass, and a production would
/// only fail after it was deployed; so they are checked here, with the errors of the service.
/// Source: https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model
/// </summary>
internal struct EntityLimits
{
    public const int MaxEntityBytes = 1024 * 1024;
    public const int MaxProperties = 252;
    public const int MaxTextLength = 32 * 1024;
    public const int MaxBinaryBytes = 64 * 1024;
    public const int MaxKeyLength = 512;
    public const int MaxNameLength = 255;

    private const int EntityOverhead = 4;
    private const int PropertyOverhead = 8;
    private const int LengthOverhead = 4;
    private const int FirstYear = 1601;

    private int _bytes;
    private int _properties;

    /// <summary>Checks one of the two keys and gives its length.</summary>
    /// <exception cref="RequestFailedException">400, with the code the service would answer.</exception>
    public static int CheckKey(string name, string? key)
    {
        if (key is null)
            throw Broken("PropertiesNeedValue", $"{name} is missing.");
        if (key.Length > MaxKeyLength)
            throw Broken("KeyValueTooLarge", $"{name} has {key.Length} characters; at most {MaxKeyLength} fit.");
        foreach (var c in key)
        {
            if (c is '/' or '\\' or '#' or '?' || char.IsControl(c))
            {
                throw Broken(
                    "OutOfRangeInput", $"{name} holds the character U+{(int)c:X4}; keys take no control characters and none of / \\ # ?.");
            }
        }

        return key.Length;
    }

    /// <summary>Counts one more property.</summary>
    /// <exception cref="RequestFailedException">400, with the code the service would answer.</exception>
    public void Add(string name, object value)
    {
        if (name is PropertyNames.PartitionKey or PropertyNames.RowKey)
        {
            _bytes += CheckKey(name, value as string) * sizeof(char);
            return;
        }

        CheckName(name);
        if (++_properties > MaxProperties)
            throw Broken("TooManyProperties", $"An entity takes at most {MaxProperties} properties besides its keys.");

        _bytes += PropertyOverhead + (name.Length * sizeof(char)) + Size(name, value);
        if (_bytes > MaxEntityBytes - EntityOverhead)
            throw Broken("EntityTooLarge", $"With property '{name}' the entity is larger than 1 MiB.");
    }

    private static void CheckName(string name)
    {
        if (name.Length > MaxNameLength)
        {
            throw Broken(
                "PropertyNameTooLong", $"The property name '{name[..16]}…' has {name.Length} characters; at most {MaxNameLength} fit.");
        }

        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsAscii(name[i]) && !char.IsAsciiLetter(name[i]) && name[i] != '_' && (i == 0 || !char.IsAsciiDigit(name[i])))
            {
                throw Broken(
                    "PropertyNameInvalid", $"'{name}' is no property name; it takes letters, digits and _, and starts with no digit.");
            }
        }
    }

    private static int Size(string name, object value) => value switch
    {
        string { Length: > MaxTextLength } text => throw Broken(
            "PropertyValueTooLarge", $"Property '{name}' has {text.Length} characters; at most {MaxTextLength} (64 KB) fit."),
        byte[] { Length: > MaxBinaryBytes } bytes => throw TooManyBytes(name, bytes.Length),
        BinaryData data when data.ToMemory().Length > MaxBinaryBytes => throw TooManyBytes(name, data.ToMemory().Length),
        DateTimeOffset { UtcDateTime.Year: < FirstYear } or DateTime { Year: < FirstYear } => throw Broken(
            "OutOfRangeInput", $"Property '{name}' is a time before {FirstYear}, which the service cannot store."),
        string text => LengthOverhead + (text.Length * sizeof(char)),
        byte[] bytes => LengthOverhead + bytes.Length,
        BinaryData data => LengthOverhead + data.ToMemory().Length,
        Guid => 16,
        bool => sizeof(bool),
        int => sizeof(int),
        _ => sizeof(long),
    };

    private static RequestFailedException TooManyBytes(string name, int bytes) =>
        Broken("PropertyValueTooLarge", $"Property '{name}' has {bytes} bytes; at most {MaxBinaryBytes} fit.");

    private static RequestFailedException Broken(string code, string message) => new(400, message, code, null);
}
