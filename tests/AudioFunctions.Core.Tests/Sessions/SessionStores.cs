using AudioFunctions.Sessions;

namespace AudioFunctions.Core.Tests.Sessions;

/// <summary>Changes of a session as most tests make them.</summary>
internal static class SessionStores
{
    public static Task<bool> AddTakeAsync(this SessionStore store, string sessionId, TakeRecord take, CancellationToken cancellationToken) =>
        store.AddTakeAsync(sessionId, take, select: false, cancellationToken);

    public static Task<bool> AddTakeAsync(
        this SessionStore store, string sessionId, TakeRecord take, bool select, CancellationToken cancellationToken) =>
        store.AddTakeAsync(sessionId, take, select, rivals: [], cancellationToken);

    /// <summary>Sets the status from whatever it is.</summary>
    public static async Task SetStatusAsync(this SessionStore store, string sessionId, SessionStatus status, CancellationToken cancellationToken)
    {
        var session = await store.FindAsync(sessionId, cancellationToken);
        await store.MoveStatusAsync(sessionId, session!.Status, status, error: null, cancellationToken);
    }
}
