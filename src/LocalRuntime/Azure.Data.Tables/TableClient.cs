using Azure.Core;
using Azure.Data.Tables.Connections;
using Azure.Data.Tables.Http;
using Azure.Data.Tables.Models;

namespace Azure.Data.Tables;

/// <summary>
/// One table. Thread-safe; meant to be kept and shared.
/// <para>
/// Failed attempts (408, 429, 5xx, a lost connection or answer) are repeated as <see cref="TableClientOptions"/> says, writes included.
/// A write whose answer was lost may therefore meet its own effect: an add, or a transaction with an add, then fails with 409
/// EntityAlreadyExists although it took effect, a conditional update with 412. Whoever must know reads the row to see whose it is.
/// </para>
/// </summary>
public partial class TableClient
{
    private readonly TableRequests? _requests;
    private readonly string? _accountName;

    public TableClient(string connectionString, string tableName)
        : this(connectionString, tableName, null)
    {
    }

    public TableClient(string connectionString, string tableName, TableClientOptions? options = null)
        : this(TableConnectionString.Parse(connectionString), tableName, options)
    {
    }

    public TableClient(Uri endpoint, string tableName, TableSharedKeyCredential credential)
        : this(endpoint, tableName, credential, null)
    {
    }

    /// <param name="endpoint">The account's, such as <c>https://name.table.core.windows.net</c>.</param>
    public TableClient(Uri endpoint, string tableName, TableSharedKeyCredential credential, TableClientOptions? options = null)
        : this(TableServiceClient.SharedKeyRequests(endpoint, credential, options), tableName, null)
    {
    }

    /// <param name="endpoint">The account's, such as <c>https://name.table.core.windows.net</c>. Tokens only go out over https.</param>
    public TableClient(Uri endpoint, string tableName, TokenCredential tokenCredential, TableClientOptions? options = null)
        : this(TableServiceClient.TokenRequests(endpoint, tokenCredential, options), tableName, null)
    {
    }

    internal TableClient(TableRequests requests, string tableName, string? accountName)
    {
        ArgumentException.ThrowIfNullOrEmpty(tableName);
        _requests = requests;
        _accountName = accountName;
        Name = tableName;
        Uri = new Uri(requests.Address.Entities(tableName));
    }

    /// <summary>For mocking.</summary>
    protected TableClient()
    {
        Name = "";
        Uri = null!;
    }

    private TableClient(TableConnectionString connection, string tableName, TableClientOptions? options)
        : this(
            TableServiceClient.SharedKeyRequests(connection.Endpoint, connection.Credential, options),
            tableName,
            connection.Credential.AccountName)
    {
    }

    public virtual string Name { get; }

    public virtual string AccountName => _accountName ?? Requests.Address.AccountName;

    public virtual Uri Uri { get; }

    private TableRequests Requests =>
        _requests ?? throw new InvalidOperationException("This client was made for mocking; the member in use has no override.");

    /// <exception cref="RequestFailedException">409 where the table exists.</exception>
    public virtual Task<Response<TableItem>> CreateAsync(CancellationToken cancellationToken = default) =>
        TableServiceClient.CreateTableAsync(Requests, Name, mayExist: false, cancellationToken);

    /// <summary>An existing table is no error; the answer's status is then 409.</summary>
    public virtual Task<Response<TableItem>> CreateIfNotExistsAsync(CancellationToken cancellationToken = default) =>
        TableServiceClient.CreateTableAsync(Requests, Name, mayExist: true, cancellationToken);

    /// <summary>A missing table is no error; the answer's status is then 404.</summary>
    public virtual Task<Response> DeleteAsync(CancellationToken cancellationToken = default) =>
        TableServiceClient.DeleteTableAsync(Requests, Name, cancellationToken);
}
