using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace AudioFunctions.Http;

/// <summary>
/// A file's answer, with what ASP.NET Core leaves to do: it refuses ranges and preconditions without a word, serves any unit as if it were
/// bytes, and cuts a <c>HEAD</c> to the range that is for <c>GET</c> alone (RFC 9110, sections 14.2 and 14.1).
/// </summary>
internal sealed class MediaAnswer(HttpRequest request, IResult file) : IResult
{
    private const string BytesUnit = "bytes";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        if (!IsForBytes())
            request.Headers.Remove(HeaderNames.Range);

        await file.ExecuteAsync(httpContext);
        if (Refusal(httpContext.Response.StatusCode) is { } problem && !httpContext.Response.HasStarted)
        {
            httpContext.Response.ContentLength = null;
            await problem.ExecuteAsync(httpContext);
        }
    }

    private bool IsForBytes() =>
        HttpMethods.IsGet(request.Method)
        && RangeHeaderValue.TryParse(request.Headers.Range.ToString(), out var range)
        && range.Unit.Equals(BytesUnit, StringComparison.OrdinalIgnoreCase);

    private IResult? Refusal(int status) => status switch
    {
        StatusCodes.Status412PreconditionFailed => Problem.Of(
            request, status, "precondition-failed", "The file is not the version the request names; GET it without a condition for the one that stands."),
        StatusCodes.Status416RangeNotSatisfiable => Problem.Of(
            request, status, "range-not-satisfiable", "The range begins behind the file's last byte; Content-Range says how many bytes there are."),
        _ => null,
    };
}
