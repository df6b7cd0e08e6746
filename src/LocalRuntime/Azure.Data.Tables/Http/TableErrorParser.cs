using System.Text.Json;
using Azure.Core;

namespace Azure.Data.Tables.Http;

/// <summary>
/// Reads <c>{"odata.error":{"code","message":{"lang","value"}}}</c>; anything else leaves the code to the <c>x-ms-error-code</c> header.
/// </summary>
internal sealed class TableErrorParser : RequestFailedDetailsParser
{
    private const string CodeHeader = "x-ms-error-code";

    public static TableErrorParser Instance { get; } = new();

    public override bool TryParse(Response response, out ResponseError? error, out IDictionary<string, string>? data)
    {
        data = null;
        error = Parse(response) ?? FromHeader(response);
        return error is not null;
    }

    public static ResponseError? Parse(Response response)
    {
        if (response.ContentStream is not MemoryStream { Length: > 0 })
            return null;

        try
        {
            using var document = JsonDocument.Parse(response.Content);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("odata.error", out var error)
                && error.TryGetProperty("code", out var code)
                && error.TryGetProperty("message", out var message)
                ? new ResponseError(code.GetString(), Text(message))
                : null;
        }
        catch (JsonException)
        {
            // A proxy's page, or the XML form: the status and the header still say what happened.
            return null;
        }
    }

    private static string? Text(JsonElement message) => message.ValueKind switch
    {
        JsonValueKind.String => message.GetString(),
        JsonValueKind.Object when message.TryGetProperty("value", out var value) => value.GetString(),
        _ => null,
    };

    private static ResponseError? FromHeader(Response response) =>
        response.Headers.TryGetValue(CodeHeader, out var code) && code is not null ? new ResponseError(code, null) : null;
}
