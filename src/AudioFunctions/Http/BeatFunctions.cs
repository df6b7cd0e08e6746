using AudioFunctions.Instances;
using AudioFunctions.Production;
using AudioFunctions.Sessions;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace AudioFunctions.Http;

/// <summary>Another reading of a beat, and which reading counts.</summary>
public sealed class BeatFunctions(SessionLookup lookup, SessionStore sessions, ScriptArchive scripts)
{
    [Function("StartRegenerate")]
    public async Task<IResult> Regenerate(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "sessions/{id}/beats/{beatId}/regenerate")] HttpRequest request,
        string id,
        string beatId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (IdempotencyKey.InstanceIdFor(request, $"regenerate/{id}/{beatId}") is not { } instanceId)
            return Problem.Of(request, StatusCodes.Status400BadRequest, "idempotency-key-invalid", IdempotencyKey.Hint);
        var (body, problem) = await JsonRequest.ReadAsync<RegenerateBody>(request, RegenerateBody.Form, cancellationToken);
        problem ??= body!.Check(request);
        if (problem is not null)
            return problem;
        var session = await lookup.FindAsync(client, id, cancellationToken);
        if (Refuse(request, session, id, beatId) is { } refusal)
            return refusal;
        var settings = body!.Settings();
        if (settings.Characters is not null
            && await RefuseCharactersAsync(request, id, beatId, settings.Characters.Keys, cancellationToken) is { } unknown)
        {
            return unknown;
        }

        var input = new RegenerateBeatInput(id, beatId, settings, BeatOf(session!, beatId)!.FailedTakeId, body.Select ?? false, InstanceIds.Random());
        return await StartAsync(request, client, instanceId, input, cancellationToken);
    }

    [Function("SelectTakeHttp")]
    public async Task<IResult> Select(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "sessions/{id}/beats/{beatId}/select")] HttpRequest request,
        string id,
        string beatId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var (body, problem) = await JsonRequest.ReadAsync<SelectBody>(request, "{\"take_id\"}", cancellationToken);
        if (problem is not null)
            return problem;
        if (string.IsNullOrEmpty(body!.TakeId))
            return Problem.Of(request, StatusCodes.Status400BadRequest, "take-id-missing", "The body needs \"take_id\".");
        if (await lookup.FindAsync(client, id, cancellationToken) is not { } session)
            return Problem.SessionNotFound(request, id);
        if (BeatOf(session, beatId) is null)
            return Problem.BeatNotFound(request, beatId);

        return await SelectAsync(request, id, beatId, body.TakeId, cancellationToken);
    }

    private async Task<IResult> StartAsync(
        HttpRequest request, DurableTaskClient client, string instanceId, RegenerateBeatInput input, CancellationToken cancellationToken)
    {
        var standing = await client.GetInstanceAsync(instanceId, getInputsAndOutputs: true, cancellationToken);
        if (standing is null)
        {
            if (!await sessions.AddRunAsync(input.SessionId, instanceId, cancellationToken))
                return Problem.SessionNotFound(request, input.SessionId);
            standing = await Orchestrations.StartOnceAsync(
                client,
                RegenerateBeat.Name,
                instanceId,
                input,
                started => started.ReadInputAs<RegenerateBeatInput>()?.TakeSeed == input.TakeSeed,
                cancellationToken);
        }

        if (standing is not null && standing.ReadInputAs<RegenerateBeatInput>()?.AsksTheSameAs(input) is not true)
        {
            return Problem.IdempotencyKeyReused(
                request,
                "This Idempotency-Key was used for a reading of the beat with other settings; use a new key for a new reading.");
        }

        return DurableAnswers.Started(request.HttpContext.Response, client, instanceId, input.SessionId);
    }

    private async Task<IResult> SelectAsync(HttpRequest request, string id, string beatId, string takeId, CancellationToken cancellationToken)
    {
        var selection = PathName.IsPossible(takeId)
            ? await sessions.SelectAsync(id, beatId, takeId, version => EntityVersion.Allows(request, version), cancellationToken)
            : new Selection(SelectionOutcome.NoSuchTake);
        switch (selection.Outcome)
        {
            case SelectionOutcome.Selected:
                request.HttpContext.Response.Headers.ETag = EntityVersion.Tag(selection.Version);
                return ProductResults.Json(new SelectionAnswer(true, beatId, takeId));
            case SelectionOutcome.OtherVersion:
                return Problem.PreconditionFailed(
                    request, "The beat is not the version the request names; GET it again, listen to what is new, and repeat with its ETag.");
            default:
                return Problem.Of(
                    request,
                    StatusCodes.Status404NotFound,
                    "take-not-found",
                    $"Beat '{Problem.Shown(beatId)}' has no take '{Problem.Shown(takeId)}'; GET sessions/{{id}} lists its takes.");
        }
    }

    private static IResult? Refuse(HttpRequest request, SessionRecord? session, string id, string beatId)
    {
        if (session is null)
            return Problem.SessionNotFound(request, id);
        if (session.IsUnderWay)
        {
            return Problem.Conflict(
                request, "session-generating", "The production is still under way; regenerate when it has ended.");
        }

        return BeatOf(session, beatId) is null ? Problem.BeatNotFound(request, beatId) : null;
    }

    /// <summary>A setting for a character who says nothing in the beat would change nothing, and be paid for.</summary>
    private async Task<IResult?> RefuseCharactersAsync(
        HttpRequest request, string id, string beatId, IEnumerable<string> characters, CancellationToken cancellationToken)
    {
        var script = await scripts.ReadParsedAsync(id, cancellationToken);
        var speaking = BeatDetail.SpeakersOf(script.BeatOf(beatId));
        var silent = characters.Except(speaking).ToList();
        return silent.Count == 0
            ? null
            : Problem.Of(
                request,
                StatusCodes.Status400BadRequest,
                "character-not-in-beat",
                $"The beat has no line of {string.Join(", ", silent.Select(name => $"'{Problem.Shown(name)}'"))}; it is spoken by {string.Join(", ", speaking)}.");
    }

    private static BeatRecord? BeatOf(SessionRecord session, string beatId) => session.Beats.FirstOrDefault(beat => beat.BeatId == beatId);

    private sealed record SelectBody(string? TakeId);

    private sealed record SelectionAnswer(bool Success, string BeatId, string SelectedTakeId);
}
