using Azure.Core;
using Azure.Data.Tables.Entities;

namespace Azure.Data.Tables.Http;

/// <summary>A query's entities. The continuation is the next partition and row as the service wrote them, joined by one space.</summary>
internal sealed class EntityPages<T>(
    TableRequests requests, string table, string? filter, int? maxPerPage, string? select, CancellationToken cancellationToken)
    : ServicePages<T>(maxPerPage, cancellationToken)
    where T : class, ITableEntity
{
    private const string NextPartitionKey = "x-ms-continuation-NextPartitionKey";
    private const string NextRowKey = "x-ms-continuation-NextRowKey";

    protected override async Task<Page<T>> PageAsync(string? continuationToken, string? top, CancellationToken cancellationToken)
    {
        var next = continuationToken?.Split(' ', 2);
        var address = TableAddress.WithQuery(
            requests.Address.Query(table),
            ("$filter", filter),
            ("$select", select),
            ("$top", top),
            ("NextPartitionKey", next?[0]),
            ("NextRowKey", next is [_, var row] ? row : null));
        using var message = requests.Message(RequestMethod.Get, address, TableRequests.MinimalMetadata, Success.Found);
        var response = await requests.SendAsync(message, cancellationToken);
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
