// The official assembly carries no nullability; annotating here would reject entities that compile against it.
#nullable disable annotations
namespace Azure.Data.Tables;

/// <summary>What every entity carries: its two keys, the service's time of the last write, and its version.</summary>
public interface ITableEntity
{
    string PartitionKey { get; set; }

    string RowKey { get; set; }

    /// <summary>Set by the service; ignored on writes.</summary>
    DateTimeOffset? Timestamp { get; set; }

    /// <summary>The version that was read. A write only compares it where it is passed along once more.</summary>
    ETag ETag { get; set; }
}
