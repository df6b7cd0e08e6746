using System.Text.Json;
using Azure.Core;
using Azure.Data.Tables.Models;

namespace Azure.Data.Tables.Http;

/// <summary>An account's tables.</summary>
internal sealed class TablePages(TableRequests requests, string? filter, int? maxPerPage, CancellationToken cancellationToken)
    : ServicePages<TableItem>(maxPerPage, cancellationToken)
{
    private const string NextTableName = "x-ms-continuation-NextTableName";

    protected override async Task<Page<TableItem>> PageAsync(string? continuationToken, string? top, CancellationToken cancellationToken)
    {
        var address = TableAddress.WithQuery(
            requests.Address.Tables, ("$filter", filter), ("$top", top), ("NextTableName", continuationToken));
        using var message = requests.Message(RequestMethod.Get, address, TableRequests.NoMetadata, Success.Found);
        var response = await requests.SendAsync(message, cancellationToken);
        return Page<TableItem>.FromValues(
            Items(response.Content), response.Headers.TryGetValue(NextTableName, out var next) ? next : null, response);
    }

    private static List<TableItem> Items(BinaryData content)
    {
        using var document = JsonDocument.Parse(content);
        var tables = document.RootElement.GetProperty("value").EnumerateArray();
        return [.. tables.Select(table => new TableItem(table.GetProperty("TableName").GetString()!))];
    }
}
