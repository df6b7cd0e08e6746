using AudioFunctions.Platform;
using AudioFunctions.Sessions;
using AudioFunctions.Takes;
using Azure;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace AudioFunctions.Beats;

/// <summary>Starring and hiding takes. The recording never changes; its beat keeps the marks, and has their version.</summary>
public sealed class TakeMarkFunctions(SessionLookup lookup, SessionStore sessions, StaleTakes stale)
{
    [Function("PatchTake")]
    public async Task<IResult> Patch(
        [HttpTrigger(AuthorizationLevel.Function, "patch", Route = "sessions/{id}/takes/{takeId}")] HttpRequest request,
        string id,
        string takeId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var (body, problem) = await JsonRequest.ReadAsync<MarksBody>(request, MarksBody.Form, cancellationToken);
        if (problem is not null)
            return problem;
        if (body!.Check() is { } invalid)
            return Problem.Of(request, invalid);
        if (await lookup.FindAsync(client, id, cancellationToken) is not { } session)
            return Problem.SessionNotFound(request, id);
        if (await FindAsync(id, takeId, cancellationToken) is not { } current)
            return Problem.Of(request, Refusal.TakeNotFound(id, takeId));

        if (body.ChangesNothing(current.Take) && EntityVersion.Allows(request, current.Version))
            return await ShowAsync(request, session, current, current.Version, cancellationToken);
        var (outcome, written) = await sessions.MarkAsync(
            id, takeId, body.Over, version => EntityVersion.Allows(request, version), cancellationToken);
        return outcome switch
        {
            MarkOutcome.OtherVersion => Problem.PreconditionFailed(
                request, "The take's beat has changed since the version in If-Match; GET the beat again and repeat with its ETag."),
            MarkOutcome.IsSelected => Problem.Conflict(
                request, "take-selected", "The selected take can't be hidden, because export uses it; select another take of the beat first."),
            MarkOutcome.Written when await FindAsync(id, takeId, cancellationToken) is { } marked =>
                await ShowAsync(request, session, marked, written, cancellationToken),
            _ => Problem.Of(request, Refusal.TakeNotFound(id, takeId)),
        };
    }

    private async Task<MarkedTake?> FindAsync(string id, string takeId, CancellationToken cancellationToken)
    {
        if (!PathName.IsPossible(takeId) || await sessions.FindTakeAsync(id, takeId, cancellationToken) is not { BeatId: var beatId })
            return null;
        var stored = await sessions.FindBeatAsync(id, beatId, cancellationToken);
        // A take of an earlier wording isn't in the session.
        return stored?.Beat.Takes.FirstOrDefault(one => one.TakeId == takeId) is { } take ? new MarkedTake(stored, take) : null;
    }

    /// <param name="version">The beat's, right after the write: somebody else may have changed more of it since.</param>
    private async Task<IResult> ShowAsync(
        HttpRequest request, SessionRecord session, MarkedTake marked, ETag version, CancellationToken cancellationToken)
    {
        var beat = await stale.MarkAsync(marked.Stored.Beat with { Takes = [marked.Take] }, session.ProjectName, cancellationToken);
        request.HttpContext.Response.Headers.ETag = EntityVersion.Tag(version);
        return ProductResults.Json(beat.Takes[0]);
    }

    private sealed record MarkedTake(StoredBeat Stored, TakeRecord Take)
    {
        public ETag Version => Stored.Version;
    }
}
