using AudioFunctions.Platform;
using AudioFunctions.Pronunciations;
using AudioFunctions.Sessions;
using AudioFunctions.Speech;
using AudioFunctions.Storage;
using AudioFunctions.Takes;
using AudioFunctions.Telemetry;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace AudioFunctions.Production;

/// <summary>The steps that write a session's own rows.</summary>
public sealed partial class SessionActivities(
    SessionStore sessions,
    ScriptArchive scripts,
    SessionPronunciations pronunciations,
    TakeFiles takes,
    ISpeechService speech,
    ILogger<SessionActivities> logger)
{
    public const string Create = "CreateSession";
    public const string SetStatus = "SetSessionStatus";
    public const string FindBeat = nameof(FindBeat);
    public const string FindSpoken = "FindSpokenBeats";
    public const string RecordFailure = "RecordBeatFailure";
    public const string RecordNotSpoken = "RecordBeatsNotSpoken";
    public const string KeepUnfinished = "KeepUnfinishedTakes";

    /// <returns>The same as an earlier run of this step, until the production has got to its end.</returns>
    [Function(Create)]
    public Task<CreatedSession> CreateSession([ActivityTrigger] NewSession session, CancellationToken cancellationToken) =>
        StepFailures.CarryAsync(session.SessionId, async () =>
        {
            // A run that comes late, when the session has been deleted, must not bring it back.
            if (!await scripts.HasTextAsync(session.SessionId, cancellationToken))
                throw StepFailures.Refuse("script-missing", $"scripts/{session.SessionId}.els does not exist; the session may have been deleted.");
            if (session.MaxCredits is { } maxCredits)
                session = session with { CreditLimit = await takes.CreditsSpentAsync(session.SessionId, cancellationToken) + maxCredits };
            var created = await sessions.CreateAsync(session with { Provider = speech.Provider }, cancellationToken);
            var standing = await StandingAsync(session.SessionId, cancellationToken);
            var rulesOf = await pronunciations.KeepAsync(session.SessionId, session.ProjectName, created.TakeSeed, cancellationToken);
            return created with
            {
                RulesOf = rulesOf,
                // A run that continues keeps every take; one that was started again speaks all but what is locked.
                Standing = session.RunId is null ? [.. standing.Where(beat => beat.IsLocked)] : standing,
            };
        });

    /// <summary>
    /// Ends <c>generating</c>, and the error of an earlier run that did not get here. A run that comes late takes back nothing that a person
    /// or an export has set since.
    /// </summary>
    [Function(SetStatus)]
    public Task SetSessionStatus([ActivityTrigger] SessionStatusInput input, CancellationToken cancellationToken) =>
        StepFailures.CarryAsync(input.SessionId, async () =>
        {
            if (await sessions.FinishAsync(input.SessionId, input.TakeSeed, input.Status, cancellationToken))
                await CountCostAsync(input.SessionId, cancellationToken);
        });

    /// <summary>A production that is done does not fail because its cost could not be counted.</summary>
    private async Task CountCostAsync(string sessionId, CancellationToken cancellationToken)
    {
        try
        {
            if (ProductionMetrics.CountsSessionCost)
                ProductionMetrics.SessionEnded(await takes.CreditsSpentAsync(sessionId, cancellationToken));
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            CostNotCounted(logger, failure, sessionId);
        }
    }

    /// <summary>A beat that is to be spoken beside its production.</summary>
    [Function(FindBeat)]
    public Task<StandingBeat> FindBeatAsync([ActivityTrigger] BeatInput input, CancellationToken cancellationToken) =>
        StepFailures.CarryAsync(new StepSubject(input.SessionId, input.BeatId), async () =>
        {
            var session = await FindAsync(input.SessionId, cancellationToken);
            return session.Status == SessionStatus.Generating
                ? throw StepFailures.Refuse("session-generating", "The production was continued meanwhile; regenerate when it has ended.")
                : Standing(session.Beats.FirstOrDefault(beat => beat.BeatId == input.BeatId)
                    ?? throw StepFailures.Refuse("beat-not-found", $"The session has no beat '{input.BeatId}'; it may have been deleted."));
        },
        FindBeat);

    /// <summary>Beats that a production has spoken, as they are now: some may be worth another take.</summary>
    [Function(FindSpoken)]
    public Task<IReadOnlyList<SpokenBeat>> FindSpokenBeats([ActivityTrigger] SpokenBeatsInput input, CancellationToken cancellationToken) =>
        StepFailures.CarryAsync<IReadOnlyList<SpokenBeat>>(input.SessionId, async () =>
        {
            var session = await FindAsync(input.SessionId, cancellationToken);
            var asked = input.BeatIds.ToHashSet(StringComparer.Ordinal);
            return [.. session.Beats.Where(beat => asked.Contains(beat.BeatId)).Select(SpokenBeat.Of)];
        });

    [Function(RecordFailure)]
    public Task RecordBeatFailure([ActivityTrigger] BeatFailureInput input, CancellationToken cancellationToken) =>
        StepFailures.CarryAsync(new StepSubject(input.SessionId, input.BeatId, input.FailedTakeId), async () =>
        {
            if (input.FailedTakeId is { } takeId)
                await RecordAsync(new TakeKey(input.SessionId, input.BeatId, takeId), input.Error, cancellationToken);
            else
                await sessions.RecordFailureAsync(input.SessionId, input.BeatId, input.Error, failedTakeId: null, cancellationToken);
        });

    /// <summary>Records with the beats behind the one at which a production stopped why they have no take.</summary>
    [Function(RecordNotSpoken)]
    public Task RecordBeatsNotSpoken([ActivityTrigger] NotSpokenInput input, CancellationToken cancellationToken) =>
        StepFailures.CarryAsync(input.SessionId, async () =>
        {
            foreach (var (beatId, index) in input.BeatIds.Select((beatId, index) => (beatId, index)))
            {
                // Null in the history of an earlier version.
                if (input.Takes is { } begun)
                    await RecordAsync(begun[index], input.Error, cancellationToken);
                else
                    await sessions.RecordNotSpokenAsync(input.SessionId, beatId, input.Error, cancellationToken);
            }
        });

    /// <summary>Keeps what a run that was broken off has paid for usable, with beats that a run leaves unspoken without an error.</summary>
    [Function(KeepUnfinished)]
    public Task KeepUnfinishedTakes([ActivityTrigger] UnfinishedTakesInput input, CancellationToken cancellationToken) =>
        StepFailures.CarryAsync(input.SessionId, async () =>
        {
            foreach (var take in input.Takes)
            {
                if (await takes.FindPlanAsync(take, cancellationToken) is { } plan)
                    await sessions.KeepUnfinishedAsync(input.SessionId, take.BeatId, take.Id, plan.Wording ?? "", cancellationToken);
            }
        });

    /// <summary>A take that has no plan has asked for nothing: what an earlier one got stays usable.</summary>
    private async Task RecordAsync(TakeKey take, BeatError error, CancellationToken cancellationToken)
    {
        if (await takes.FindPlanAsync(take, cancellationToken) is { } plan)
            await sessions.RecordFailureAsync(take.SessionId, take.BeatId, error, take.Id, cancellationToken, plan.Wording ?? "");
        else
            await sessions.RecordNotSpokenAsync(take.SessionId, take.BeatId, error, cancellationToken);
    }

    private async Task<IReadOnlyList<StandingBeat>> StandingAsync(string sessionId, CancellationToken cancellationToken)
    {
        var session = await FindAsync(sessionId, cancellationToken);
        return [.. session.Beats.Select(Standing)];
    }

    private async Task<SessionRecord> FindAsync(string sessionId, CancellationToken cancellationToken) =>
        await sessions.FindAsync(sessionId, cancellationToken)
        ?? throw StepFailures.Refuse("session-not-found", $"There is no session {sessionId}; it may have been deleted.");

    private static StandingBeat Standing(BeatRecord beat) =>
        new(beat.BeatId, beat.SelectedTakeId, beat.SelectedTake()?.AudioDurationMs ?? 0, beat.FailedTakeId) { IsLocked = beat.Locked };

    [LoggerMessage(1, LogLevel.Warning, "What session {SessionId} has cost could not be counted")]
    private static partial void CostNotCounted(ILogger logger, Exception failure, string sessionId);
}
