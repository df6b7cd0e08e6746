using System.Globalization;
using AudioFunctions.Platform;
using AudioFunctions.Sessions;
using AudioFunctions.Storage;
using AudioFunctions.Takes;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Net.Http.Headers;

namespace AudioFunctions.Export;

/// <summary>Downloads of takes and exports, with ranges and ETags.</summary>
public sealed class MediaFunctions(SessionStore sessions, TakeFiles takes, ExportFiles exports)
{
    private const string Audio = "audio/mpeg";
    private const int ReadBufferBytes = 256 * 1024;

    [Function("GetTakeAudio")]
    public async Task<IResult> TakeAudio(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "sessions/{id}/takes/{takeId}/audio")] HttpRequest request,
        string id,
        string takeId,
        CancellationToken cancellationToken)
    {
        if (await FindTakeAsync(id, takeId, cancellationToken) is not { } take)
            return Problem.Of(request, Refusal.TakeNotFound(id, takeId));
        var blob = await takes.AudioAsync(new TakeKey(id, take.BeatId, take.TakeId), cancellationToken);
        return await SendAsync(request, blob, Audio, disposition: null, cancellationToken);
    }

    [Function("GetExportFile")]
    public async Task<IResult> ExportFile(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "sessions/{id}/exports/{file}")] HttpRequest request,
        string id,
        string file,
        CancellationToken cancellationToken)
    {
        if (!PathName.IsPossible(id) || !PathName.IsPossible(file))
            return FileNotFound(request);
        var disposition = file == ExportFiles.ZipName || PastExports.IsName(file) ? await ArchiveOfAsync(id, file, cancellationToken) : new ContentDispositionHeaderValue("inline");
        if (disposition.FileName.Length == 0)
            disposition.FileName = $"\"{file}\"";
        var blob = await exports.FileAsync(id, file, cancellationToken);
        return await SendAsync(request, blob, ExportFiles.TypeOf(file), disposition.ToString(), cancellationToken);
    }

    /// <summary>The archive is named after its video, so that several downloads are easy to tell apart.</summary>
    private async Task<ContentDispositionHeaderValue> ArchiveOfAsync(string id, string file, CancellationToken cancellationToken)
    {
        var disposition = new ContentDispositionHeaderValue("attachment");
        var time = PastExports.TimeOf(file)?.ToString(" yyyy-MM-dd HH.mm.ss", CultureInfo.InvariantCulture);
        if (await sessions.FindAsync(id, cancellationToken) is { } session)
            disposition.SetHttpFileName($"{DownloadName.Of(session.VideoTitle)}{time}.zip");
        return disposition;
    }

    private static async Task<IResult> SendAsync(
        HttpRequest request, BlobClient blob, string contentType, string? disposition, CancellationToken cancellationToken)
    {
        var open = () => OpenAsync(request, blob, contentType, disposition, cancellationToken);
        return new MediaResponse(request, await open(), open);
    }

    private static async Task<IResult> OpenAsync(
        HttpRequest request, BlobClient blob, string contentType, string? disposition, CancellationToken cancellationToken)
    {
        for (var replaced = 1; ; replaced++)
        {
            try
            {
                var properties = (await blob.GetPropertiesAsync(cancellationToken: cancellationToken)).Value;
                var content = await blob.OpenReadAsync(
                    new BlobOpenReadOptions(allowModifications: false)
                    {
                        BufferSize = ReadBufferBytes,
                        Conditions = new BlobRequestConditions { IfMatch = properties.ETag },
                    },
                    cancellationToken);
                request.HttpContext.Response.Headers.ContentDisposition = disposition;
                var tag = new EntityTagHeaderValue(properties.ETag.ToString("H"));
                return Results.Stream(content, contentType, null, properties.LastModified, tag, enableRangeProcessing: true);
            }
            catch (RequestFailedException missing) when (StorageConflict.IsMissing(missing))
            {
                return FileNotFound(request);
            }
            catch (RequestFailedException changed) when (MediaResponse.IsReplaced(changed) && replaced < MediaResponse.MaxOpenings)
            {
                // An export replaced the file between the two requests.
            }
        }
    }

    private async Task<TakeRecord?> FindTakeAsync(string sessionId, string takeId, CancellationToken cancellationToken) =>
        PathName.IsPossible(sessionId) && PathName.IsPossible(takeId) ? await sessions.FindTakeAsync(sessionId, takeId, cancellationToken) : null;

    private static IResult FileNotFound(HttpRequest request) => Problem.Of(request, Refusal.FileNotFound);
}
