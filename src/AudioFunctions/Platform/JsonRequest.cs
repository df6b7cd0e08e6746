using System.Text.Json;
using System.Text.Json.Serialization;
using AudioFunctions.Serialization;
using Microsoft.AspNetCore.Http;

namespace AudioFunctions.Platform;

/// <summary>Small JSON bodies.</summary>
internal static class JsonRequest
{
    private const int UsualMaxBytes = 64 * 1024;

    /// <summary>Refuses unknown and duplicate fields: with a misspelt field, a client would pay for a request that ignores it.</summary>
    private static readonly JsonSerializerOptions Strict = new(ProductJson.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
    };

    /// <summary>UTF-8, with or without a byte order mark.</summary>
    /// <exception cref="JsonException">The body is not JSON, or has another form.</exception>
    public static T? Parse<T>(ReadOnlySpan<byte> json)
        where T : class =>
        JsonSerializer.Deserialize<T>(json.StartsWith("\uFEFF"u8) ? json[3..] : json, Strict);

    /// <summary>Reads the body as <typeparamref name="T"/>, or returns what is wrong with it. An empty body counts as <c>{}</c>.</summary>
    /// <param name="form">The expected form of the body, for the message.</param>
    /// <param name="maxBytes">A longer body is refused.</param>
    public static async Task<(T? Value, IResult? Problem)> ReadAsync<T>(
        HttpRequest request, string form, CancellationToken cancellationToken, int maxBytes = UsualMaxBytes)
        where T : class
    {
        var body = await RequestBody.ReadAsync(request, maxBytes, cancellationToken);
        if (body.Length > maxBytes)
            return (null, Problem.Of(request, StatusCodes.Status413PayloadTooLarge, "body-too-large", $"The JSON body is over {maxBytes / 1024} KiB."));

        try
        {
            return Parse<T>(body.Length == 0 ? "{}"u8 : body.Span) is { } value
                ? (value, null)
                : (null, Invalid(request, $"The body is not JSON of the form {form}."));
        }
        catch (JsonException failure)
        {
            return (null, Invalid(request, failure, form));
        }
    }

    /// <summary>The problem of an invalid body: names the wrong field, or the line that is not JSON.</summary>
    public static IResult Invalid(HttpRequest request, JsonException failure, string form)
    {
        var field = failure.Path?.TrimStart('$').TrimStart('.');
        // The reader's own exceptions mean that the text is not JSON.
        var place = failure.InnerException is JsonException || string.IsNullOrEmpty(field)
            ? $"line {failure.LineNumber + 1} is not"
            : $"the field '{Refusal.Truncate(field)}' is unknown, a duplicate, or has a value that it cannot have";
        return Invalid(request, $"The body is not JSON of the form {form}: {place}.");
    }

    private static IResult Invalid(HttpRequest request, string detail) =>
        Problem.Of(request, StatusCodes.Status400BadRequest, "json-invalid", detail);
}
