using AudioFunctions.Storage;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;

namespace AudioFunctions.Speech.Rates;

/// <summary>
/// The measured speed and price of voices: running sums in table <c>SpeechRates</c>, with a partition for each provider and model and a row
/// for each voice. Every write depends on the ETag of the row that was read. Only estimates use them: a sample that can't be written is lost.
/// </summary>
public sealed partial class SpeechRateStore(TableServiceClient tables, ILogger<SpeechRateStore> logger)
{
    public const string TableName = "SpeechRates";

    private readonly TableClient _table = tables.GetTableClient(TableName);
    private readonly TableReadiness _ready = new(tables, TableName);

    public async Task<SpeechRates> ReadAsync(string provider, string model, CancellationToken cancellationToken)
    {
        await _ready.EnsureAsync(cancellationToken);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {SpeechRateRow.Partition(provider, model)}");
        var rows = _table.QueryAsync<SpeechRateRow>(filter, cancellationToken: cancellationToken);
        return new SpeechRates(await rows.Select(row => row.Sample(model)).ToListAsync(cancellationToken));
    }

    /// <summary>Adds the samples of a new take. Call it once per take; a failure of the storage account is only logged.</summary>
    public async Task AddAsync(string provider, IReadOnlyList<SpeechSample> samples, CancellationToken cancellationToken)
    {
        try
        {
            await _ready.EnsureAsync(cancellationToken);
            foreach (var sample in samples)
                await AddAsync(SpeechRateRow.Partition(provider, sample.Model), sample, cancellationToken);
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            SampleLost(logger, provider, StorageFailure.Describe(failure));
        }
    }

    private Task AddAsync(string partition, SpeechSample sample, CancellationToken cancellationToken) =>
        StorageConflict.RetryOnConflictAsync(async () =>
        {
            var found = await _table.GetEntityIfExistsAsync<SpeechRateRow>(
                partition, SpeechRateRow.Key(sample.Voice), cancellationToken: cancellationToken);
            var row = found.HasValue ? found.Value! : SpeechRateRow.Of(partition, sample.Voice);
            row.Add(sample.Totals);
            if (found.HasValue)
                await _table.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, cancellationToken);
            else
                await _table.AddEntityAsync(row, cancellationToken);
        });

    [LoggerMessage(
        210, LogLevel.Warning, "Could not store the speech rates of a take by {Provider}; estimates don't include it: {Reason}")]
    private static partial void SampleLost(ILogger logger, string provider, string reason);
}
