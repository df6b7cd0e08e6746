using AudioFunctions.Platform;
using AudioFunctions.Sessions;
using Azure;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace AudioFunctions.Beats;

/// <summary>The response to a selection.</summary>
public sealed record SelectionResponse(bool Success, string BeatId, string SelectedTakeId);

/// <summary>Selects a take of a beat, or returns a refusal.</summary>
public sealed class TakeSelection(SessionLookup lookup, SessionStore sessions)
{
    /// <param name="isWanted">Whether this version of the beat matches the request; null if any does.</param>
    /// <returns>The beat's new version, or the refusal.</returns>
    public async Task<(ETag Version, Refusal? Refusal)> SelectAsync(
        DurableTaskClient client, string sessionId, string beatId, string? takeId, Func<ETag, bool>? isWanted, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(takeId))
            return (default, Refusal.Invalid("take-id-missing", "The body needs \"take_id\"."));
        if (await lookup.FindAsync(client, sessionId, cancellationToken) is not { } session)
            return (default, Refusal.SessionNotFound(sessionId));
        if (!session.Beats.Any(beat => beat.BeatId == beatId))
            return (default, Refusal.BeatNotFound(beatId));

        var selection = PathName.IsPossible(takeId)
            ? await sessions.SelectAsync(sessionId, beatId, takeId, isWanted, cancellationToken)
            : new Selection(SelectionOutcome.NoSuchTake);
        return selection.Outcome switch
        {
            SelectionOutcome.Selected => (selection.Version, null),
            SelectionOutcome.OtherVersion => (default, new Refusal(
                StatusCodes.Status412PreconditionFailed,
                "precondition-failed",
                "The beat has changed since the version in If-Match; GET it again, listen to what is new, and repeat with its ETag.")),
            _ => (default, Refusal.NotFound(
                "take-not-found",
                $"Beat '{Refusal.Truncate(beatId)}' has no take '{Refusal.Truncate(takeId)}'; GET the session to see its takes.")),
        };
    }
}
