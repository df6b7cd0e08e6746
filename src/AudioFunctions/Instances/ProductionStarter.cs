using AudioFunctions.Production;
using AudioFunctions.Sessions;
using Microsoft.DurableTask.Client;

namespace AudioFunctions.Instances;

/// <summary>A valid script that is to become a session.</summary>
/// <param name="SessionId">Whoever hands the same thing in again names the same session.</param>
/// <param name="Text">UTF-8.</param>
/// <param name="ProjectName">Null leaves the script's.</param>
/// <param name="ReuseFrom">The session whose unchanged takes serve again, or null.</param>
public sealed record ProductionRequest(string SessionId, ReadOnlyMemory<byte> Text, string? ProjectName, string? ReuseFrom = null);

/// <summary>What became of a request for a production.</summary>
public enum ProductionStart
{
    /// <summary>The production runs, or has run: a repeat finds the first one's.</summary>
    Started,

    /// <summary>The session id belongs to another script.</summary>
    OtherScript,

    /// <summary>The session of this id is being deleted.</summary>
    BeingDeleted,

    /// <summary>The session whose takes were to serve is not there, or is being deleted. Nothing was stored.</summary>
    ReuseSessionNotFound,

    /// <summary>The production of that session has not ended: what it selects is not settled. Nothing was stored.</summary>
    ReuseSessionGenerating,
}

/// <summary>Starts productions of scripts that were found valid. May be asked again with the same request, and twice at once.</summary>
public sealed class ProductionStarter(ScriptArchive scripts, SessionStore sessions, SessionLookup lookup, ReuseCheck reuse)
{
    public async Task<ProductionStart> StartAsync(DurableTaskClient client, ProductionRequest request, CancellationToken cancellationToken)
    {
        var sessionId = request.SessionId;
        if (await sessions.IsBeingDeletedAsync(sessionId, cancellationToken))
            return ProductionStart.BeingDeleted;
        if (await reuse.RefuseAsync(client, request, cancellationToken) is { } refusal)
            return refusal;

        // The text is stored first: a production that exists always finds its script. A repeat finds both and changes nothing.
        if (!await scripts.TryAddTextAsync(sessionId, request.Text, cancellationToken)
            && !(await scripts.FindTextAsync(sessionId, cancellationToken))!.Value.Span.SequenceEqual(request.Text.Span))
        {
            return ProductionStart.OtherScript;
        }

        if (await lookup.FindAsync(client, sessionId, cancellationToken) is null)
        {
            var input = new ProduceSessionInput(request.ProjectName, sessionId, request.ReuseFrom);
            await Orchestrations.StartOnceAsync(client, ProduceSession.Name, sessionId, input, cancellationToken);
        }

        return ProductionStart.Started;
    }
}
