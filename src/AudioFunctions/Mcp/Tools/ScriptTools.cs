using System.ComponentModel;
using AudioFunctions.Scripts;
using AudioFunctions.Scripts.Parsing;
using AudioFunctions.Speech;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AudioFunctions.Mcp.Tools;

/// <summary>Tools that read scripts; they store nothing.</summary>
internal sealed class ScriptTools(ScriptContexts contexts)
{
    [McpServerTool(
        Name = "validate_els_script",
        Title = "Validate an ELS script",
        ReadOnly = true,
        Destructive = false,
        Idempotent = true,
        OpenWorld = false,
        UseStructuredContent = true,
        OutputSchemaType = typeof(ValidationResult))]
    [Description(
        "Finds every problem of an ELS script at once, each with a code, a line, a column and a hint. Call it until is_valid is true, before anything is "
        + "produced. Costs nothing and stores nothing. The resource audiofunctions://els describes the language.")]
    public async Task<CallToolResult> ValidateAsync([Description(ToolText.ElsContent)] string elsContent, CancellationToken cancellationToken) =>
        ToolResult.Of((await ReadAsync(elsContent, cancellationToken)).Validation.Bounded());

    [McpServerTool(
        Name = "parse_els_script",
        Title = "Parse an ELS script",
        ReadOnly = true,
        Destructive = false,
        Idempotent = true,
        OpenWorld = false,
        UseStructuredContent = true,
        OutputSchemaType = typeof(Script))]
    [Description(
        "Shows how a valid ELS script is understood: beats, lines, characters, paces, pauses in milliseconds, emphasised words. Costs nothing and stores "
        + "nothing. A script with errors is answered with all of them.")]
    public async Task<CallToolResult> ParseAsync([Description(ToolText.ElsContent)] string elsContent, CancellationToken cancellationToken)
    {
        var reading = await ReadAsync(elsContent, cancellationToken);
        return reading.Script is { } script ? ToolResult.Of(script) : ToolResult.Error(ToolError.OfInvalid(reading.Validation));
    }

    private async Task<ParseResult> ReadAsync(string elsContent, CancellationToken cancellationToken) =>
        ScriptReader.Read(elsContent, await contexts.FindAsync(projectName: null, cancellationToken));
}
