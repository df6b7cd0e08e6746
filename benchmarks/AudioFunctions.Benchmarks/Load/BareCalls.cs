using System.Diagnostics;
using AudioFunctions.Testing.Storage;
using Azure.Data.Tables;
using Azure.Storage.Queues;

namespace AudioFunctions.Benchmarks.Load;

/// <summary>Storage requests of these kinds, one after the other, from a warm client: what the engine could not go below.</summary>
internal sealed class BareCalls(string connection, IReadOnlyDictionary<StorageCallKind, double> calls)
{
    private const int WarmUps = 20;
    private const int HistoryRows = 50;

    private readonly QueueClient _queue = new(connection, "bare-calls");
    private readonly TableClient _table = new(connection, "BareCalls");
    private int _row;

    /// <returns>Milliseconds for one activity's requests.</returns>
    public async Task<double> MeasureAsync(int times, CancellationToken cancellationToken)
    {
        await _queue.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        await _table.CreateIfNotExistsAsync(cancellationToken);
        for (var row = 0; row < HistoryRows; row++)
            await _table.AddEntityAsync(Row("read"), cancellationToken);
        for (var i = 0; i < WarmUps; i++)
            await RunAsync(cancellationToken);

        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < times; i++)
            await RunAsync(cancellationToken);
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds / times;
    }

    /// <summary>As many of each kind as the engine makes for an activity, rounded.</summary>
    private async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var (kind, count) in calls)
        {
            for (var i = 0; i < (int)Math.Round(count); i++)
                await SendAsync(kind, cancellationToken);
        }
    }

    private async Task SendAsync(StorageCallKind kind, CancellationToken cancellationToken)
    {
        switch (kind)
        {
            case { Service: StorageService.Queue, Method: "POST" }:
                await _queue.SendMessageAsync(new string('m', 1000), cancellationToken);
                break;
            case { Service: StorageService.Queue, Method: "GET" }:
                await _queue.PeekMessagesAsync(1, cancellationToken);
                break;
            case { Service: StorageService.Queue, Method: "DELETE" }:
                // What is deleted has to be got: the GET beside it is one of those counted.
                var message = (await _queue.ReceiveMessageAsync(cancellationToken: cancellationToken)).Value;
                if (message is not null)
                    await _queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, cancellationToken);
                break;
            case { Service: StorageService.Queue }:
                await _queue.GetPropertiesAsync(cancellationToken);
                break;
            case { Service: StorageService.Table, What: "transaction" }:
                await _table.SubmitTransactionAsync(
                    Enumerable.Range(0, 4).Select(_ => new TableTransactionAction(TableTransactionActionType.UpsertReplace, Row("written"))), cancellationToken);
                break;
            case { Service: StorageService.Table, Method: "GET" }:
                await foreach (var _ in _table.QueryAsync<TableEntity>(row => row.PartitionKey == "read", cancellationToken: cancellationToken))
                    continue;
                break;
            case { Service: StorageService.Table }:
                await _table.UpsertEntityAsync(new TableEntity("instance", "row") { ["Text"] = new string('t', 500) }, TableUpdateMode.Merge, cancellationToken);
                break;
            default:
                throw new InvalidOperationException($"The engine asks for {kind}, which isn't known here.");
        }
    }

    private TableEntity Row(string partition) => new(partition, $"{++_row:D8}") { ["EventType"] = "TaskCompleted", ["Result"] = new string('r', 200) };
}
