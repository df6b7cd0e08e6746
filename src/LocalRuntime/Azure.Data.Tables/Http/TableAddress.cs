using System.Text;
using Azure.Data.Tables.Entities;

namespace Azure.Data.Tables.Http;

/// <summary>Builds the addresses of the table service below one endpoint.</summary>
internal sealed class TableAddress
{
    private readonly string _base;

    public TableAddress(Uri endpoint)
    {
        Endpoint = endpoint;
        _base = endpoint.GetLeftPart(UriPartial.Path).TrimEnd('/');
    }

    public Uri Endpoint { get; }

    /// <summary>
    /// From the host (<c>name.table.core.windows.net</c>), or, as with the emulator, from the path where the host is an address or a
    /// bare name.
    /// </summary>
    public string AccountName =>
        Endpoint.HostNameType == UriHostNameType.Dns && Endpoint.Host.Contains('.', StringComparison.Ordinal)
            ? Endpoint.Host[..Endpoint.Host.IndexOf('.', StringComparison.Ordinal)]
            : Endpoint.AbsolutePath.Trim('/').Split('/')[0];

    public string Tables => _base + "/Tables";

    public string Batch => _base + "/$batch";

    public string Table(string table) => $"{_base}/Tables('{Uri.EscapeDataString(table)}')";

    public string Entities(string table) => $"{_base}/{Uri.EscapeDataString(table)}";

    public string Query(string table) => Entities(table) + "()";

    /// <exception cref="RequestFailedException">400 where a key cannot exist.</exception>
    public string Entity(string table, string partitionKey, string rowKey) =>
        $"{Entities(table)}({Key(PropertyNames.PartitionKey, partitionKey)},{Key(PropertyNames.RowKey, rowKey)})";

    /// <summary>Appends <c>?name=value&amp;…</c> with the values escaped; null and empty ones are left out.</summary>
    public static string WithQuery(string address, params ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        var text = new StringBuilder(address);
        var separator = '?';
        foreach (var (name, value) in parameters)
        {
            if (string.IsNullOrEmpty(value))
                continue;
            text.Append(separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
            separator = '&';
        }

        return text.ToString();
    }

    private static string Key(string name, string key)
    {
        EntityLimits.CheckKey(name, key);
        return $"{name}='{Uri.EscapeDataString(key.Replace("'", "''", StringComparison.Ordinal))}'";
    }
}
