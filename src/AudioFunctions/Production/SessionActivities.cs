using AudioFunctions.Platform;
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

    /// <returns>The same as in an earlier run of this step, until the production ends.</returns>
    [Function(Create)]
    public Task<CreatedSession> CreateSession([ActivityTrigger] NewSession session, CancellationToken cancellationToken) =>
        StepFailures.RunAsync(session.SessionId, async () =>
        {
            // A late run must not recreate a session that was deleted.
            if (!await scripts.HasTextAsync(session.SessionId, cancellationToken))
                throw StepFailures.Refuse("script-missing", $"scripts/{session.SessionId}.els doesn't exist; the session may have been deleted.");
            var spent = await takes.CreditsSpentAsync(session.SessionId, cancellationToken);
            session = session with { SpentBefore = spent, CreditLimit = spent + session.MaxCredits, Provider = speech.Provider };
            var created = await sessions.CreateAsync(session, cancellationToken);
            var states = await BeatStatesAsync(session.SessionId, cancellationToken);
            var rulesOf = await pronunciations.KeepAsync(session.SessionId, session.ProjectName, created.TakeSeed, cancellationToken);
            return created with
            {
                RulesOf = rulesOf,
                OrdersSteps = true,
                // A run that continues a production keeps every take; a restart speaks all but the locked beats.
                BeatStates = session.RunId is null ? [.. states.Where(beat => beat.IsLocked)] : states,
            };
        });

    /// <summary>
    /// Ends <c>generating</c>, and clears the error of an earlier run that didn't get here. A late run doesn't change a status that a person
    /// or an export has set since.
    /// </summary>
    [Function(SetStatus)]
    public Task SetSessionStatus([ActivityTrigger] SessionStatusInput input, CancellationToken cancellationToken) =>
        StepFailures.RunAsync(input.SessionId, async () =>
        {
            if (await sessions.FinishAsync(input.SessionId, input.TakeSeed, input.Status, cancellationToken))
                await CountCostAsync(input.SessionId, cancellationToken);
        });

    /// <summary>A failure to count the cost doesn't fail the completed production.</summary>
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

    /// <summary>A beat that a regeneration will speak.</summary>
    [Function(FindBeat)]
    public Task<BeatState> FindBeatAsync([ActivityTrigger] BeatInput input, CancellationToken cancellationToken) =>
        StepFailures.RunAsync(new StepSubject(input.SessionId, input.BeatId), async () =>
        {
            var session = await FindAsync(input.SessionId, cancellationToken);
            if (session.Status == SessionStatus.Generating)
                throw StepFailures.Refuse("session-generating", "The production was continued in the meantime; regenerate the beat when it has ended.");
            var beat = session.Beats.FirstOrDefault(beat => beat.BeatId == input.BeatId)
                ?? throw StepFailures.Refuse("beat-not-found", $"The session has no beat '{input.BeatId}'; it may have been deleted.");
            return StateOf(beat) with { CreditsSpent = await takes.CreditsSpentAsync(input.SessionId, input.BeatId, cancellationToken) };
        },
        FindBeat);

    /// <summary>The current state of beats that a production has spoken, to decide which get another take.</summary>
    [Function(FindSpoken)]
    public Task<IReadOnlyList<SpokenBeat>> FindSpokenBeats([ActivityTrigger] SpokenBeatsInput input, CancellationToken cancellationToken) =>
        StepFailures.RunAsync<IReadOnlyList<SpokenBeat>>(input.SessionId, async () =>
        {
            var session = await FindAsync(input.SessionId, cancellationToken);
            var asked = input.BeatIds.ToHashSet(StringComparer.Ordinal);
            return [.. session.Beats.Where(beat => asked.Contains(beat.BeatId)).Select(SpokenBeat.Of)];
        });

    [Function(RecordFailure)]
    public Task RecordBeatFailure([ActivityTrigger] BeatFailureInput input, CancellationToken cancellationToken) =>
        StepFailures.RunAsync(new StepSubject(input.SessionId, input.BeatId, input.FailedTakeId), async () =>
        {
            if (input.FailedTakeId is { } takeId)
                await RecordAsync(new TakeKey(input.SessionId, input.BeatId, takeId), input.Error, cancellationToken);
            else
                await sessions.RecordFailureAsync(input.SessionId, input.BeatId, input.Error, failedTakeId: null, cancellationToken);
        });

    /// <summary>Records in the beats after the one at which a production stopped why they have no take.</summary>
    [Function(RecordNotSpoken)]
    public Task RecordBeatsNotSpoken([ActivityTrigger] NotSpokenInput input, CancellationToken cancellationToken) =>
        StepFailures.RunAsync(input.SessionId, async () =>
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

    /// <summary>Keeps responses that an interrupted run paid for usable, in beats that this run leaves unspoken without an error.</summary>
    [Function(KeepUnfinished)]
    public Task KeepUnfinishedTakes([ActivityTrigger] UnfinishedTakesInput input, CancellationToken cancellationToken) =>
        StepFailures.RunAsync(input.SessionId, async () =>
        {
            foreach (var take in input.Takes)
            {
                if (await takes.FindPlanAsync(take, cancellationToken) is { } plan)
                    await sessions.KeepUnfinishedAsync(input.SessionId, take.BeatId, take.Id, plan.Wording ?? "", cancellationToken);
            }
        });

    /// <summary>A take without a plan has sent no request, so the responses of an earlier one stay usable.</summary>
    private async Task RecordAsync(TakeKey take, BeatError error, CancellationToken cancellationToken)
    {
        if (await takes.FindPlanAsync(take, cancellationToken) is { } plan)
            await sessions.RecordFailureAsync(take.SessionId, take.BeatId, error, take.Id, cancellationToken, plan.Wording ?? "");
        else
            await sessions.RecordNotSpokenAsync(take.SessionId, take.BeatId, error, cancellationToken);
    }

    private async Task<IReadOnlyList<BeatState>> BeatStatesAsync(string sessionId, CancellationToken cancellationToken)
    {
        var session = await FindAsync(sessionId, cancellationToken);
        var states = new List<BeatState>();
        foreach (var beat in session.Beats)
        {
            var unusable = beat.SelectedTakeId is null ? await FindUnusableAsync(sessionId, beat, cancellationToken) : null;
            states.Add(StateOf(beat) with { SpeaksAfter = unusable });
        }

        return states;
    }

    /// <summary>
    /// The newest failed take that has an unusable response. A take that was made after it, and interrupted, keeps its id, and so its lease and notes.
    /// </summary>
    private async Task<string?> FindUnusableAsync(string sessionId, BeatRecord beat, CancellationToken cancellationToken)
    {
        foreach (var takeId in beat.FailedTakeIds)
        {
            if (await takes.LacksUsableResponseAsync(new TakeKey(sessionId, beat.BeatId, takeId), cancellationToken))
                return takeId;
        }

        return null;
    }

    private async Task<SessionRecord> FindAsync(string sessionId, CancellationToken cancellationToken) =>
        await sessions.FindAsync(sessionId, cancellationToken)
        ?? throw StepFailures.Refuse("session-not-found", $"There is no session {sessionId}; it may have been deleted.");

    private static BeatState StateOf(BeatRecord beat) =>
        new(beat.BeatId, beat.SelectedTakeId, beat.SelectedTake()?.AudioDurationMs ?? 0, beat.FailedTakeId)
        {
            IsLocked = beat.Locked,
            RecordsFailedTakes = true,
        };

    [LoggerMessage(1, LogLevel.Warning, "Could not count the cost of session {SessionId}")]
    private static partial void CostNotCounted(ILogger logger, Exception failure, string sessionId);
}
