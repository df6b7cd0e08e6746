using System.Linq.Expressions;
using Azure.Data.Tables.Filters;
using Azure.Data.Tables.Http;

namespace Azure.Data.Tables;

public partial class TableClient
{
    /// <summary>Values in the braces become literals of the filter language, quoted and escaped: <c>$"PartitionKey eq {id}"</c>.</summary>
    /// <exception cref="ArgumentException">A value is null or of a type the service cannot compare.</exception>
    public static string CreateQueryFilter(FormattableString filter) => QueryFilter.Create(filter);

    /// <summary>Translates a predicate; see <see cref="FilterExpression"/> for what the service can evaluate.</summary>
    /// <exception cref="NotSupportedException">The service cannot evaluate the predicate.</exception>
    public static string CreateQueryFilter<T>(Expression<Func<T, bool>> filter) => FilterExpression.Create(filter);

    /// <summary>Pages are fetched as they are enumerated, in the order of the keys.</summary>
    /// <param name="filter">An OData filter; see <see cref="CreateQueryFilter(FormattableString)"/>.</param>
    /// <param name="maxPerPage">1 to 1000; null leaves it to the service, which sends up to 1000.</param>
    /// <param name="select">The properties to fetch; null for all.</param>
    public virtual AsyncPageable<T> QueryAsync<T>(
        string? filter = null, int? maxPerPage = null, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity =>
        new EntityPages<T>(Requests, Name, filter, maxPerPage, select is null ? null : string.Join(',', select), cancellationToken);

    /// <inheritdoc cref="QueryAsync{T}(string, int?, IEnumerable{string}, CancellationToken)"/>
    public virtual AsyncPageable<T> QueryAsync<T>(
        Expression<Func<T, bool>> filter,
        int? maxPerPage = null,
        IEnumerable<string>? select = null,
        CancellationToken cancellationToken = default)
        where T : class, ITableEntity =>
        QueryAsync<T>(FilterExpression.Create(filter), maxPerPage, select, cancellationToken);
}
