using Microsoft.AspNetCore.Http;

namespace LocalRuntime.Functions.Keys;

/// <summary>Refuses requests that lack the key their endpoint asks for, with an empty body.</summary>
internal sealed class KeyAuthorization(RequestDelegate next, KeyRing keys)
{
    private const string Header = "x-functions-key";
    private const string Query = "code";

    public Task InvokeAsync(HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<KeyRequirement>()?.Refusal(keys.Identify(Presented(http.Request))) is not { } refusal)
            return next(http);

        http.Response.StatusCode = refusal;
        return Task.CompletedTask;
    }

    // The header decides where both are given, as in Azure.
    private static string? Presented(HttpRequest request) =>
        request.Headers.TryGetValue(Header, out var header) ? header[0]
        : request.Query.TryGetValue(Query, out var query) ? query[0]
        : null;
}
