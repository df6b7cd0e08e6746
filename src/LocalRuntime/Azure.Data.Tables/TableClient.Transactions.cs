using Azure.Core;
using Azure.Data.Tables.Http;
using Azure.Data.Tables.Transactions;

namespace Azure.Data.Tables;

public partial class TableClient
{
    /// <summary>Up to 100 writes of one partition, each of another row, at most 4 MiB together: all take effect, or none.</summary>
    /// <returns>One answer per action, in the order of the actions, with the new version in its ETag header.</returns>
    /// <exception cref="TableTransactionFailedException">An action was refused.</exception>
    /// <exception cref="RequestFailedException">The request as a whole was refused, for example as too large.</exception>
    /// <exception cref="InvalidOperationException">There is no action.</exception>
    public virtual async Task<Response<IReadOnlyList<Response>>> SubmitTransactionAsync(
        IEnumerable<TableTransactionAction> transactionActions, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(transactionActions);
        var actions = transactionActions as IReadOnlyList<TableTransactionAction> ?? [.. transactionActions];
        TransactionRules.Check(actions);

        using var message = Requests.Message(RequestMethod.Post, Requests.Address.Batch, TableRequests.NoMetadata, Success.Batch);
        var body = new PooledBuffer(actions.Count * 1024);
        new ChangesetWriter(Requests.Address, Name).Write(body, actions);
        var response = await Requests.SendAsync(message, body, ChangesetWriter.ContentType, cancellationToken);

        var parts = ChangesetReader.Read(response.Content.ToMemory().Span, response.ClientRequestId);
        if (parts.Find(part => part.IsError) is { } refused)
            throw TransactionRules.Refused(refused);
        return parts.Count == actions.Count
            ? Response.FromValue<IReadOnlyList<Response>>(parts, response)
            : throw new RequestFailedException(
                response.Status, $"The service answered {parts.Count} of the transaction's {actions.Count} actions.");
    }
}
