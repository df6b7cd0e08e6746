using System.Security.Cryptography;
using AudioFunctions.Estimates;
using AudioFunctions.Export;
using AudioFunctions.Platform;
using AudioFunctions.Production;
using AudioFunctions.Scripts.Parsing;
using AudioFunctions.Sessions;
using AudioFunctions.Speech;
using AudioFunctions.Storage;
using AudioFunctions.Takes;
using AudioFunctions.Voices;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace AudioFunctions.Scripts;

/// <summary>Replaces the script of a session, or returns a refusal. Repeated and concurrent calls are safe.</summary>
public sealed class ScriptReplacement(
    SessionLookup lookup,
    SessionInstances instances,
    SessionStore sessions,
    ScriptArchive scripts,
    VoiceProfileStore voices,
    ScriptChangePlanner planner,
    ScriptEstimator estimator,
    ProductionContinuation continuation)
{
    private const int MaxAttempts = 5;

    public async Task<ReplacedScript> ReplaceAsync(
        DurableTaskClient client, string sessionId, ScriptReplacementRequest request, CancellationToken cancellationToken) =>
        await StorageConflict.RetryWhileNullAsync(() => AttemptAsync(client, sessionId, request, cancellationToken), MaxAttempts)
        ?? Refusal.Conflict("session-changing", "The session keeps changing; reload it and try again.");

    private async Task<ReplacedScript?> AttemptAsync(
        DurableTaskClient client, string sessionId, ScriptReplacementRequest request, CancellationToken cancellationToken)
    {
        // Read the session before the checks: anything that starts afterwards changes its row, and then this attempt replaces nothing.
        if (await lookup.FindAsync(client, sessionId, cancellationToken) is not { } session)
            return Refusal.SessionNotFound(sessionId);
        if (!session.IsUnderWay && session.Beats.Count == 0)
            return Refusal.Conflict("nothing-produced", "The production ended before it wrote a beat; submit the script as a new session.");
        if (await sessions.FindScriptStateAsync(sessionId, cancellationToken) is not { } state)
            return session.IsUnderWay ? UnderWay : Refusal.SessionNotFound(sessionId);
        if (await RefuseAsync(client, state.Session, cancellationToken) is { } refusal)
            return refusal;
        var stored = await scripts.FindTextAsync(sessionId, state.Outline?.ScriptName ?? "", cancellationToken);
        if (stored is not { } current || !request.Allows(current))
            return stored is null ? Refusal.SessionNotFound(sessionId) : OtherVersion;
        var context = await voices.ScriptContextAsync(state.Session.ProjectName, cancellationToken);
        var result = ScriptReader.Read(request.Text.Span, context);
        if (result.Script is null)
            return result.Validation;

        return await TryReplaceAsync(client, state, current, result.Script, request, cancellationToken);
    }

    private static Refusal UnderWay { get; } =
        Refusal.Conflict("session-generating", "The production is under way; replace the script when it has ended.");

    private static Refusal OtherVersion { get; } = new(
        StatusCodes.Status412PreconditionFailed,
        "precondition-failed",
        "The script has changed since the version in If-Match; GET it again and repeat with its ETag.");

    private async Task<Refusal?> RefuseAsync(DurableTaskClient client, SessionRecord session, CancellationToken cancellationToken)
    {
        if (session.IsUnderWay)
            return UnderWay;
        return await instances.FindRunningAsync(client, session.SessionId, cancellationToken) switch
        {
            null => null,
            { Name: ExportSession.Name } => Refusal.Conflict(
                "session-exporting", "An export of the session is under way; replace the script when it has ended."),
            _ => Refusal.Conflict(
                "session-generating", "A beat of the session is being regenerated; replace the script when it has its take."),
        };
    }

    /// <returns>Null if the session has changed in the meantime.</returns>
    private async Task<ReplacedScript?> TryReplaceAsync(
        DurableTaskClient client,
        SessionScriptState state,
        ReadOnlyMemory<byte> current,
        Script script,
        ScriptReplacementRequest request,
        CancellationToken cancellationToken)
    {
        var change = await planner.PlanAsync(state, script, cancellationToken);
        var (estimate, refusal) = await EstimateAsync(change, cancellationToken);
        if (estimate is null)
            return refusal!;
        if (request is { Produces: true, IsDryRun: false, IgnoresQuota: false } && estimate.CannotBePaid is { } shortage)
            return StartRefusals.Of(new ProductionResponse(ProductionStart.InsufficientCredits, shortage), reuseFrom: null);

        var starts = change.Count(BeatAction.Assemble) > 0 || (request.Produces && change.Count(BeatAction.Speak) > 0);
        var version = state.ScriptVersion;
        var changes = !current.Span.SequenceEqual(request.Text.Span) || !ChangesNothing(state, change);
        if (changes && !request.IsDryRun)
        {
            version++;
            if (!await TryWriteAsync(state, version, request.Text, change, starts, cancellationToken))
                return null;
        }
        else if (starts && !request.IsDryRun && !await sessions.BeginContinuingAsync(state.Session.SessionId, state.Session.Status, cancellationToken))
            return null;

        var began = starts && !request.IsDryRun;
        var failed = began ? await StartAsync(client, state.Session, request, cancellationToken) : null;
        return failed is not null
            ? failed
            : SessionScriptChange.Of(state.Session, version, change, estimate) with
            {
                Changed = changes,
                DryRun = request.IsDryRun,
                Status = StatusAfter(state.Session.Status, changes && !request.IsDryRun, began),
                ProductionStarted = began,
            };
    }

    /// <summary>If this fails, the script stays replaced: a repeat of the request, or <c>continue</c>, starts the production.</summary>
    private Task<Refusal?> StartAsync(
        DurableTaskClient client, SessionRecord session, ScriptReplacementRequest request, CancellationToken cancellationToken)
    {
        var back = StatusAfter(session.Status, changes: true, began: false);
        var run = new ContinuedRun { MaxCredits = request.MaxCredits, AssembleOnly = !request.Produces };
        return continuation.StartMarkedAsync(
            client, session with { Status = back, HasReplacedScript = true }, run, cancellationToken);
    }

    private async Task<bool> TryWriteAsync(
        SessionScriptState state, int version, ReadOnlyMemory<byte> text, ScriptChange change, bool starts, CancellationToken cancellationToken)
    {
        var sessionId = state.Session.SessionId;
        var outline = change.Outline(version, $"{version}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}");
        await scripts.AddVersionAsync(sessionId, outline.ScriptName, text, change.Script, cancellationToken);
        if (await sessions.TryReplaceScriptAsync(state, outline, change.Script.VideoTitle, starts, cancellationToken))
            return true;
        // If the response to the write was lost, the script may be the current one in spite of the refusal.
        if (await sessions.FindScriptNameAsync(sessionId, version, cancellationToken) == outline.ScriptName)
            return true;
        await scripts.RemoveVersionAsync(sessionId, outline.ScriptName, cancellationToken);
        return false;
    }

    private async Task<(ScriptEstimate? Estimate, Refusal? Refusal)> EstimateAsync(ScriptChange change, CancellationToken cancellationToken)
    {
        try
        {
            var profiles = await voices.ByCharacterAsync(cancellationToken);
            return (await estimator.EstimateAsync(change.Script, profiles, change.NotSpoken, cancellationToken), null);
        }
        catch (SpeechException failure)
        {
            return (null, Refusal.Conflict(failure.Code, failure.Message));
        }
    }

    /// <summary>Whether the beats and the takes they are assembled from would stay the same.</summary>
    private static bool ChangesNothing(SessionScriptState state, ScriptChange change) =>
        change.Beats.All(beat => beat.StandingWording is not null && beat.StandingWording == state.WordingOf(beat.BeatId)
            && (beat.Source is null || beat.Source == state.Outline?.Find(beat.BeatId)?.Source));

    private static SessionStatus StatusAfter(SessionStatus before, bool changes, bool began)
    {
        if (began)
            return SessionStatus.Generating;
        return changes && before is SessionStatus.Completed or SessionStatus.Exported ? SessionStatus.InProgress : before;
    }
}
