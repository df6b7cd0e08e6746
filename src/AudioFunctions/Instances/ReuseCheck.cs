using AudioFunctions.Sessions;
using Microsoft.DurableTask.Client;

namespace AudioFunctions.Instances;

/// <summary>Whether the takes of the session that a request names in <c>reuse_from</c> can be used.</summary>
public sealed class ReuseCheck(SessionLookup lookup)
{
    /// <returns>Null where the production may start, or has been started: a repeat is not refused because the other session is gone since.</returns>
    public async Task<ProductionStart?> RefuseAsync(DurableTaskClient client, ProductionRequest request, CancellationToken cancellationToken)
    {
        if (request.ReuseFrom is not { } reuseFrom || await lookup.FindAsync(client, request.SessionId, cancellationToken) is not null)
            return null;

        return await lookup.FindAsync(client, reuseFrom, cancellationToken) switch
        {
            null => ProductionStart.ReuseSessionNotFound,
            { Status: SessionStatus.Draft or SessionStatus.Generating } => ProductionStart.ReuseSessionGenerating,
            _ => null,
        };
    }
}
