using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace AudioFunctions.Platform;

/// <summary>
/// The 202 of a started orchestration: Durable Functions' own names and casing, plus the session. An explicit type, because the
/// official payload's JSON depends on the serializer and its version.
/// </summary>
public sealed record CheckStatusPayload(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("session_id")] string SessionId,
    [property: JsonPropertyName("statusQueryGetUri")] string StatusQueryGetUri,
    [property: JsonPropertyName("sendEventPostUri")] string SendEventPostUri,
    [property: JsonPropertyName("terminatePostUri")] string TerminatePostUri,
    [property: JsonPropertyName("purgeHistoryDeleteUri")] string PurgeHistoryDeleteUri,
    [property: JsonPropertyName("restartPostUri")] string RestartPostUri,
    [property: JsonPropertyName("suspendPostUri")] string SuspendPostUri,
    [property: JsonPropertyName("resumePostUri")] string ResumePostUri);

/// <summary>An instance as the Durable status URL shows it.</summary>
public sealed record InstanceStatus(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("instanceId")] string InstanceId,
    [property: JsonPropertyName("runtimeStatus")] string RuntimeStatus,
    [property: JsonPropertyName("input")] JsonNode? Input,
    [property: JsonPropertyName("customStatus")] JsonNode? CustomStatus,
    [property: JsonPropertyName("output")] JsonNode? Output,
    [property: JsonPropertyName("createdTime")] string CreatedTime,
    [property: JsonPropertyName("lastUpdatedTime")] string LastUpdatedTime);

/// <summary>Responses about orchestrations, in Durable Functions' format.</summary>
public static class DurableResponses
{
    private const string StartedRetryAfterSeconds = "10";
    private const string RunningRetryAfterSeconds = "5";

    /// <summary>202 with the management URIs of an instance.</summary>
    public static IResult Started(HttpResponse response, DurableTaskClient client, string instanceId, string sessionId)
    {
        var uris = client.CreateHttpManagementPayload(instanceId);
        var status = uris.StatusQueryGetUri ?? throw new InvalidOperationException("The Durable extension gave no status URI.");
        response.Headers.Location = status;
        response.Headers.RetryAfter = StartedRetryAfterSeconds;
        var payload = new CheckStatusPayload(
            instanceId,
            sessionId,
            status,
            uris.SendEventPostUri ?? Sibling(status, "raiseEvent/{eventName}"),
            uris.TerminatePostUri ?? Sibling(status, "terminate"),
            uris.PurgeHistoryDeleteUri ?? status,
            // Null in older versions of the extension.
            uris.RestartPostUri ?? Sibling(status, "restart"),
            uris.SuspendPostUri ?? Sibling(status, "suspend"),
            uris.ResumePostUri ?? Sibling(status, "resume"));
        return ProductResults.Json(payload, StatusCodes.Status202Accepted);
    }

    /// <summary>The status codes of the Durable status URL: 202 while it runs, 200 when it has ended.</summary>
    public static IResult Status(HttpRequest request, OrchestrationMetadata instance)
    {
        if (instance.IsCompleted)
            return ProductResults.Json(Describe(instance));

        request.HttpContext.Response.Headers.Location = $"{request.Scheme}://{request.Host}{request.PathBase}{request.Path}";
        request.HttpContext.Response.Headers.RetryAfter = RunningRetryAfterSeconds;
        return ProductResults.Json(Describe(instance), StatusCodes.Status202Accepted);
    }

    private static InstanceStatus Describe(OrchestrationMetadata instance) => new(
        instance.Name,
        instance.InstanceId,
        instance.RuntimeStatus.ToString(),
        Embedded(instance.SerializedInput),
        Embedded(instance.SerializedCustomStatus),
        instance.FailureDetails is { } failure ? JsonValue.Create($"{failure.ErrorType}: {failure.ErrorMessage}") : Embedded(instance.SerializedOutput),
        Instant(instance.CreatedAt),
        Instant(instance.LastUpdatedAt));

    /// <summary>
    /// Embeds JSON unchanged, and other text as a string: with the Azure Storage engine, the output of a failed or terminated instance is
    /// the reason in plain text.
    /// </summary>
    private static JsonNode? Embedded(string? stored)
    {
        try
        {
            return stored is null ? null : JsonNode.Parse(stored);
        }
        catch (JsonException)
        {
            return JsonValue.Create(stored);
        }
    }

    internal static string Instant(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>The status URI with an operation after its path.</summary>
    private static string Sibling(string statusUri, string operation)
    {
        var query = statusUri.IndexOf('?', StringComparison.Ordinal);
        return query < 0 ? $"{statusUri}/{operation}" : $"{statusUri[..query]}/{operation}{statusUri[query..]}";
    }
}
