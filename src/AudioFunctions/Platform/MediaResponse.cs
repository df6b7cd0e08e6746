using System.Net;
using Azure;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace AudioFunctions.Platform;

/// <summary>
/// A file's answer, with what ASP.NET Core leaves to do (RFC 9110, sections 13.1 and 14.2): it refuses ranges and preconditions without a
/// word, serves any unit as if it were bytes, cuts a <c>HEAD</c> to the range that is for <c>GET</c> alone, and lets a date overrule an ETag.
/// A file that an export replaces before its first byte is sent is opened again.
/// </summary>
/// <param name="file">The file as it was opened first; nothing is read yet.</param>
/// <param name="reopen">Opens it as it is now.</param>
internal sealed class MediaResponse(HttpRequest request, IResult file, Func<Task<IResult>> reopen) : IResult
{
    public const int MaxOpenings = 5;

    private const string BytesUnit = "bytes";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        Ignore(HeaderNames.Range, !IsForBytes());
        Ignore(HeaderNames.IfModifiedSince, request.Headers.IfNoneMatch.Count > 0);
        Ignore(HeaderNames.IfUnmodifiedSince, request.Headers.IfMatch.Count > 0);
        await SendAsync(httpContext);
        if (Refusal(httpContext.Response.StatusCode) is { } problem && !httpContext.Response.HasStarted)
        {
            httpContext.Response.ContentLength = null;
            httpContext.Response.Headers.ContentDisposition = default;
            await problem.ExecuteAsync(httpContext);
        }
    }

    /// <summary>Whether the storage refused to read on, because the file is not the one that was opened.</summary>
    public static bool IsReplaced(RequestFailedException failure) => failure.Status == (int)HttpStatusCode.PreconditionFailed;

    private async Task SendAsync(HttpContext httpContext)
    {
        var current = file;
        for (var openings = 1; ; openings++)
        {
            try
            {
                await current.ExecuteAsync(httpContext);
                return;
            }
            catch (RequestFailedException changed)
                when ((IsReplaced(changed) || changed.Status == (int)HttpStatusCode.NotFound) && !httpContext.Response.HasStarted && openings < MaxOpenings)
            {
                httpContext.Response.Clear();
                current = await reopen();
            }
        }
    }

    private void Ignore(string header, bool isIgnored)
    {
        if (isIgnored)
            request.Headers.Remove(header);
    }

    private bool IsForBytes() =>
        HttpMethods.IsGet(request.Method)
        && RangeHeaderValue.TryParse(request.Headers.Range.ToString(), out var range)
        && range.Unit.Equals(BytesUnit, StringComparison.OrdinalIgnoreCase);

    private IResult? Refusal(int status) => status switch
    {
        StatusCodes.Status412PreconditionFailed => Problem.PreconditionFailed(
            request, "The file is not the version the request names; GET it without a condition for the one that stands."),
        StatusCodes.Status416RangeNotSatisfiable => Problem.Of(
            request, status, "range-not-satisfiable", "The range begins behind the file's last byte; Content-Range says how many bytes there are."),
        _ => null,
    };
}
