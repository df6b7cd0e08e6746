using System.Globalization;
using System.Runtime.CompilerServices;

namespace Azure.Data.Tables.Http;

/// <summary>
/// An answer in pages, fetched as they are enumerated. The service may end a page early, even an empty one; only the absence of a
/// continuation ends the whole.
/// </summary>
internal abstract class ServicePages<T>(int? maxPerPage, CancellationToken cancellationToken) : AsyncPageable<T>(cancellationToken)
    where T : notnull
{
    public override IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null) =>
        PagesAsync(continuationToken, pageSizeHint ?? maxPerPage);

    /// <summary>The base class drops the token that <c>WithCancellation</c> hands in.</summary>
    public override async IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        await foreach (var page in PagesAsync(null, maxPerPage, cancellationToken))
        {
            foreach (var value in page.Values)
            {
                yield return value;
            }
        }
    }

    /// <param name="top">The page's size as the query option says it; null leaves it to the service.</param>
    protected abstract Task<Page<T>> PageAsync(string? continuationToken, string? top, CancellationToken cancellationToken);

    private async IAsyncEnumerable<Page<T>> PagesAsync(
        string? continuationToken, int? pageSize, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(CancellationToken, cancellationToken);
        do
        {
            var page = await PageAsync(continuationToken, pageSize?.ToString(CultureInfo.InvariantCulture), either.Token);
            continuationToken = page.ContinuationToken;
            yield return page;
        }
        while (continuationToken is not null);
    }
}
