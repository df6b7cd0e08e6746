using System.ComponentModel;
using System.Globalization;
using System.Net.Mime;
using System.Text.Json;
using AudioFunctions.Mcp.Resources;
using AudioFunctions.Platform;
using AudioFunctions.Serialization;
using AudioFunctions.Sessions;
using AudioFunctions.Voices;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AudioFunctions.Mcp.Prompts;

/// <summary>Prompts for common tasks.</summary>
internal sealed class ProductPrompts(EngineClient engine, VoiceProfileStore voices, SessionLookup lookup)
{
    private const int UsualSeconds = 45;
    private const int MaxSeconds = 3600;

    [McpServerPrompt(Name = "write_els_script", Title = "Write an ELS script")]
    [Description("Write a script for a short video, with the existing voices, and check it.")]
    public async Task<IEnumerable<PromptMessage>> WriteAsync(
        [Description("What the video is about.")] string subject,
        CancellationToken cancellationToken,
        [Description("How long it should be, in seconds; 45 if left out.")] string? seconds = null)
    {
        var length = LengthOf(seconds);
        var cast = (await voices.ListAsync(cancellationToken)).Select(profile => $"- {profile.Character}: {profile.Description}");
        return
        [
            Say(
                $"""
                Write an ELS script about {subject}, about {length} seconds long when it is spoken (15 characters a second).
                It begins with a hook that is said in under 5 seconds, has one thought a beat, and sets pace and pauses where they help.
                Only these characters have a voice:
                {string.Join('\n', cast)}
                The language is described below. Then call validate_els_script, fix everything it finds, and show me the script with
                what create_production_session says of its cost with dry_run. Produce nothing before I agree.
                """),
            Embed(Links.Language, MediaTypeNames.Text.Markdown, LanguageReference.Text),
        ];
    }

    [McpServerPrompt(Name = "review_session", Title = "Review a session")]
    [Description("Listen through a session: what is good, what should be spoken again, and how.")]
    public async Task<IEnumerable<PromptMessage>> ReviewAsync(
        RequestContext<GetPromptRequestParams> request,
        [Description("The session's id.")] string session,
        CancellationToken cancellationToken)
    {
        if (await lookup.FindAsync(engine.Client, session, cancellationToken) is not { } found)
            throw ResourceFailures.Of(request, Refusal.SessionNotFound(session));

        return
        [
            Say(
                """
                Review this session beat by beat. For each beat: does the selected take fit its direction and pace, is its length plausible for its text
                (about 15 characters a second), does it carry warnings, is another take better? Beats without a take say why in their error.
                Propose what to do as a list of calls (generate_beat_audio, regenerate_beat_audio with which settings, select_take), with the cost that
                dry_run tells, and do nothing that spends credits before I agree.
                """),
            Embed(Links.ToSession(session), MediaTypeNames.Application.Json, JsonSerializer.Serialize(found, ProductJson.Options)),
        ];
    }

    private static int LengthOf(string? seconds)
    {
        if (string.IsNullOrWhiteSpace(seconds))
            return UsualSeconds;
        return int.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length is >= 1 and <= MaxSeconds
            ? length
            : throw new McpProtocolException(
                $"The argument \"seconds\" must be a whole number from 1 to {MaxSeconds}, and is '{Refusal.Truncate(seconds)}'.", McpErrorCode.InvalidParams);
    }

    private static PromptMessage Say(string text) => new() { Role = Role.User, Content = new TextContentBlock { Text = text } };

    private static PromptMessage Embed(string uri, string type, string text) => new()
    {
        Role = Role.User,
        Content = new EmbeddedResourceBlock { Resource = new TextResourceContents { Uri = uri, MimeType = type, Text = text } },
    };
}
