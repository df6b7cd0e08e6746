using System.Text.Json;
using System.Text.Json.Serialization;
using AudioFunctions.Serialization;
using Microsoft.AspNetCore.Http;

namespace AudioFunctions.Platform;

/// <summary>Small JSON bodies.</summary>
internal static class JsonRequest
{
    private const int UsualMaxBytes = 64 * 1024;

    /// <summary>A misspelt field would change nothing, and be paid for; of a field that stands twice one value would.</summary>
    private static readonly JsonSerializerOptions Strict = new(ProductJson.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
    };

    /// <summary>UTF-8, with or without a byte order mark.</summary>
    /// <exception cref="JsonException">It is no JSON, or not of this form.</exception>
    public static T? Parse<T>(ReadOnlySpan<byte> json)
        where T : class =>
        JsonSerializer.Deserialize<T>(json.StartsWith("\uFEFF"u8) ? json[3..] : json, Strict);

    /// <summary>The body as <typeparamref name="T"/>, or why it is none. An empty body is <c>{}</c>.</summary>
    /// <param name="form">What the body should look like, for the sentence.</param>
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

    /// <summary>Says what is wrong with a body: the field if it is one, else the line that is no JSON.</summary>
    public static IResult Invalid(HttpRequest request, JsonException failure, string form)
    {
        var field = failure.Path?.TrimStart('$').TrimStart('.');
        // What the reader itself finds is no JSON at all.
        var place = failure.InnerException is JsonException || string.IsNullOrEmpty(field)
            ? $"line {failure.LineNumber + 1} is not"
            : $"the field '{Refusal.Shown(field)}' is none of it, stands twice or is of another type";
        return Invalid(request, $"The body is not JSON of the form {form}: {place}.");
    }

    private static IResult Invalid(HttpRequest request, string detail) =>
        Problem.Of(request, StatusCodes.Status400BadRequest, "json-invalid", detail);
}
