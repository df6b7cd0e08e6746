using System.Diagnostics;
using System.Globalization;
using AudioFunctions.Sessions;
using AudioFunctions.Sessions.Listing;
using AudioFunctions.Testing.Storage;
using Azure.Core;
using Azure.Data.Tables;

namespace AudioFunctions.Benchmarks.Sessions;

/// <summary>
/// What a page of <c>GET sessions</c> costs when there are more and more sessions. Requests, rows and bytes must not grow. The time is set
/// against that of the bare query for the same rows on the same storage in the same run: Azurite answers any query by looking through the
/// whole table, so there it grows, and what must not grow is what the product adds. On a storage that finds keys by their order, as Azure
/// does, the time itself must not grow.
/// </summary>
public static class SessionListBenchmark
{
    private const int Limit = 20;
    private const int Runs = 9;
    private static readonly int[] Sizes = [100, 1_000, 10_000, 100_000];

    public static async Task RunAsync(TextWriter output, CancellationToken cancellationToken)
    {
        await output.WriteLineAsync($"pages of {Limit}, medians of {Runs}");
        await output.WriteLineAsync("storage   sessions   page                 requests   rows    bytes   ms/page   of it bare query   product");
        foreach (var size in Sizes)
        {
            await using var azurite = await AzuriteServer.StartAsync(cancellationToken);
            var sessions = await SeededSessions.AddToAsync(azurite, size, cancellationToken);
            await MeasureAsync(output, "Azurite", size, azurite.ConnectionString, cancellationToken);
            await azurite.StopAsync();
            await using var ordered = await OrderedTables.StartAsync(sessions, cancellationToken);
            await MeasureAsync(output, "ordered", size, ordered.ConnectionString, cancellationToken);
        }
    }

    private static async Task MeasureAsync(
        TextWriter output, string storage, int size, string connectionString, CancellationToken cancellationToken)
    {
        var meter = new StorageMeter();
        var options = new TableClientOptions();
        options.AddPolicy(meter, HttpPipelinePosition.PerRetry);
        var tables = new TableServiceClient(connectionString, options);
        var list = new SessionList(tables, TimeProvider.System);
        var all = new SessionQuery(Limit, null, null);
        (string Name, SessionQuery Query, int Skip)[] pages =
        [
            ("first", all, 0),
            ("deep inside", all, size / 2),
            ("of a project", all with { ProjectName = SeededSessions.Project(3) }, 0),
            ("of a status", all with { Status = SessionStatus.Completed }, 0),
            ("of both, deep", all with { ProjectName = SeededSessions.Project(3), Status = SessionStatus.Completed }, size / 100),
        ];
        foreach (var (name, query, skip) in pages)
        {
            var from = skip == 0 ? null : await PositionAsync(tables, query, skip, cancellationToken);
            var cost = await CostAsync(meter, list, query, from, cancellationToken);
            var bare = await MedianAsync(() => BareQueryAsync(tables, query, from?.AfterKey, cancellationToken));
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{storage,-7}   {size,8:N0}   {name,-18}   {cost.Requests,8}   {cost.Rows,4}   {cost.Bytes,6:N0}   {cost.Elapsed,7:F1}   {bare,16:F1}   {cost.Elapsed - bare,7:F1}"));
        }
    }

    private static async Task<Cost> CostAsync(
        StorageMeter meter, SessionList list, SessionQuery query, ListPosition? from, CancellationToken cancellationToken)
    {
        var page = await ReadAsync();
        meter.Reset();
        await ReadAsync();
        var (requests, rows, bytes) = (meter.Requests, meter.Rows, meter.Bytes);
        var elapsed = await MedianAsync(ReadAsync);
        return page.Sessions.Count == 0
            ? throw new InvalidOperationException("The page is empty.")
            : new Cost(requests, rows, bytes, elapsed);

        // Productions are asked for by the app, one look-up for each session of the page that is under way, and are not part of this.
        Task<SessionPage> ReadAsync() => list.ReadAsync(query, from, (_, _) => Task.FromResult(false), cancellationToken);
    }

    /// <summary>Where a client is that has paged past so many sessions.</summary>
    private static async Task<ListPosition> PositionAsync(
        TableServiceClient tables, SessionQuery query, int skip, CancellationToken cancellationToken)
    {
        var rows = tables.GetTableClient("SessionIndex").QueryAsync<TableEntity>(SessionIndex.Filter(query.List, ""), 1000, ["RowKey", "SessionId"], cancellationToken);
        var passed = 0;
        await foreach (var row in rows)
        {
            if (++passed == skip)
                return new ListPosition(row.RowKey[^ListedVersion.KeyLength..]);
        }

        throw new InvalidOperationException($"There are only {passed} sessions.");
    }

    private static async Task<int> BareQueryAsync(
        TableServiceClient tables, SessionQuery query, string? after, CancellationToken cancellationToken)
    {
        var filter = SessionIndex.Filter(query.List, after ?? "");
        var pages = tables.GetTableClient("SessionIndex").QueryAsync<TableEntity>(filter, Limit + 1, ["RowKey", "SessionId"], cancellationToken).AsPages();
        await foreach (var page in pages.WithCancellation(cancellationToken))
            return page.Values.Count;
        return 0;
    }

    private static async Task<double> MedianAsync<T>(Func<Task<T>> run)
    {
        var times = new List<double>();
        for (var count = 0; count < Runs; count++)
        {
            var watch = Stopwatch.StartNew();
            await run();
            times.Add(watch.Elapsed.TotalMilliseconds);
        }

        times.Sort();
        return times[Runs / 2];
    }

    /// <param name="Elapsed">In milliseconds.</param>
    private readonly record struct Cost(int Requests, int Rows, long Bytes, double Elapsed);
}
