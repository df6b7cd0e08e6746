using System.Text.Json;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables.Connections;
using Azure.Data.Tables.Filters;
using Azure.Data.Tables.Http;
using Azure.Data.Tables.Models;

namespace Azure.Data.Tables;

/// <summary>An account's tables. Thread-safe; meant to be kept and shared.</summary>
public class TableServiceClient
{
    private const string TableAlreadyExists = "TableAlreadyExists";

    private readonly TableRequests? _requests;
    private readonly string? _accountName;

    public TableServiceClient(string connectionString)
        : this(connectionString, null)
    {
    }

    public TableServiceClient(string connectionString, TableClientOptions? options = null)
    {
        var connection = TableConnectionString.Parse(connectionString);
        _requests = SharedKeyRequests(connection.Endpoint, connection.Credential, options);
        _accountName = connection.Credential.AccountName;
    }

    public TableServiceClient(Uri endpoint, TableSharedKeyCredential credential)
        : this(endpoint, credential, null)
    {
    }

    public TableServiceClient(Uri endpoint, TableSharedKeyCredential credential, TableClientOptions? options)
    {
        _requests = SharedKeyRequests(endpoint, credential, options);
    }

    /// <param name="endpoint">Tokens only go out over https.</param>
    public TableServiceClient(Uri endpoint, TokenCredential tokenCredential, TableClientOptions? options = null)
    {
        _requests = TokenRequests(endpoint, tokenCredential, options);
    }

    /// <summary>For mocking.</summary>
    protected TableServiceClient()
    {
    }

    public virtual string AccountName => _accountName ?? Requests.Address.AccountName;

    public virtual Uri Uri => Requests.Address.Endpoint;

    private TableRequests Requests =>
        _requests ?? throw new InvalidOperationException("This client was made for mocking; the member in use has no override.");

    /// <inheritdoc cref="TableClient.CreateQueryFilter(FormattableString)"/>
    public static string CreateQueryFilter(FormattableString filter) => QueryFilter.Create(filter);

    public virtual TableClient GetTableClient(string tableName) => new(Requests, tableName, _accountName);

    /// <exception cref="RequestFailedException">409 where the table exists.</exception>
    public virtual Task<Response<TableItem>> CreateTableAsync(string tableName, CancellationToken cancellationToken = default) =>
        CreateTableAsync(Requests, tableName, mayExist: false, cancellationToken);

    /// <summary>An existing table is no error; the answer's status is then 409.</summary>
    public virtual Task<Response<TableItem>> CreateTableIfNotExistsAsync(string tableName, CancellationToken cancellationToken = default) =>
        CreateTableAsync(Requests, tableName, mayExist: true, cancellationToken);

    /// <summary>A missing table is no error; the answer's status is then 404.</summary>
    public virtual Task<Response> DeleteTableAsync(string tableName, CancellationToken cancellationToken = default) =>
        DeleteTableAsync(Requests, tableName, cancellationToken);

    /// <param name="filter">For example <c>TableName ge 'a' and TableName lt 'b'</c>; null for all tables.</param>
    public virtual AsyncPageable<TableItem> QueryAsync(
        string? filter = null, int? maxPerPage = null, CancellationToken cancellationToken = default) =>
        new TablePages(Requests, filter, maxPerPage, cancellationToken);

    /// <inheritdoc cref="QueryAsync(string, int?, CancellationToken)"/>
    public virtual AsyncPageable<TableItem> QueryAsync(
        FormattableString filter, int? maxPerPage = null, CancellationToken cancellationToken = default) =>
        QueryAsync(QueryFilter.Create(filter), maxPerPage, cancellationToken);

    internal static TableRequests SharedKeyRequests(Uri endpoint, TableSharedKeyCredential credential, TableClientOptions? options)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(credential);
        return TableRequests.Create(endpoint, options, _ => new SharedKeyPolicy(credential));
    }

    internal static TableRequests TokenRequests(Uri endpoint, TokenCredential tokenCredential, TableClientOptions? options)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(tokenCredential);
        return TableRequests.Create(endpoint, options, o =>
            new BearerTokenAuthenticationPolicy(tokenCredential, (o.Audience ?? TableAudience.AzurePublicCloud).DefaultScope));
    }

    internal static async Task<Response<TableItem>> CreateTableAsync(
        TableRequests requests, string tableName, bool mayExist, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(tableName);
        var classifier = mayExist ? Success.WrittenOrConflict : Success.Written;
        using var message = requests.Message(RequestMethod.Post, requests.Address.Tables, TableRequests.NoMetadata, classifier);
        message.Request.Headers.Add(HttpHeader.Names.Prefer, "return-no-content");
        var body = new PooledBuffer();
        body.Append($$"""{"TableName":"{{JsonEncodedText.Encode(tableName)}}"}""");
        var response = await requests.SendAsync(message, body, "application/json", cancellationToken);

        // Other conflicts, such as a table of this name that is still being deleted, stay errors.
        return response.Status != 409 || TableErrorParser.Parse(response)?.Code == TableAlreadyExists
            ? Response.FromValue(new TableItem(tableName), response)
            : throw new RequestFailedException(response, null, TableErrorParser.Instance);
    }

    internal static async Task<Response> DeleteTableAsync(TableRequests requests, string tableName, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(tableName);
        using var message = requests.Message(
            RequestMethod.Delete, requests.Address.Table(tableName), TableRequests.NoMetadata, Success.GoneOrMissing);
        return await requests.SendAsync(message, cancellationToken);
    }
}
