using System.ComponentModel;
using System.Net.Mime;
using System.Text;
using System.Text.Json;
using AudioFunctions.Export;
using AudioFunctions.Platform;
using AudioFunctions.Serialization;
using AudioFunctions.Sessions;
using AudioFunctions.Takes;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AudioFunctions.Mcp.Resources;

/// <summary>The resources: the language, sessions, and the audio and files that tools link to.</summary>
internal sealed class ProductResources(EngineClient engine, SessionLookup lookup, SessionStore sessions, TakeFiles takes, ExportFiles exports)
{
    [McpServerResource(UriTemplate = Links.Language, Name = "els", Title = "The ELS language", MimeType = MediaTypeNames.Text.Markdown)]
    [Description("Everything that a script can contain, with examples. Read it before you write one.")]
    public static string Language() => LanguageReference.Text;

    [McpServerResource(UriTemplate = Links.Session, Name = "session", Title = "A session", MimeType = MediaTypeNames.Application.Json)]
    [Description("A session with its beats, takes and selection, like the result of get_production_session.")]
    public async Task<ResourceContents> SessionAsync(
        RequestContext<ReadResourceRequestParams> request, string id, CancellationToken cancellationToken) =>
        await lookup.FindAsync(engine.Client, id, cancellationToken) is { } session
            ? new TextResourceContents
            {
                Uri = request.Params.Uri,
                MimeType = MediaTypeNames.Application.Json,
                Text = JsonSerializer.Serialize(session, ProductJson.Options),
            }
            : throw ResourceFailures.Of(request, Refusal.SessionNotFound(id));

    [McpServerResource(UriTemplate = Links.TakeAudio, Name = "take", Title = "A take's audio", MimeType = Links.AudioType)]
    [Description("The MP3 of one take.")]
    public async Task<ResourceContents> TakeAudioAsync(
        RequestContext<ReadResourceRequestParams> request, string id, string take, CancellationToken cancellationToken)
    {
        if (!PathName.IsPossible(id) || !PathName.IsPossible(take) || await sessions.FindTakeAsync(id, take, cancellationToken) is not { } found)
            throw ResourceFailures.Of(request, Refusal.TakeNotFound(id, take));
        var blob = await takes.AudioAsync(new TakeKey(id, found.BeatId, found.TakeId), cancellationToken);
        return await BlobResource.ReadAsync(request, blob, Links.AudioType, cancellationToken);
    }

    [McpServerResource(UriTemplate = Links.ExportFile, Name = "export_file", Title = "A file of an export")]
    [Description("A file that export_selected_takes or complete_audio_workflow named, or manifest.json.")]
    public async Task<ResourceContents> ExportFileAsync(
        RequestContext<ReadResourceRequestParams> request, string id, string file, CancellationToken cancellationToken)
    {
        if (!PathName.IsPossible(id) || !PathName.IsPossible(file))
            throw ResourceFailures.Of(request, Refusal.FileNotFound);
        var contents = await BlobResource.ReadAsync(
            request, await exports.FileAsync(id, file, cancellationToken), ExportFiles.TypeOf(file), cancellationToken);
        return Path.GetExtension(file) is ".json" or ExportFiles.SubRipEnding or ExportFiles.WebVttEnding
            ? new TextResourceContents { Uri = contents.Uri, MimeType = contents.MimeType, Text = Encoding.UTF8.GetString(contents.DecodedData.Span) }
            : contents;
    }
}
