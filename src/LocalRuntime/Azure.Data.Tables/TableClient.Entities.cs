using System.Diagnostics.CodeAnalysis;
using Azure.Core;
using Azure.Data.Tables.Entities;
using Azure.Data.Tables.Http;

namespace Azure.Data.Tables;

public partial class TableClient
{
    private const string JsonBody = "application/json";

    /// <exception cref="RequestFailedException">409 EntityAlreadyExists; 400 where the entity breaks a limit of the service.</exception>
    public virtual async Task<Response> AddEntityAsync<T>(T entity, CancellationToken cancellationToken = default)
        where T : ITableEntity
    {
        CheckKeys(entity);
        var address = Requests.Address.Entities(Name);
        using var message = Requests.Message(RequestMethod.Post, address, TableRequests.NoMetadata, Success.Written);
        message.Request.Headers.Add(HttpHeader.Names.Prefer, "return-no-content");
        return await SendEntityAsync(message, entity, cancellationToken);
    }

    public virtual async Task<Response> UpsertEntityAsync<T>(
        T entity, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity
    {
        using var message = WriteMessage(entity, mode);
        return await SendEntityAsync(message, entity, cancellationToken);
    }

    /// <param name="ifMatch">
    /// The version the stored entity must have; <see cref="ETag.All"/> for any. The entity's own ETag is not looked at.
    /// </param>
    /// <exception cref="RequestFailedException">
    /// 404 where the entity is missing; 412 UpdateConditionNotSatisfied where it has another version.
    /// </exception>
    public virtual async Task<Response> UpdateEntityAsync<T>(
        T entity, ETag ifMatch, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity
    {
        if (ifMatch == default)
            throw new ArgumentException("An update needs the version it expects; pass ETag.All for any.", nameof(ifMatch));

        using var message = WriteMessage(entity, mode);
        message.Request.Headers.Add(HttpHeader.Names.IfMatch, ifMatch.ToString("H"));
        return await SendEntityAsync(message, entity, cancellationToken);
    }

    /// <param name="ifMatch">The version the stored entity must have; default for any.</param>
    /// <remarks>A missing entity is no error; the answer's status is then 404.</remarks>
    /// <exception cref="RequestFailedException">412 UpdateConditionNotSatisfied where the entity has another version.</exception>
    public virtual async Task<Response> DeleteEntityAsync(
        string partitionKey, string rowKey, ETag ifMatch = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(partitionKey);
        ArgumentNullException.ThrowIfNull(rowKey);
        var address = Requests.Address.Entity(Name, partitionKey, rowKey);
        using var message = Requests.Message(RequestMethod.Delete, address, TableRequests.NoMetadata, Success.GoneOrMissing);
        message.Request.Headers.Add(HttpHeader.Names.IfMatch, (ifMatch == default ? ETag.All : ifMatch).ToString("H"));
        return await Requests.SendAsync(message, cancellationToken);
    }

    /// <inheritdoc cref="DeleteEntityAsync(string, string, ETag, CancellationToken)"/>
    public virtual Task<Response> DeleteEntityAsync(
        ITableEntity entity, ETag ifMatch = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entity);
        return DeleteEntityAsync(entity.PartitionKey, entity.RowKey, ifMatch, cancellationToken);
    }

    /// <param name="select">The properties to fetch; null for all. Keys are only filled where they are named, too.</param>
    /// <exception cref="RequestFailedException">404 where the entity or the table is missing.</exception>
    public virtual async Task<Response<T>> GetEntityAsync<T>(
        string partitionKey, string rowKey, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        using var message = ReadMessage(partitionKey, rowKey, select, Success.Found);
        var response = await Requests.SendAsync(message, cancellationToken);
        return Response.FromValue(EntityReader.Read<T>(response.Content), response);
    }

    /// <summary>As <see cref="GetEntityAsync{T}"/>, but a missing entity or table is an answer without a value.</summary>
    public virtual async Task<NullableResponse<T>> GetEntityIfExistsAsync<T>(
        string partitionKey, string rowKey, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        using var message = ReadMessage(partitionKey, rowKey, select, Success.FoundOrMissing);
        var response = await Requests.SendAsync(message, cancellationToken);
        return response.Status == 404
            ? new NoValueResponse<T>(response)
            : Response.FromValue(EntityReader.Read<T>(response.Content), response);
    }

    private HttpMessage ReadMessage(string partitionKey, string rowKey, IEnumerable<string>? select, ResponseClassifier classifier)
    {
        ArgumentNullException.ThrowIfNull(partitionKey);
        ArgumentNullException.ThrowIfNull(rowKey);
        var address = Requests.Address.Entity(Name, partitionKey, rowKey);
        if (select is not null)
            address = TableAddress.WithQuery(address, ("$select", string.Join(',', select)));
        return Requests.Message(RequestMethod.Get, address, TableRequests.MinimalMetadata, classifier);
    }

    private static void CheckKeys([NotNull] ITableEntity? entity)
    {
        ArgumentNullException.ThrowIfNull(entity);
        ArgumentNullException.ThrowIfNull(entity.PartitionKey, "entity.PartitionKey");
        ArgumentNullException.ThrowIfNull(entity.RowKey, "entity.RowKey");
    }

    private HttpMessage WriteMessage(ITableEntity? entity, TableUpdateMode mode)
    {
        CheckKeys(entity);
        var method = mode switch
        {
            TableUpdateMode.Merge => RequestMethod.Patch,
            TableUpdateMode.Replace => RequestMethod.Put,
            _ => throw new ArgumentException($"{mode} is no update mode.", nameof(mode)),
        };
        var address = Requests.Address.Entity(Name, entity.PartitionKey, entity.RowKey);
        return Requests.Message(method, address, TableRequests.NoMetadata, Success.Written);
    }

    private async Task<Response> SendEntityAsync(HttpMessage message, ITableEntity entity, CancellationToken cancellationToken)
    {
        var body = new PooledBuffer();
        EntityWriter.Write(body, entity);
        return await Requests.SendAsync(message, body, JsonBody, cancellationToken);
    }
}
