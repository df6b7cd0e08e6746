using System.Text.Json;
using System.Text.Json.Serialization;
using AudioFunctions.Platform;
using AudioFunctions.Scripts;
using AudioFunctions.Serialization;
using AudioFunctions.Sessions;
using ModelContextProtocol.Protocol;

namespace AudioFunctions.Mcp;

/// <summary>What a tool says when it could not do what was asked: the code and the sentence of REST, and what helps to go on.</summary>
public sealed record ToolError(string Code, string Detail)
{
    /// <summary>Of a script with errors: every problem with its line and column.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ValidationResult? Validation { get; init; }

    /// <summary>Of work that stopped on its way: what there is so far.</summary>
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
    /// <param name="attached">Links and audio behind the text.</param>
    public static CallToolResult Of<T>(T value, params IEnumerable<ContentBlock> attached)
    {
        var json = JsonSerializer.SerializeToElement(value, ProductJson.Options);
        return new CallToolResult { Content = [new TextContentBlock { Text = json.GetRawText() }, .. attached], StructuredContent = json };
    }

    /// <summary>An error is no failure of the protocol: the model reads it and can act on it. It has text only, since it isn't of the output schema.</summary>
    public static CallToolResult Error(ToolError error) => new()
    {
        IsError = true,
        Content = [new TextContentBlock { Text = JsonSerializer.Serialize(error, ProductJson.Options) }],
    };

    public static CallToolResult Error(Refusal refusal) => Error(ToolError.Of(refusal));
}
