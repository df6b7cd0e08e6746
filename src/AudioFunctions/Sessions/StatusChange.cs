using AudioFunctions.Platform;
using Microsoft.DurableTask.Client;

namespace AudioFunctions.Sessions;

/// <summary>Sets a session to <c>completed</c> or back, or returns a refusal.</summary>
public sealed class StatusChange(SessionLookup lookup, SessionStore sessions)
{
    /// <param name="wanted">The status's name in JSON.</param>
    /// <returns>The updated session, or the refusal.</returns>
    public async Task<(SessionRecord? Session, Refusal? Refusal)> SetAsync(
        DurableTaskClient client, string sessionId, string? wanted, CancellationToken cancellationToken)
    {
        if (StatusOf(wanted) is not { } status)
        {
            return (null, Refusal.Invalid(
                "status-invalid", "status must be completed or in_progress; production and export set the others."));
        }

        if (await lookup.FindAsync(client, sessionId, cancellationToken) is not { } session)
            return (null, Refusal.SessionNotFound(sessionId));
        if (session.IsUnderWay)
            return (null, UnderWay);
        if (session.Status == SessionStatus.Draft)
            return (null, Refusal.Conflict("nothing-produced", "The session is a draft; continue it or regenerate a beat first."));
        if (session.Beats.Count == 0)
        {
            return (null, Refusal.Conflict(
                "nothing-produced", "The production ended before it wrote a beat; submit the script again, and delete this session."));
        }

        var before = await sessions.MoveStatusAsync(sessionId, session.Status, status, error: null, cancellationToken);
        // A production, an export or another client has set a status since.
        if (before == SessionStatus.Generating)
            return (null, UnderWay);
        if (before is not null && before != session.Status)
            return await SetAsync(client, sessionId, wanted, cancellationToken);
        return await lookup.FindAsync(client, sessionId, cancellationToken) is { } changed
            ? (changed, null)
            : (null, Refusal.SessionNotFound(sessionId));
    }

    private static Refusal UnderWay { get; } =
        Refusal.Conflict("session-generating", "The production is still under way; set the status when it has ended.");

    private static SessionStatus? StatusOf(string? name) => name switch
    {
        "completed" => SessionStatus.Completed,
        "in_progress" => SessionStatus.InProgress,
        _ => null,
    };
}
