using AudioFunctions.Testing.Storage;

namespace Azure.Data.Tables.Tests;

public sealed class QueryTests(AzuriteFixture azurite) : TableTest(azurite)
{
    private static readonly Guid Id = Guid.Parse("5a5e8d0e-2f5c-4a0a-9b46-5d3f3e6f8a11");
    private static readonly DateTimeOffset Time = new(2026, 11, 22, 7, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_query_follows_the_service_through_all_its_pages()
    {
        await FillAsync(rows: 1100);

        var rows = await Table.QueryAsync<TableEntity>(select: ["RowKey"]).ToListAsync();

        Assert.Equal(Enumerable.Range(0, 1100).Select(Row), rows.Select(r => r.RowKey));
    }

    [Fact]
    public async Task Pages_have_the_size_asked_for_and_can_be_taken_up_again_from_their_token()
    {
        await FillAsync(rows: 25);

        var pages = await Table.QueryAsync<TableEntity>(maxPerPage: 10).AsPages().ToListAsync();
        var rest = await Table.QueryAsync<TableEntity>(maxPerPage: 10).AsPages(pages[0].ContinuationToken, pageSizeHint: 100).ToListAsync();

        Assert.Equal([10, 10, 5], pages.Select(p => p.Values.Count));
        Assert.Null(pages[2].ContinuationToken);
        Assert.Equal(Enumerable.Range(10, 15).Select(Row), Assert.Single(rest).Values.Select(r => r.RowKey));
    }

    [Fact]
    public async Task Pages_continue_across_partitions_and_empty_row_keys()
    {
        foreach (var partition in (string[])["a b", "b'c", "ü"])
        {
            await Table.AddEntityAsync(new TableEntity(partition, ""));
        }

        var rows = await Table.QueryAsync<TableEntity>(maxPerPage: 1).ToListAsync();

        Assert.Equal(["a b", "b'c", "ü"], rows.Select(r => r.PartitionKey));
    }

    public static TheoryData<FormattableString, string> Filters => new()
    {
        { $"PartitionKey eq {"p"} and RowKey ge {"it"}", "it's" },
        { $"Text eq {"O'Brien \"ü\" & 100%"}", "it's" },
        { $"Int eq {42}", "it's" },
        { $"Long eq {4_200_000_000L}", "it's" },
        { $"Double gt {0.25} and Double lt {1.0}", "it's" },
        { $"Flag eq {true}", "it's" },
        { $"Id eq {Id}", "it's" },
        { $"Time ge {Time} and Time lt {Time.AddMilliseconds(1)}", "it's" },
        { $"Bytes eq {new byte[] { 1, 0xAB }}", "it's" },
        { $"not (Int eq {42})", "a" },
        { $"Int eq {7} or RowKey eq {"a"}", "a" },
        { $"Text eq {"nobody"}", "" },
    };

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task A_filter_finds_what_it_says(FormattableString filter, string expected)
    {
        await Table.AddEntityAsync(new TableEntity("p", "a") { ["Int"] = 1, ["Text"] = "a", ["Double"] = 5.0, ["Flag"] = false });
        await Table.AddEntityAsync(new TableEntity("p", "it's")
        {
            ["Text"] = "O'Brien \"ü\" & 100%",
            ["Int"] = 42,
            ["Long"] = 4_200_000_000L,
            ["Double"] = 0.5,
            ["Flag"] = true,
            ["Id"] = Id,
            ["Time"] = Time,
            ["Bytes"] = new byte[] { 1, 0xAB },
        });

        var rows = await Table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter(filter)).ToListAsync();

        Assert.Equal(expected, string.Join(' ', rows.Select(r => r.RowKey)));
    }

    [Fact]
    public async Task A_predicate_is_evaluated_by_the_service()
    {
        await FillAsync(rows: 5);
        var wanted = 2;

        var rows = await Table.QueryAsync<TableEntity>(e => e.PartitionKey == "p" && e.GetInt32("Number") > wanted).ToListAsync();

        Assert.Equal([Row(3), Row(4)], rows.Select(r => r.RowKey));
    }

    [Fact]
    public async Task Only_selected_properties_come_back()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1, ["B"] = 2 });

        TableEntity one = await Table.GetEntityAsync<TableEntity>("p", "r", ["A"]);
        var queried = (await Table.QueryAsync<TableEntity>(select: ["B", "RowKey"]).ToListAsync()).Single();

        Assert.Equal(["A"], one.Keys.Where(k => k != "odata.etag"));
        Assert.Equal(["B", "RowKey"], queried.Keys.Where(k => k != "odata.etag").Order());
    }

    [Fact]
    public async Task A_filter_the_service_cannot_read_is_an_error()
    {
        var failure = await Assert.ThrowsAsync<RequestFailedException>(
            async () => await Table.QueryAsync<TableEntity>("Int eq").ToListAsync());

        Assert.Equal(400, failure.Status);
    }

    [Fact]
    public async Task A_missing_table_is_an_error()
    {
        var missing = new TableClient(Azurite.ConnectionString, "missing");

        var failure = await Assert.ThrowsAsync<RequestFailedException>(async () => await missing.QueryAsync<TableEntity>().ToListAsync());

        Assert.Equal((404, "TableNotFound"), (failure.Status, failure.ErrorCode));
    }

    [Fact]
    public async Task A_query_stops_when_the_token_of_its_call_says_so()
    {
        await FillAsync(rows: 3);
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var row in Table.QueryAsync<TableEntity>(maxPerPage: 1, cancellationToken: stop.Token))
            {
                await stop.CancelAsync();
            }
        });
    }

    [Fact]
    public async Task A_query_stops_when_the_token_of_its_enumeration_says_so()
    {
        await FillAsync(rows: 3);
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var row in Table.QueryAsync<TableEntity>(maxPerPage: 1).WithCancellation(stop.Token))
            {
                await stop.CancelAsync();
            }
        });
    }

    private static string Row(int number) => $"{number:D4}";

    private async Task FillAsync(int rows)
    {
        foreach (var chunk in Enumerable.Range(0, rows).Chunk(100))
        {
            await Table.SubmitTransactionAsync(chunk.Select(i =>
                new TableTransactionAction(TableTransactionActionType.Add, new TableEntity("p", Row(i)) { ["Number"] = i })));
        }
    }
}
