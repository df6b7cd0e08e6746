using System.Net;
using AudioFunctions.Storage;
using Azure;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace AudioFunctions.Platform;

/// <summary>
/// The response with a file. It corrects ASP.NET Core (RFC 9110, sections 13.1 and 14.2), which refuses ranges and preconditions without a
/// problem, serves any range unit as bytes, applies a range to <c>HEAD</c>, and lets a date override an ETag. If an export replaces the file
/// before its first byte is sent, the file is opened again.
/// </summary>
/// <param name="file">The opened file; nothing is read yet.</param>
/// <param name="reopen">Opens the file's current version.</param>
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

    /// <summary>Whether storage refused to continue reading, because the file was replaced after it was opened.</summary>
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
                when ((IsReplaced(changed) || StorageConflict.IsMissing(changed)) && !httpContext.Response.HasStarted && openings < MaxOpenings)
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
            request, "The file no longer has the version that the request names; GET it without a condition for the current version."),
        StatusCodes.Status416RangeNotSatisfiable => Problem.Of(
            request, status, "range-not-satisfiable", "The range starts after the file's last byte; Content-Range has the file's length."),
        _ => null,
    };
}
