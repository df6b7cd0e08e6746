using AudioFunctions.Sessions;
using AudioFunctions.Steps;
using Microsoft.Azure.Functions.Worker;

namespace AudioFunctions.Production;

/// <summary>The steps that write a session's own rows.</summary>
public sealed class SessionActivities(SessionStore sessions, ScriptArchive scripts)
{
    public const string Create = "CreateSession";
    public const string SetStatus = "SetSessionStatus";
    public const string RecordFailure = "RecordBeatFailure";

    /// <returns>The same as an earlier run of this step, until the production has got to its end.</returns>
    [Function(Create)]
    public Task<CreatedSession> CreateSession([ActivityTrigger] NewSession session, CancellationToken cancellationToken) =>
        StepFailures.CarryAsync(async () =>
        {
            // A run that comes late, when the session has been deleted, must not bring it back.
            if (!await scripts.HasTextAsync(session.SessionId, cancellationToken))
                throw StepFailures.Refuse("script-missing", $"scripts/{session.SessionId}.els does not exist; the session may have been deleted.");
            return await sessions.CreateAsync(session, cancellationToken);
        });

    /// <summary>
    /// Ends <c>generating</c>, and the error of an earlier run that did not get here. A run that comes late takes back nothing that a person
    /// or an export has set since.
    /// </summary>
    [Function(SetStatus)]
    public Task SetSessionStatus([ActivityTrigger] SessionStatusInput input, CancellationToken cancellationToken) =>
        StepFailures.CarryAsync(() =>
            sessions.FinishAsync(input.SessionId, input.TakeSeed, input.Status, cancellationToken));

    [Function(RecordFailure)]
    public Task RecordBeatFailure([ActivityTrigger] BeatFailureInput input, CancellationToken cancellationToken) =>
        StepFailures.CarryAsync(() => sessions.RecordFailureAsync(input.SessionId, input.BeatId, input.Error, input.FailedTakeId, cancellationToken));
}
