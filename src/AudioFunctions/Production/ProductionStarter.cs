using AudioFunctions.Platform;
using AudioFunctions.Sessions;
using AudioFunctions.Telemetry;
using Microsoft.DurableTask.Client;

namespace AudioFunctions.Production;

/// <summary>Starts productions of valid scripts. Repeated and concurrent calls with the same request are safe.</summary>
public sealed class ProductionStarter(ScriptArchive scripts, SessionStore sessions, SessionLookup lookup, ProductionAdmission admission)
{
    public async Task<ProductionResponse> StartAsync(DurableTaskClient client, ProductionRequest request, CancellationToken cancellationToken)
    {
        var sessionId = request.SessionId;
        Spans.About(sessionId);
        if (await sessions.IsBeingDeletedAsync(sessionId, cancellationToken))
            return ProductionStart.BeingDeleted;

        // Don't refuse a repeat because the credits were spent, or the session to reuse was deleted, after the first request.
        var isRepeat = await lookup.FindAsync(client, sessionId, cancellationToken) is not null;
        if (!isRepeat && await admission.RefuseAsync(client, request, cancellationToken) is { } refusal)
            return refusal;

        if (await StoreTextAsync(request, cancellationToken) is { } problem)
            return problem;
        // Add the session before scheduling it, so that it exists when the client gets the response.
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
            // Script and project were compared with the stored ones above, so whoever is first starts the same production.
            await Orchestrations.StartOnceAsync(client, ProduceSession.Name, sessionId, input, isOwn: _ => true, cancellationToken);
        }

        // A concurrent deletion saw no instance and deleted the row. The scheduled instance then fails because there is no script, and the next
        // DELETE removes it.
        return await sessions.ExistsAsync(sessionId, cancellationToken) ? ProductionStart.Started : ProductionStart.BeingDeleted;
    }

    /// <summary>Creates a draft session: nothing is spoken until somebody continues it or regenerates a beat.</summary>
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
            // Before the beats, because regenerating a beat reads the parsed script.
            await scripts.SaveParsedAsync(sessionId, request.Script, cancellationToken);
            await sessions.WriteDraftBeatsAsync(session, cancellationToken);
        }

        return await sessions.ExistsAsync(sessionId, cancellationToken) ? ProductionStart.Started : ProductionStart.BeingDeleted;
    }

    /// <summary>Stores the text before the session's row, so that every session has a script. A repeat changes nothing.</summary>
    /// <returns>Null if the stored script is this one.</returns>
    private async Task<ProductionStart?> StoreTextAsync(ProductionRequest request, CancellationToken cancellationToken)
    {
        if (await scripts.TryAddTextAsync(request.SessionId, request.Text, cancellationToken))
            return null;
        if (await scripts.FindTextAsync(request.SessionId, scriptName: "", cancellationToken) is not { } stored)
            return ProductionStart.BeingDeleted;
        return stored.Span.SequenceEqual(request.Text.Span) ? null : ProductionStart.OtherScript;
    }

    /// <summary>Compares with the stored row: of two concurrent requests, the first to write it wins.</summary>
    private async Task<ProductionStart?> FindDifferenceAsync(NewSession session, CancellationToken cancellationToken) =>
        await sessions.CompareAsync(session, cancellationToken) switch
        {
            SessionDifference.OtherProject => ProductionStart.OtherProject,
            SessionDifference.OtherKind => ProductionStart.OtherKind,
            _ => null,
        };
}
