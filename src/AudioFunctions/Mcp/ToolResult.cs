using System.Text.Json;
using System.Text.Json.Serialization;
using AudioFunctions.Platform;
using AudioFunctions.Scripts;
using AudioFunctions.Serialization;
using AudioFunctions.Sessions;
using ModelContextProtocol.Protocol;

namespace AudioFunctions.Mcp;

/// <summary>The error of a tool: the code and the message of REST, and what helps to continue.</summary>
public sealed record ToolError(string Code, string Detail)
{
    /// <summary>For an invalid script: every problem with its line and column.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ValidationResult? Validation { get; init; }

    /// <summary>For work that stopped early: the session so far.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SessionRecord? Session { get; init; }

    public static ToolError Of(Refusal refusal) => new(refusal.Code, refusal.Detail);

    public static ToolError Of(BeatError error) => new(error.Code, error.Message);

    public static ToolError OfInvalid(ValidationResult validation) =>
        new("script-invalid", $"The script has {validation.Errors.Count} errors to fix; each has its line and column.") { Validation = validation.Bounded() };
}

/// <summary>Results of tools: the product's JSON, as structured content and, for clients that don't read that, as text.</summary>
internal static class ToolResult
{
    /// <param name="attached">Links and audio to add after the text.</param>
    public static CallToolResult Of<T>(T value, params IEnumerable<ContentBlock> attached)
    {
        var json = JsonSerializer.SerializeToElement(value, ProductJson.Options);
        return new CallToolResult { Content = [new TextContentBlock { Text = json.GetRawText() }, .. attached], StructuredContent = json };
    }

    /// <summary>
    /// A tool's error, not a protocol error, so that the model can read it and react. It is text only, because it doesn't match the output schema.
    /// </summary>
    public static CallToolResult Error(ToolError error) => new()
    {
        IsError = true,
        Content = [new TextContentBlock { Text = JsonSerializer.Serialize(error, ProductJson.Options) }],
    };

    public static CallToolResult Error(Refusal refusal) => Error(ToolError.Of(refusal));
}
