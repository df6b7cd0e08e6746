using AudioFunctions.Platform;
using AudioFunctions.Sessions;
using Microsoft.DurableTask.Client;

namespace AudioFunctions.Production;

/// <summary>
/// Stops a production before it has spoken everything: the response to the current request is kept, no further request is sent, and beats
/// that weren't spoken get the error <c>cancelled</c>.
/// </summary>
public sealed class ProductionCancellation(SessionLookup lookup, SessionStore sessions)
{
    /// <returns>Null if the production stops.</returns>
    public async Task<Refusal?> RequestAsync(DurableTaskClient client, string sessionId, CancellationToken cancellationToken)
    {
        if (await lookup.FindAsync(client, sessionId, cancellationToken) is not { } session)
            return Refusal.SessionNotFound(sessionId);
        return session.IsUnderWay && await sessions.RequestCancelAsync(sessionId, cancellationToken)
            ? null
            : Refusal.Conflict("nothing-to-cancel", "No production of this session is running.");
    }
}
