using AudioFunctions.Production;
using AudioFunctions.Sessions;
using Microsoft.DurableTask.Client;

namespace AudioFunctions.Instances;

/// <summary>Starts productions of scripts that were found valid. May be asked again with the same request, and twice at once.</summary>
public sealed class ProductionStarter(ScriptArchive scripts, SessionStore sessions, SessionLookup lookup, ProductionAdmission admission)
{
    public async Task<ProductionAnswer> StartAsync(DurableTaskClient client, ProductionRequest request, CancellationToken cancellationToken)
    {
        var sessionId = request.SessionId;
        if (await sessions.IsBeingDeletedAsync(sessionId, cancellationToken))
            return ProductionStart.BeingDeleted;

        // A repeat is not refused because the credits are spent, or the session it reused is gone, since.
        var isRepeat = await lookup.FindAsync(client, sessionId, cancellationToken) is not null;
        if (!isRepeat && await admission.RefuseAsync(client, request, cancellationToken) is { } refusal)
            return refusal;

        // The text is stored first: a production that exists always finds its script. A repeat finds both and changes nothing.
        if (!await scripts.TryAddTextAsync(sessionId, request.Text, cancellationToken))
        {
            if (await scripts.FindTextAsync(sessionId, cancellationToken) is not { } standing)
                return ProductionStart.BeingDeleted;
            if (!standing.Span.SequenceEqual(request.Text.Span))
                return ProductionStart.OtherScript;
        }

        // The session is listed before it is scheduled: it exists from the answer on. One whose production has begun is past this.
        var session = NewSession.Of(sessionId, request.Script);
        var isToSchedule = await sessions.AddDraftAsync(session, cancellationToken);
        // Asked of the row that stands: of two requests at once, the first to write it counts.
        if (await sessions.IsOfOtherProjectAsync(session, cancellationToken))
            return ProductionStart.OtherProject;
        if (isToSchedule
            && await SessionLookup.ProductionAsync(client, sessionId, withInputsAndOutputs: false, cancellationToken) is null)
        {
            var input = new ProduceSessionInput(request.ProjectName, sessionId, request.ReuseFrom, request.MaxCredits);
            // Script and project were settled above by what is stored, so whoever is first starts the same production.
            await Orchestrations.StartOnceAsync(client, ProduceSession.Name, sessionId, input, isOwn: _ => true, cancellationToken);
        }

        // A deletion in between saw nothing run, and took the row. What was scheduled then fails for want of a script, and the next DELETE
        // removes it.
        return await sessions.ExistsAsync(sessionId, cancellationToken) ? ProductionStart.Started : ProductionStart.BeingDeleted;
    }
}
