using System.Security.Cryptography;
using System.Text;
using AudioFunctions.Storage;
using Azure;
using Azure.Data.Tables;

namespace AudioFunctions.Pronunciations;

/// <param name="Version">Null if the project has never had rules.</param>
public sealed record StoredPronunciations(ProjectPronunciations Rules, ETag? Version);

/// <summary>
/// The rules of projects in table <c>Pronunciations</c>, one row per project (PartitionKey <c>project</c>, RowKey a hash of its name). Every
/// write is conditional on the version that was read.
/// </summary>
public sealed class PronunciationStore(TableServiceClient tables)
{
    public const string TableName = "Pronunciations";

    /// <summary>Limits the rules' JSON: compressed it isn't larger, and an entity may have 1 MiB.</summary>
    public const int MaxJsonBytes = 900 * 1024;

    private const string Partition = "project";
    private const string Project = "Project";
    private const string Detail = "Detail";

    private readonly TableClient _table = tables.GetTableClient(TableName);
    private readonly TableReadiness _ready = new(tables, TableName);

    /// <summary>The project's current rules; empty if there are none.</summary>
    public async Task<StoredPronunciations> ReadAsync(string project, CancellationToken cancellationToken)
    {
        await _ready.EnsureAsync(cancellationToken);
        var row = await _table.GetEntityIfExistsAsync<TableEntity>(Partition, KeyOf(project), cancellationToken: cancellationToken);
        return row.HasValue
            ? new StoredPronunciations(PackedJson.Read<ProjectPronunciations>(row.Value!, Detail), row.Value!.ETag)
            : new StoredPronunciations(ProjectPronunciations.None, null);
    }

    /// <inheritdoc cref="ReadAsync"/>
    public async Task<Pronouncer> PronouncerAsync(string project, CancellationToken cancellationToken) =>
        (await ReadAsync(project, cancellationToken)).Rules is { IsEmpty: false } rules ? new Pronouncer(rules) : Pronouncer.None;

    /// <param name="seen">The version to replace; null if there was none.</param>
    /// <returns>The new version, or null if the rules have changed since; then nothing is written.</returns>
    public async Task<ETag?> TryWriteAsync(string project, ProjectPronunciations rules, ETag? seen, CancellationToken cancellationToken)
    {
        await _ready.EnsureAsync(cancellationToken);
        var row = new TableEntity(Partition, KeyOf(project)) { [Project] = project };
        PackedJson.Write(row, Detail, rules);
        try
        {
            var written = seen is { } version
                ? await _table.UpdateEntityAsync(row, version, TableUpdateMode.Replace, cancellationToken)
                : await _table.AddEntityAsync(row, cancellationToken);
            return written.Headers.ETag ?? throw new InvalidOperationException("The storage account returned no ETag for a row it wrote.");
        }
        catch (RequestFailedException changed) when (StorageConflict.Is(changed))
        {
            return null;
        }
    }

    /// <summary>A hash, because a name may have characters that aren't allowed in a key.</summary>
    private static string KeyOf(string project) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(project)));
}
