using AudioFunctions.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AudioFunctions.Review;

/// <summary>The review page. It needs no key to be loaded and has no data: every call it makes carries the key a person gave it.</summary>
public static class StudioFunctions
{
    /// <summary>
    /// Script text can never become markup or code: there is no inline script or style, and the sinks that parse markup take only trusted
    /// types, of which nothing may make any. Audio comes as blobs, because its requests carry the key in a header; the preview of a voice comes from
    /// the speech service's own address.
    /// </summary>
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; media-src blob: https:; img-src 'self' data: blob:; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    [Function("StudioPage")]
    public static IResult Page([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "studio")] HttpRequest request) =>
        // The page's links are relative to an address without a slash at its end, whatever the route prefix is.
        request.Path.Value!.EndsWith('/') ? Results.Redirect("../studio", permanent: true) : Send(request, StudioFiles.Page);

    [Function("StudioFile")]
    public static IResult File(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "studio/{file}")] HttpRequest request, string file) =>
        StudioFiles.Find(file) is { } found
            ? Send(request, found)
            : Problem.Of(request, StatusCodes.Status404NotFound, "file-not-found", "The review page has no such file; it is at studio.");

    /// <summary>Returns 304 if the browser has it already; it asks every time, so a new version appears at once.</summary>
    private static IResult Send(HttpRequest request, StudioFile file)
    {
        var headers = request.HttpContext.Response.Headers;
        headers.CacheControl = "no-cache";
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        return Results.Bytes(file.Content, file.ContentType, entityTag: file.Tag);
    }
}
