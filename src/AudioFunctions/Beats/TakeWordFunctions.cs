using AudioFunctions.Audio;
using AudioFunctions.Platform;
using AudioFunctions.Sessions;
using AudioFunctions.Takes;
using AudioFunctions.Words;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AudioFunctions.Beats;

/// <summary>The time of each word of a take, for a page or player that highlights words.</summary>
public sealed class TakeWordFunctions(SessionStore sessions, TakeFiles takes)
{
    [Function("GetTakeWords")]
    public async Task<IResult> Words(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "sessions/{id}/takes/{takeId}/words")] HttpRequest request,
        string id,
        string takeId,
        CancellationToken cancellationToken)
    {
        var take = PathName.IsPossible(id) && PathName.IsPossible(takeId) ? await sessions.FindTakeAsync(id, takeId, cancellationToken) : null;
        if (take is null)
            return Problem.Of(request, Refusal.TakeNotFound(id, takeId));
        var sheet = await takes.FindMetadataAsync(new TakeKey(id, take.BeatId, take.TakeId), cancellationToken);
        var words = sheet?.Words ?? [];
        return ProductResults.Json(new TakeWords(take.TakeId, sheet is not null && EstimatedWords.AreIn(words, sheet.Provider), words));
    }

    /// <param name="Estimated">As <see cref="EstimatedWords.AreIn"/>.</param>
    /// <param name="Words">Empty if there is no voice in the take, or it is older than word timings.</param>
    private sealed record TakeWords(string TakeId, bool Estimated, IReadOnlyList<WordTiming> Words);
}
