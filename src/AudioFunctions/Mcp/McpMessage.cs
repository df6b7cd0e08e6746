using System.Text.Json;
using AudioFunctions.Platform;
using AudioFunctions.Scripts;
using Microsoft.AspNetCore.Http;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace AudioFunctions.Mcp;

/// <summary>Reads the message of a POST by the rules of the protocol's HTTP transport (2026-07-28, Streamable HTTP).</summary>
internal static class McpMessage
{
    private const string VersionHeader = "MCP-Protocol-Version";
    private const string MethodHeader = "Mcp-Method";

    /// <summary>From this version on, each message is self-contained, has its method in a header too, and errors have HTTP statuses.</summary>
    private const string SelfContainedVersion = "2026-07-28";

    /// <summary>Room for a script, of which JSON may escape each byte as six characters, and for the rest.</summary>
    private const int MaxBytes = 8 * ScriptLimits.MaxBytes;

    /// <summary>Exactly one of the results is null.</summary>
    public static async Task<(JsonRpcMessage? Message, IResult? Refusal)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!Accepts(request, "application/json") || !Accepts(request, "text/event-stream"))
        {
            return (null, Refuse(
                StatusCodes.Status406NotAcceptable, McpErrorCode.InvalidRequest, "Accept must name both application/json and text/event-stream."));
        }

        var body = await RequestBody.ReadAsync(request, MaxBytes, cancellationToken);
        if (body.Length > MaxBytes)
        {
            return (null, Refuse(
                StatusCodes.Status413PayloadTooLarge, McpErrorCode.InvalidRequest, "The message is over 8 MiB; send a script of at most 1 MiB."));
        }

        if (Parse(body.Span) is { } message)
            return Checked(request, message);
        return (null, IsJson(body.Span)
            ? Refuse(StatusCodes.Status400BadRequest, McpErrorCode.InvalidRequest, "The body is not one JSON-RPC message. Send each message in its own request.")
            : Refuse(StatusCodes.Status400BadRequest, McpErrorCode.ParseError, "The body is not JSON."));
    }

    public static bool IsSelfContained(JsonRpcMessage message) => IsSelfContained(message.Context?.ProtocolVersion);

    public static bool IsSelfContained(string? version) => string.CompareOrdinal(version, SelfContainedVersion) >= 0;

    private static JsonRpcMessage? Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, McpJsonUtilities.DefaultOptions.GetTypeInfo<JsonRpcMessage>());
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsJson(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        try
        {
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static (JsonRpcMessage? Message, IResult? Refusal) Checked(HttpRequest request, JsonRpcMessage message)
    {
        var version = request.Headers[VersionHeader].ToString();
        if (version.Length > 0)
            message.Context = new JsonRpcMessageContext { ProtocolVersion = version };

        // A proxy may have checked only the header, so it must match the body.
        var method = (message as JsonRpcRequest)?.Method ?? (message as JsonRpcNotification)?.Method;
        var said = request.Headers[MethodHeader].ToString();
        return IsSelfContained(message) && method is not null && said != method
            ? (null, Refuse(
                StatusCodes.Status400BadRequest,
                McpErrorCode.HeaderMismatch,
                $"The header {MethodHeader} must be the message's method, '{Refusal.Truncate(method)}'.",
                (message as JsonRpcRequest)?.Id ?? default))
            : (message, null);
    }

    private static bool Accepts(HttpRequest request, string type) =>
        request.GetTypedHeaders().Accept.Any(accepted => accepted.MatchesMediaType(type));

    public static IResult Refuse(int status, McpErrorCode code, string sentence, RequestId id = default) => Results.Json(
        new JsonRpcError { Id = id, Error = new JsonRpcErrorDetail { Code = (int)code, Message = sentence } },
        McpJsonUtilities.DefaultOptions.GetTypeInfo<JsonRpcError>(),
        statusCode: status);
}
