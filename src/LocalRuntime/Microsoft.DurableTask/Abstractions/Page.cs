namespace Microsoft.DurableTask;

/// <param name="continuationToken">Where the next page starts; null on the last page. Opaque.</param>
public sealed class Page<T>(IReadOnlyList<T> values, string? continuationToken = null)
    where T : notnull
{
    public IReadOnlyList<T> Values { get; } = values;

    public string? ContinuationToken { get; } = continuationToken;
}
