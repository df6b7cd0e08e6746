using AudioFunctions.Estimates;
using AudioFunctions.Production;
using AudioFunctions.Scripts;
using AudioFunctions.Sessions;
using Microsoft.DurableTask.Client;

namespace AudioFunctions.Instances;

/// <summary>A valid script that is to become a session.</summary>
/// <param name="SessionId">Whoever hands the same thing in again names the same session.</param>
/// <param name="Text">UTF-8.</param>
/// <param name="Script">The same, as it was read.</param>
/// <param name="ProjectName">Null leaves the script's.</param>
/// <param name="IgnoreQuota">Starts it even where the credits left will not do.</param>
public sealed record ProductionRequest(
    string SessionId, ReadOnlyMemory<byte> Text, Script Script, string? ProjectName, bool IgnoreQuota = false);

/// <summary>What became of a request for a production.</summary>
public enum ProductionStart
{
    /// <summary>The production runs, or has run: a repeat finds the first one's.</summary>
    Started,

    /// <summary>The session id belongs to another script.</summary>
    OtherScript,

    /// <summary>The session of this id is being deleted.</summary>
    BeingDeleted,

    /// <summary>The credits left will not do; nothing was stored.</summary>
    CannotBePaid,
}

/// <param name="Shortage">A sentence about needs and credits, where it cannot be paid for.</param>
public sealed record ProductionAnswer(ProductionStart Start, string? Shortage = null)
{
    public static implicit operator ProductionAnswer(ProductionStart start) => new(start);
}

/// <summary>Starts productions of scripts that were found valid. May be asked again with the same request, and twice at once.</summary>
public sealed class ProductionStarter(ScriptArchive scripts, SessionStore sessions, SessionLookup lookup, ProductionBudget budget)
{
    public async Task<ProductionAnswer> StartAsync(DurableTaskClient client, ProductionRequest request, CancellationToken cancellationToken)
    {
        var sessionId = request.SessionId;
        if (await sessions.IsBeingDeletedAsync(sessionId, cancellationToken))
            return ProductionStart.BeingDeleted;
        if (await FindShortageAsync(client, request, cancellationToken) is { } shortage)
            return new ProductionAnswer(ProductionStart.CannotBePaid, shortage);

        // The text is stored first: a production that exists always finds its script. A repeat finds both and changes nothing.
        if (!await scripts.TryAddTextAsync(sessionId, request.Text, cancellationToken)
            && !(await scripts.FindTextAsync(sessionId, cancellationToken))!.Value.Span.SequenceEqual(request.Text.Span))
        {
            return ProductionStart.OtherScript;
        }

        if (await lookup.FindAsync(client, sessionId, cancellationToken) is null)
        {
            var input = new ProduceSessionInput(request.ProjectName, sessionId);
            await Orchestrations.StartOnceAsync(client, ProduceSession.Name, sessionId, input, cancellationToken);
        }

        return ProductionStart.Started;
    }

    /// <summary>Why it cannot be paid for, or null. What runs or has run is not asked to pay again.</summary>
    private async Task<string?> FindShortageAsync(DurableTaskClient client, ProductionRequest request, CancellationToken cancellationToken)
    {
        var shortage = request.IgnoreQuota ? null : await budget.FindShortageAsync(request.Script, reusedBeats: [], cancellationToken);
        return shortage is null || await lookup.FindAsync(client, request.SessionId, cancellationToken) is not null ? null : shortage;
    }
}
