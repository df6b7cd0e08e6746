using AudioFunctions.Platform;
using AudioFunctions.Sessions;
using AudioFunctions.Telemetry;
using Microsoft.DurableTask.Client;

namespace AudioFunctions.Production;

/// <summary>Starts productions of scripts that were found valid. May be asked again with the same request, and twice at once.</summary>
public sealed class ProductionStarter(ScriptArchive scripts, SessionStore sessions, SessionLookup lookup, ProductionAdmission admission)
{
    public async Task<ProductionResponse> StartAsync(DurableTaskClient client, ProductionRequest request, CancellationToken cancellationToken)
    {
        var sessionId = request.SessionId;
        Spans.About(sessionId);
        if (await sessions.IsBeingDeletedAsync(sessionId, cancellationToken))
            return ProductionStart.BeingDeleted;

        // A repeat is not refused because the credits are spent, or the session it reused is gone, since.
        var isRepeat = await lookup.FindAsync(client, sessionId, cancellationToken) is not null;
        if (!isRepeat && await admission.RefuseAsync(client, request, cancellationToken) is { } refusal)
            return refusal;

        if (await StoreTextAsync(request, cancellationToken) is { } problem)
            return problem;
        // The session is listed before it is scheduled: it exists from the answer on. One whose production has begun is past this.
        var session = NewSession.Of(sessionId, request.Script);
        var isToSchedule = await sessions.AddDraftAsync(session, cancellationToken);
        if (await FindDifferenceAsync(session, cancellationToken) is { } difference)
            return difference;
        if (isToSchedule
            && await SessionLookup.ProductionAsync(client, sessionId, withInputsAndOutputs: false, cancellationToken) is null)
        {
            var input = new ProduceSessionInput(request.ProjectName, sessionId, request.ReuseFrom, request.MaxCredits)
            {
                Takes = request.Takes,
                AutoRetakes = request.AutoRetakes,
            };
            // Script and project were settled above by what is stored, so whoever is first starts the same production.
            await Orchestrations.StartOnceAsync(client, ProduceSession.Name, sessionId, input, isOwn: _ => true, cancellationToken);
        }

        // A deletion in between saw nothing run, and took the row. What was scheduled then fails for want of a script, and the next DELETE
        // removes it.
        return await sessions.ExistsAsync(sessionId, cancellationToken) ? ProductionStart.Started : ProductionStart.BeingDeleted;
    }

    /// <summary>Makes a session of the script that stays a draft: nothing is spoken until somebody continues it or regenerates a beat.</summary>
    public async Task<ProductionResponse> KeepDraftAsync(ProductionRequest request, CancellationToken cancellationToken)
    {
        var sessionId = request.SessionId;
        Spans.About(sessionId);
        if (await sessions.IsBeingDeletedAsync(sessionId, cancellationToken))
            return ProductionStart.BeingDeleted;
        if (await StoreTextAsync(request, cancellationToken) is { } problem)
            return problem;

        var session = NewSession.Of(sessionId, request.Script) with { IsDraftOnly = true };
        var lacksBeats = await sessions.AddDraftAsync(session, cancellationToken);
        if (await FindDifferenceAsync(session, cancellationToken) is { } difference)
            return difference;
        if (lacksBeats)
        {
            // Before the beats: whoever regenerates one reads it.
            await scripts.SaveParsedAsync(sessionId, request.Script, cancellationToken);
            await sessions.WriteDraftBeatsAsync(session, cancellationToken);
        }

        return await sessions.ExistsAsync(sessionId, cancellationToken) ? ProductionStart.Started : ProductionStart.BeingDeleted;
    }

    /// <summary>The text is stored first: a session that exists always finds its script. A repeat finds both and changes nothing.</summary>
    /// <returns>Null if the script stands.</returns>
    private async Task<ProductionStart?> StoreTextAsync(ProductionRequest request, CancellationToken cancellationToken)
    {
        if (await scripts.TryAddTextAsync(request.SessionId, request.Text, cancellationToken))
            return null;
        if (await scripts.FindTextAsync(request.SessionId, scriptName: "", cancellationToken) is not { } standing)
            return ProductionStart.BeingDeleted;
        return standing.Span.SequenceEqual(request.Text.Span) ? null : ProductionStart.OtherScript;
    }

    /// <summary>Asked of the row that stands: of two requests at once, the first to write it counts.</summary>
    private async Task<ProductionStart?> FindDifferenceAsync(NewSession session, CancellationToken cancellationToken) =>
        await sessions.CompareAsync(session, cancellationToken) switch
        {
            SessionDifference.OtherProject => ProductionStart.OtherProject,
            SessionDifference.OtherKind => ProductionStart.OtherKind,
            _ => null,
        };
}
