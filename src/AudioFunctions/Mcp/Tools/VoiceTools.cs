using System.ComponentModel;
using AudioFunctions.Platform;
using AudioFunctions.Voices;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AudioFunctions.Mcp.Tools;

/// <summary>Tools that read voice profiles.</summary>
internal sealed class VoiceTools(VoiceProfileStore voices)
{
    [McpServerTool(
        Name = "get_voice_profile",
        Title = "Get a voice profile",
        ReadOnly = true,
        Destructive = false,
        Idempotent = true,
        OpenWorld = false,
        UseStructuredContent = true,
        OutputSchemaType = typeof(VoiceProfile))]
    [Description("The voice of one character: its ElevenLabs voice, the settings of its lines unless a tag overrides them, and a description.")]
    public async Task<CallToolResult> GetAsync(
        [Description("A character's name as in [CHARACTER: x], for instance every-coon; list_voice_profiles lists them.")] string characterName,
        CancellationToken cancellationToken) =>
        await voices.FindAsync(VoiceCharacters.Normalize(characterName), cancellationToken) is { } stored
            ? ToolResult.Of(stored.Profile)
            : ToolResult.Error(Refusal.VoiceProfileNotFound(characterName));

    [McpServerTool(
        Name = "list_voice_profiles",
        Title = "List the voice profiles",
        ReadOnly = true,
        Destructive = false,
        Idempotent = true,
        OpenWorld = false,
        UseStructuredContent = true,
        OutputSchemaType = typeof(VoiceList))]
    [Description("All characters that can speak: only these can be used in default_character and [CHARACTER: x].")]
    public async Task<CallToolResult> ListAsync(CancellationToken cancellationToken) =>
        ToolResult.Of(new VoiceList(await voices.ListAsync(cancellationToken)));
}
