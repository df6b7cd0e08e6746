using AudioFunctions.Platform;
using AudioFunctions.Sessions;
using AudioFunctions.Speech;
using AudioFunctions.Takes;
using AudioFunctions.Voices;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace AudioFunctions.Beats;

/// <summary>One beat with its script, settings and review, for a review page.</summary>
public sealed class BeatDetailFunctions(
    SessionLookup lookup, SessionStore sessions, ScriptArchive scripts, VoiceProfileStore voices, StaleTakes stale, ISpeechService speech)
{
    [Function("GetBeat")]
    public async Task<IResult> Beat(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "sessions/{id}/beats/{beatId}")] HttpRequest request,
        string id,
        string beatId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var (stored, refusal) = await FindAsync(client, id, beatId, cancellationToken);
        return stored is null ? Problem.Of(request, refusal!) : await ShowAsync(request, id, stored, cancellationToken);
    }

    /// <summary>Changes the beat's review, note and lock, even during a production.</summary>
    [Function("PatchBeat")]
    public async Task<IResult> Patch(
        [HttpTrigger(AuthorizationLevel.Function, "patch", Route = "sessions/{id}/beats/{beatId}")] HttpRequest request,
        string id,
        string beatId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var (body, problem) = await JsonRequest.ReadAsync<ReviewBody>(request, ReviewBody.Form, cancellationToken);
        if (problem is not null)
            return problem;
        var (stored, refusal) = body!.Check() is { } invalid ? (null, invalid) : await FindAsync(client, id, beatId, cancellationToken);
        if (stored is null)
            return Problem.Of(request, refusal!);
        if (body.NeedsTake && stored.Beat.SelectedTakeId is null)
            return Problem.Conflict(request, "beat-has-no-take", "The beat has no take yet, so it can't be approved or locked.");

        if (body.ChangesNothing(stored.Beat) && EntityVersion.Allows(request, stored.Version))
            return await ShowAsync(request, id, stored, cancellationToken);

        return await sessions.ReviewAsync(id, beatId, body.Over, current => EntityVersion.Allows(request, current), cancellationToken) switch
        {
            ReviewOutcome.OtherVersion => Problem.PreconditionFailed(
                request, "The beat has changed since the version in If-Match; GET it again and repeat with its ETag."),
            ReviewOutcome.Written when await sessions.FindBeatAsync(id, beatId, cancellationToken) is { } changed =>
                await ShowAsync(request, id, changed, cancellationToken),
            _ => Problem.BeatNotFound(request, beatId),
        };
    }

    private async Task<(StoredBeat? Beat, Refusal? Refusal)> FindAsync(
        DurableTaskClient client, string id, string beatId, CancellationToken cancellationToken)
    {
        if (await lookup.FindAsync(client, id, cancellationToken) is null)
            return (null, Refusal.SessionNotFound(id));
        return PathName.IsPossible(beatId) && await sessions.FindBeatAsync(id, beatId, cancellationToken) is { } stored
            ? (stored, null)
            : (null, Refusal.BeatNotFound(beatId));
    }

    private async Task<IResult> ShowAsync(HttpRequest request, string id, StoredBeat stored, CancellationToken cancellationToken)
    {
        var script = await scripts.ReadParsedAsync(id, cancellationToken);
        // The script may have been replaced since the beat was read.
        if (script.FindBeat(stored.Beat.BeatId) is not { } written)
            return Problem.BeatNotFound(request, stored.Beat.BeatId);
        var beat = await stale.MarkAsync(stored.Beat, script.Project, cancellationToken);
        var detail = BeatDetail.For(
            id,
            beat,
            written,
            await voices.ByCharacterAsync(cancellationToken),
            await speech.FindModelsAsync(cancellationToken),
            script.Directions);
        request.HttpContext.Response.Headers.ETag = EntityVersion.Tag(stored.Version);
        return ProductResults.Json(detail);
    }
}
