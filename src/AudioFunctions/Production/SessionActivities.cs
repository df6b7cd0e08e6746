using AudioFunctions.Sessions;
using AudioFunctions.Steps;
using Microsoft.Azure.Functions.Worker;

namespace AudioFunctions.Production;

/// <summary>The steps that write a session's own rows.</summary>
public sealed class SessionActivities(SessionStore sessions)
{
    public const string Create = "CreateSession";
    public const string SetStatus = "SetSessionStatus";
    public const string RecordFailure = "RecordBeatFailure";
    public const string Select = "SelectTake";

    /// <returns>When the session was created, also by an earlier run of this step.</returns>
    [Function(Create)]
    public Task<DateTimeOffset> CreateSession([ActivityTrigger] NewSession session, CancellationToken cancellationToken) =>
        StepFailures.CarryAsync(() => sessions.CreateAsync(session, cancellationToken));

    /// <summary>
    /// Ends <c>generating</c>, and the error of an earlier run that did not get here. A run that comes late takes back nothing that a person
    /// or an export has set since.
    /// </summary>
    [Function(SetStatus)]
    public Task SetSessionStatus([ActivityTrigger] SessionStatusInput input, CancellationToken cancellationToken) =>
        StepFailures.CarryAsync(() =>
            sessions.FinishAsync(input.SessionId, input.Status, cancellationToken));

    [Function(RecordFailure)]
    public Task RecordBeatFailure([ActivityTrigger] BeatFailureInput input, CancellationToken cancellationToken) =>
        StepFailures.CarryAsync(() => sessions.RecordFailureAsync(input.SessionId, input.BeatId, input.Error, input.FailedTakeId, cancellationToken));

    /// <returns>The take that is selected then, or null where the session or the beat is gone.</returns>
    [Function(Select)]
    public Task<string?> SelectTake([ActivityTrigger] SelectTakeInput input, CancellationToken cancellationToken) =>
        StepFailures.CarryAsync(async () =>
        {
            if (input.Select)
                await sessions.SelectAsync(input.Take.SessionId, input.Take.BeatId, input.Take.Id, allows: null, cancellationToken);
            var session = await sessions.FindAsync(input.Take.SessionId, cancellationToken);
            return session?.Beats.FirstOrDefault(beat => beat.BeatId == input.Take.BeatId)?.SelectedTakeId;
        });
}
