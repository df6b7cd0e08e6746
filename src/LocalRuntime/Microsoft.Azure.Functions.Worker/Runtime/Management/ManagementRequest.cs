using System.Globalization;
using System.Text.Json;
using LocalRuntime.Functions.Durable;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace LocalRuntime.Functions.Management;

/// <summary>
/// Reads a request's query and body. A value that makes no sense is refused: to pass over a filter that cannot be read
/// would list, or delete, what nobody asked for.
/// </summary>
internal static class ManagementRequest
{
    public static string? Text(this HttpRequest request, string name) =>
        request.Query[name] is [{ Length: > 0 } value, ..] ? value : null;

    public static bool Flag(this HttpRequest request, string name, bool otherwise) =>
        request.Text(name) is not { } text ? otherwise
        : bool.TryParse(text, out var flag) ? flag
        : throw Bad(name, text, "true or false");

    public static DateTimeOffset? Time(this HttpRequest request, string name) =>
        request.Text(name) is not { } text ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
        : throw Bad(name, text, "a time such as 2026-01-31T00:00:00Z");

    public static int Count(this HttpRequest request, string name, int otherwise) =>
        request.Text(name) is not { } text ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 ? count
        : throw Bad(name, text, "a whole number from 1");

    /// <summary>Empty for any status.</summary>
    public static IReadOnlyList<OrchestrationRuntimeStatus> Statuses(this HttpRequest request) =>
        [.. request.Query["runtimeStatus"]
            .SelectMany(value => (value ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Select(text => Enum.TryParse<OrchestrationRuntimeStatus>(text, ignoreCase: true, out var status) && Enum.IsDefined(status)
                ? status
                : throw Bad("runtimeStatus", text, $"one of {string.Join(", ", Enum.GetNames<OrchestrationRuntimeStatus>())}"))];

    /// <summary>Null for an empty body.</summary>
    public static async Task<RawJson?> JsonBodyAsync(this HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        var text = await reader.ReadToEndAsync(request.HttpContext.RequestAborted);
        if (text.Length == 0)
            return null;

        try
        {
            using var document = JsonDocument.Parse(text);
            return new RawJson(text);
        }
        catch (JsonException)
        {
            throw new BadHttpRequestException("Invalid JSON content");
        }
    }

    private static BadHttpRequestException Bad(string name, string text, string wanted) => new($"{name} is '{text}'; use {wanted}.");
}
