using System.Diagnostics.Tracing;
using AudioFunctions.Testing.Storage;
using Azure.Core.Diagnostics;

namespace Azure.Data.Tables.Tests;

[Collection(SharedAzurite.Name)]
public sealed class ServiceTests(AzuriteFixture azurite)
{
    private readonly TableServiceClient _service = new(azurite.ConnectionString);

    [Fact]
    public async Task Tables_are_created_listed_and_deleted()
    {
        var prefix = "s" + Guid.NewGuid().ToString("N");
        foreach (var name in (string[])["A", "B", "C"])
        {
            await _service.CreateTableAsync(prefix + name);
        }

        var filter = TableServiceClient.CreateQueryFilter($"TableName ge {prefix} and TableName lt {prefix + 'Z'}");
        var pages = await _service.QueryAsync(filter, maxPerPage: 2).AsPages().ToListAsync();
        foreach (var table in pages.SelectMany(p => p.Values))
        {
            await _service.DeleteTableAsync(table.Name);
        }

        Assert.Equal([[prefix + "A", prefix + "B"], [prefix + "C"]], pages.Select(p => p.Values.Select(t => t.Name)));
        Assert.Equal(404, (await _service.DeleteTableAsync(prefix + "A")).Status);
    }

    [Fact]
    public async Task Creating_a_table_that_exists_is_an_error_only_where_asked_and_logs_none()
    {
        var table = _service.GetTableClient("t" + Guid.NewGuid().ToString("N"));
        var logged = new List<string>();
        using (new AzureEventSourceListener((e, message) => logged.Add(message), EventLevel.Warning))
        {
            Assert.Equal(204, (await table.CreateIfNotExistsAsync()).GetRawResponse().Status);
            Assert.Equal(table.Name, (await table.CreateIfNotExistsAsync()).Value.Name);
            await table.DeleteEntityAsync("p", "missing");
            await table.GetEntityIfExistsAsync<TableEntity>("p", "missing");
        }

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => table.CreateAsync());
        Assert.Equal((409, "TableAlreadyExists"), (failure.Status, failure.ErrorCode));
        Assert.DoesNotContain(logged, message => message.Contains(table.Name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_table_name_the_service_does_not_allow_is_its_error()
    {
        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => _service.CreateTableIfNotExistsAsync("1\"x"));

        Assert.Equal(400, failure.Status);
    }

    [Fact]
    public void A_client_knows_its_account_name_and_address()
    {
        var table = _service.GetTableClient("takes");
        var inCloud = new TableClient(
            new Uri("https://voices.table.core.windows.net/"), "takes", new TableSharedKeyCredential("voices", AzuriteServer.AccountKey));

        Assert.Equal(("devstoreaccount1", "takes"), (table.AccountName, table.Name));
        Assert.Equal(new Uri($"{azurite.Server.TableEndpoint}/takes"), table.Uri);
        Assert.Equal(("voices", new Uri("https://voices.table.core.windows.net/takes")), (inCloud.AccountName, inCloud.Uri));
    }
}
