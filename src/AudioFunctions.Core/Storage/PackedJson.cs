using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using AudioFunctions.Serialization;
using Azure.Data.Tables;

namespace AudioFunctions.Storage;

/// <summary>Gzipped JSON in properties <c>{name}0</c>, <c>{name}1</c> … of a row, because one string property holds only 32,000 characters.</summary>
internal static class PackedJson
{
    /// <summary>A property holds 64 KiB; an entity up to 1 MiB.</summary>
    private const int ChunkBytes = 60 * 1024;

    public static void Write<T>(TableEntity row, string name, T value)
    {
        for (var index = 0; row.Remove(ChunkName(name, index)); index++)
        {
            // The new value may have fewer chunks.
        }

        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            JsonSerializer.Serialize(gzip, value, ProductJson.Options);

        foreach (var (index, chunk) in packed.ToArray().Chunk(ChunkBytes).Index())
            row[ChunkName(name, index)] = chunk;
    }

    /// <returns>Null if the row has no such value.</returns>
    public static T? Find<T>(TableEntity row, string name)
        where T : class
    {
        using var packed = new MemoryStream();
        for (var index = 0; row.GetBinary(ChunkName(name, index)) is { } chunk; index++)
            packed.Write(chunk);

        if (packed.Length == 0)
            return null;
        packed.Position = 0;
        using var gzip = new GZipStream(packed, CompressionMode.Decompress);
        return JsonSerializer.Deserialize<T>(gzip, ProductJson.Options);
    }

    /// <exception cref="InvalidDataException">The row has no such value.</exception>
    public static T Read<T>(TableEntity row, string name)
        where T : class =>
        Find<T>(row, name) ?? throw new InvalidDataException($"Row {row.PartitionKey}/{row.RowKey} has no {name}.");

    public static bool IsIn(TableEntity row, string name) => row.ContainsKey(ChunkName(name, 0));

    private static string ChunkName(string name, int index) => name + index.ToString(CultureInfo.InvariantCulture);
}
