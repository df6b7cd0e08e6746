using System.Text.Json;
using Azure.Core;
using Azure.Data.Tables.Models;

namespace Azure.Data.Tables.Http;

/// <summary>An account's tables.</summary>
internal sealed class TablePages(TableRequests requests, string? filter, int? maxPerPage, CancellationToken cancellationToken)
    : AsyncPageable<TableItem>(cancellationToken)
{
    private const string NextTableName = "x-ms-continuation-NextTableName";

    public override async IAsyncEnumerable<Page<TableItem>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
    {
        do
        {
            var page = await PageAsync(continuationToken, pageSizeHint ?? maxPerPage);
            continuationToken = page.ContinuationToken;
            yield return page;
        }
        while (continuationToken is not null);
    }

    private async Task<Page<TableItem>> PageAsync(string? continuationToken, int? pageSize)
    {
        var address = TableAddress.WithQuery(
            requests.Address.Tables,
            ("$filter", string.IsNullOrEmpty(filter) ? null : filter),
            ("$top", pageSize?.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ("NextTableName", continuationToken));
        using var message = requests.Message(RequestMethod.Get, address, TableRequests.NoMetadata, Success.Found);
        var response = await requests.SendAsync(message, CancellationToken);
        return Page<TableItem>.FromValues(
            Items(response.Content), response.Headers.TryGetValue(NextTableName, out var next) ? next : null, response);
    }

    private static List<TableItem> Items(BinaryData content)
    {
        using var document = JsonDocument.Parse(content);
        return [.. document.RootElement.GetProperty("value").EnumerateArray().Select(t => new TableItem(t.GetProperty("TableName").GetString()!))];
    }
}
