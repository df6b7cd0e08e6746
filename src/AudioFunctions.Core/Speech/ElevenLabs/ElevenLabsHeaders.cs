using System.Globalization;
using System.Net;

namespace AudioFunctions.Speech.ElevenLabs;

/// <param name="BilledCharacters">From <c>character-cost</c>, else <c>x-character-count</c>.</param>
/// <param name="MaximumConcurrentRequests">What the account's plan allows.</param>
/// <param name="IsText">The body is text for people, such as a proxy's page.</param>
internal sealed record ElevenLabsHeaders(
    string? RequestId, string? HistoryItemId, int? BilledCharacters, int? MaximumConcurrentRequests, TimeSpan? RetryAfter, bool IsText)
{
    public HttpStatusCode Status { get; private init; }

    private const int MaxIdLength = 100;

    public static ElevenLabsHeaders Read(HttpResponseMessage response, DateTimeOffset now) => new(
        Id(response, "request-id"),
        Id(response, "history-item-id"),
        Number(response, "character-cost") ?? Number(response, "x-character-count"),
        Number(response, "maximum-concurrent-requests"),
        RetryAfterOf(response, now),
        response.Content.Headers.ContentType?.MediaType?.StartsWith("text/", StringComparison.OrdinalIgnoreCase) ?? false)
    {
        Status = response.StatusCode,
    };

    private static string? Id(HttpResponseMessage response, string header) =>
        Value(response, header) is { Length: > 0 and <= MaxIdLength } id && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            ? id
            : null;

    private static int? Number(HttpResponseMessage response, string header) =>
        int.TryParse(Value(response, header), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? Value(HttpResponseMessage response, string header) =>
        response.Headers.TryGetValues(header, out var values) ? values.FirstOrDefault() : null;

    private static TimeSpan? RetryAfterOf(HttpResponseMessage response, DateTimeOffset now)
    {
        var wait = response.Headers.RetryAfter switch
        {
            { Delta: { } seconds } => seconds,
            { Date: { } date } => date - now,
            _ => (TimeSpan?)null,
        };
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
