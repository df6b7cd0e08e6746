using AudioFunctions.Scripts;
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
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition(provider, model)}");
        var rows = _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken);
        return new SpeechRates(await rows.Select(row => new SpeechSample(Voice(row), model, Totals(row))).ToListAsync(cancellationToken));
    }

    /// <summary>Adds the samples of a new take. Call it once per take; a failure of the storage account is only logged.</summary>
    public async Task AddAsync(string provider, IReadOnlyList<SpeechSample> samples, CancellationToken cancellationToken)
    {
        try
        {
            await _ready.EnsureAsync(cancellationToken);
            foreach (var sample in samples)
                await AddAsync(Partition(provider, sample.Model), sample, cancellationToken);
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            SampleLost(logger, provider, StorageFailure.Describe(failure));
        }
    }

    private Task AddAsync(string partition, SpeechSample sample, CancellationToken cancellationToken) =>
        StorageConflict.RetryOnConflictAsync(async () =>
        {
            var found = await _table.GetEntityIfExistsAsync<TableEntity>(partition, Key(sample.Voice), cancellationToken: cancellationToken);
            if (found.HasValue)
                await _table.UpdateEntityAsync(Row(found.Value!, sample), found.Value!.ETag, TableUpdateMode.Replace, cancellationToken);
            else
                await _table.AddEntityAsync(Row(new TableEntity(partition, Key(sample.Voice)), sample), cancellationToken);
        });

    private static TableEntity Row(TableEntity row, SpeechSample sample)
    {
        var totals = (Totals(row) + sample.Totals).Aged();
        row[nameof(RatedVoice.Character)] = sample.Voice.Character;
        row[nameof(RatedVoice.VoiceId)] = sample.Voice.VoiceId;
        row[nameof(RatedVoice.PauseMode)] = sample.Voice.PauseMode.ToString();
        row[nameof(SpeechTotals.SpeechMs)] = totals.SpeechMs;
        row[nameof(SpeechTotals.Characters)] = totals.Characters;
        row[nameof(SpeechTotals.Credits)] = totals.Credits;
        row[nameof(SpeechTotals.BilledCharacters)] = totals.BilledCharacters;
        return row;
    }

    private static RatedVoice Voice(TableEntity row) => new(
        row.GetString(nameof(RatedVoice.Character)) ?? "",
        row.GetString(nameof(RatedVoice.VoiceId)) ?? "",
        Enum.TryParse<PauseMode>(row.GetString(nameof(RatedVoice.PauseMode)), out var mode) ? mode : PauseMode.Add);

    private static SpeechTotals Totals(TableEntity row) => new(
        row.GetDouble(nameof(SpeechTotals.SpeechMs)) ?? 0,
        row.GetDouble(nameof(SpeechTotals.Characters)) ?? 0,
        row.GetDouble(nameof(SpeechTotals.Credits)) ?? 0,
        row.GetDouble(nameof(SpeechTotals.BilledCharacters)) ?? 0);

    private static string Partition(string provider, string model) => $"{provider} {model}";

    private static string Key(RatedVoice voice) => $"{voice.Character} {voice.VoiceId} {voice.PauseMode}";

    [LoggerMessage(
        210, LogLevel.Warning, "Could not store the speech rates of a take by {Provider}; estimates don't include it: {Reason}")]
    private static partial void SampleLost(ILogger logger, string provider, string reason);
}
