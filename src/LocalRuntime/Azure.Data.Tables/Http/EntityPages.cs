using Azure.Core;
using Azure.Data.Tables.Entities;

namespace Azure.Data.Tables.Http;

/// <summary>
/// A query's pages. The service may end a page early, even without a single entity; only the absence of continuation headers ends the query.
/// </summary>
internal sealed class EntityPages<T>(
    TableRequests requests, string table, string? filter, int? maxPerPage, string? select, CancellationToken cancellationToken)
    : AsyncPageable<T>(cancellationToken)
    where T : class, ITableEntity
{
    private const string NextPartitionKey = "x-ms-continuation-NextPartitionKey";
    private const string NextRowKey = "x-ms-continuation-NextRowKey";

    /// <param name="continuationToken">The next partition and row as the service wrote them, joined by one space.</param>
    public override async IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
    {
        do
        {
            var page = await PageAsync(continuationToken, pageSizeHint ?? maxPerPage);
            continuationToken = page.ContinuationToken;
            yield return page;
        }
        while (continuationToken is not null);
    }

    private async Task<Page<T>> PageAsync(string? continuationToken, int? pageSize)
    {
        var next = continuationToken?.Split(' ', 2);
        var address = TableAddress.WithQuery(
            requests.Address.Query(table),
            ("$filter", string.IsNullOrEmpty(filter) ? null : filter),
            ("$select", select),
            ("$top", pageSize?.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ("NextPartitionKey", next?[0]),
            ("NextRowKey", next is [_, { Length: > 0 } row] ? row : null));
        using var message = requests.Message(RequestMethod.Get, address, TableRequests.MinimalMetadata, Success.Found);
        var response = await requests.SendAsync(message, CancellationToken);
        return Page<T>.FromValues(EntityReader.ReadPage<T>(response.Content), Continuation(response), response);
    }

    private static string? Continuation(Response response)
    {
        if (!response.Headers.TryGetValue(NextPartitionKey, out var partition))
            return null;

        response.Headers.TryGetValue(NextRowKey, out var row);
        return $"{partition} {row}";
    }
}
