using System.Runtime.Serialization;
using Azure;
using Azure.Data.Tables;

namespace AudioFunctions.Sessions;

/// <summary>A row of the index; only the session row tells whether it is valid.</summary>
internal sealed class IndexRow : ITableEntity
{
    public string PartitionKey { get; set; } = SessionIndex.Partition;

    public string RowKey { get; set; } = "";

    public DateTimeOffset? Timestamp { get; set; }

    public ETag ETag { get; set; }

    public string SessionId { get; set; } = "";

    /// <summary>The position in the list.</summary>
    [IgnoreDataMember]
    public string Key => RowKey[^ListedVersion.KeyLength..];

    [IgnoreDataMember]
    public long Ticks => ListedVersion.TicksOf(Key);
}
