using AudioFunctions.Platform;
using AudioFunctions.Sessions;
using AudioFunctions.Speech;
using AudioFunctions.Voices;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace AudioFunctions.Production;

/// <summary>The result for a beat: a take with its length, or an error.</summary>
public sealed record BeatOutcome(NewBeat Beat, TakeKey Take, int AudioDurationMs, BeatError? Error)
{
    /// <summary>The take of another session that this one copies, or null.</summary>
    public TakeKey? ReusedFrom { get; init; }

    /// <summary>The beat's takes after the first.</summary>
    public IReadOnlyList<FurtherTake> Further { get; init; } = [];

    /// <summary>The length of the selected take, if it may differ from <see cref="AudioDurationMs"/>.</summary>
    public int? SelectedDurationMs { get; init; }

    /// <summary>The beat's selected take; after a restart, it may be one of the first run.</summary>
    public string? SelectedTakeId { get; init; }

    /// <summary>The error code of a beat that is left for a later run.</summary>
    public const string NotSpokenCode = "not-spoken";

    /// <summary>A beat that has no take, in a run that speaks nothing.</summary>
    public static BeatOutcome NotSpoken(NewBeat beat) => new(
        beat, default, 0, new BeatError(NotSpokenCode, "The beat has no take, and this run speaks nothing; continue the session to speak it."));

    /// <summary>A beat that had a take when its production was continued.</summary>
    public static BeatOutcome Of(string sessionId, NewBeat beat, BeatState state) =>
        new(beat, new TakeKey(sessionId, beat.BeatId, state.SelectedTakeId!), state.AudioDurationMs, null)
        {
            SelectedTakeId = state.SelectedTakeId,
        };
}

/// <summary>A take of a beat after the first.</summary>
public readonly record struct FurtherTake(TakeKey Take, int AudioDurationMs);

/// <param name="SelectedTakeId">The beat's selected take after this one was stored.</param>
internal readonly record struct CompletedTake(int AudioDurationMs, string? SelectedTakeId);

/// <summary>The steps of a beat, called by orchestrators.</summary>
internal static partial class BeatSteps
{
    /// <summary>
    /// Names a take of the production. The name doesn't depend on the replay, so it contains no time and no new GUID: the engine sends
    /// activities before it commits the history, so the code may run again at another time after its activities have run and cost credits.
    /// </summary>
    /// <param name="purpose">Distinguishes the takes of a beat.</param>
    public static TakeKey TakeOf(TaskOrchestrationContext context, string takeSeed, NewBeat beat, string purpose) =>
        new(context.InstanceId, beat.BeatId, TakeKey.IdFrom(
            context.InstanceId, takeSeed, beat.BeatId, beat.Wording is null ? purpose : $"{purpose} {beat.Wording}"));

    /// <summary>Names the first take of a beat that the production speaks. A run with the seed of the previous run continues its take.</summary>
    /// <param name="earlier">The beat as this run found it, or null.</param>
    public static TakeKey FirstTakeOf(TaskOrchestrationContext context, string takeSeed, NewBeat beat, BeatState? earlier) =>
        TakeOf(context, takeSeed, beat, earlier?.SpeaksAfter is { } failed ? $"speak after {failed}" : "speak");

    public static Task SynthesizeAsync(TaskOrchestrationContext context, SynthesizeInput input) =>
        context.CallActivityAsync<int>(TakeActivities.Synthesize, input with { InstanceId = context.InstanceId }, StepFailures.RetryOptions);

    /// <param name="finishing">The beat that is finished meanwhile.</param>
    public static Task SynthesizeAsync(TaskOrchestrationContext context, FinishingBeat finishing, SynthesizeInput input) =>
        finishing.CallAsync<int>(TakeActivities.Synthesize, input with { InstanceId = context.InstanceId });

    /// <summary>Pads, measures and persists a spoken take.</summary>
    /// <param name="select">Whether to select the take even if the beat has a selected one.</param>
    /// <param name="isPadded">Whether its recording is already stored.</param>
    /// <param name="rivals">Earlier takes of the production; see <see cref="PersistInput"/>.</param>
    /// <exception cref="TaskFailedException">A step failed after its retries.</exception>
    public static async Task<CompletedTake> CompleteAsync(
        TaskOrchestrationContext context, TakeKey take, bool select = false, bool isPadded = false, IReadOnlyList<string>? rivals = null)
    {
        if (!isPadded)
            await context.CallActivityAsync(TakeActivities.Pad, take, StepFailures.RetryOptions);
        var durationMs = await context.CallActivityAsync<int>(TakeActivities.Measure, take, StepFailures.RetryOptions);
        var selected = await context.CallActivityAsync<string?>(
            TakeActivities.Persist, new PersistInput(take, durationMs, select, rivals), StepFailures.RetryOptions);
        return new CompletedTake(durationMs, selected);
    }

    /// <summary>Whether the production must not speak any further beat after this error.</summary>
    public static bool StopsProduction(BeatError error) =>
        error.Code is SpeechCodes.Cancelled or SpeechCodes.BudgetReached or SpeechCodes.ProviderChanged;

    /// <summary>The failed take to reuse. A run with the seed of the previous run continues the same take.</summary>
    public static string? ReusableFor(TakeKey take, string? failedTakeId) => failedTakeId == take.Id ? null : failedTakeId;

    /// <summary>Speaks the take, and waits until the beat before it is finished.</summary>
    /// <param name="failedTakeId">A failed take of the beat, whose responses can be reused, or null.</param>
    /// <param name="rulesOf">The run whose pronunciation rules apply, or null in an old history.</param>
    /// <returns>The error, or null if the take was spoken.</returns>
    public static async Task<BeatError?> SpeakAsync(
        TaskOrchestrationContext context, FinishingBeat finishing, TakeKey take, string? failedTakeId, string? rulesOf)
    {
        try
        {
            var input = new SynthesizeInput(take, RegenerateSettings.None, ReusableFor(take, failedTakeId), RulesOf: rulesOf);
            await SynthesizeAsync(context, finishing, input);
            return null;
        }
        catch (TaskFailedException failure)
        {
            return StepFailures.BeatErrorOf(failure);
        }
    }

    /// <summary>Completes a spoken take, or records the failure in the beat.</summary>
    public static async Task<BeatOutcome> FinishAsync(TaskOrchestrationContext context, NewBeat beat, TakeKey take, bool isPadded = false)
    {
        try
        {
            var completed = await CompleteAsync(context, take, isPadded: isPadded);
            return new BeatOutcome(beat, take, completed.AudioDurationMs, null) { SelectedTakeId = completed.SelectedTakeId };
        }
        catch (TaskFailedException failure)
        {
            return await FailAsync(context, beat, take, StepFailures.BeatErrorOf(failure));
        }
    }

    /// <summary>Records the error in the beat. If that fails too, the output still has the error, and the production continues.</summary>
    public static async Task<BeatOutcome> FailAsync(TaskOrchestrationContext context, NewBeat beat, TakeKey take, BeatError error)
    {
        await RecordFailureAsync(context, take, error);
        return new BeatOutcome(beat, default, 0, error);
    }

    /// <summary>Records in the beat's row why the take failed; a beat that has another take gets no error.</summary>
    public static async Task RecordFailureAsync(TaskOrchestrationContext context, TakeKey take, BeatError error)
    {
        var input = new BeatFailureInput(take.SessionId, take.BeatId, error, take.Id);
        try
        {
            await context.CallActivityAsync(SessionActivities.RecordFailure, input, StepFailures.RetryOptions);
        }
        catch (TaskFailedException)
        {
            NotRecorded(context.CreateReplaySafeLogger(nameof(BeatSteps)), take.BeatId, take.SessionId, error.Code);
        }
    }

    /// <summary>Skips the beats after the one at which the production stopped, and records why those without a take have none.</summary>
    public static async Task<IEnumerable<Task<BeatOutcome>>> SkipAsync(
        TaskOrchestrationContext context,
        string takeSeed,
        IReadOnlyList<NewBeat> beats,
        IReadOnlyDictionary<string, BeatState> states,
        BeatError stop)
    {
        var outcomes = beats
            .Select(beat => states.TryGetValue(beat.BeatId, out var earlier) && earlier.SelectedTakeId is not null
                ? BeatOutcome.Of(context.InstanceId, beat, earlier)
                : new BeatOutcome(beat, default, 0, stop))
            .ToList();
        var left = outcomes.Where(outcome => outcome.Error is not null).Select(outcome => outcome.Beat).ToList();
        var input = new NotSpokenInput(
            context.InstanceId,
            [.. left.Select(beat => beat.BeatId)],
            stop,
            [.. left.Select(beat => FirstTakeOf(context, takeSeed, beat, states.GetValueOrDefault(beat.BeatId)))]);
        if (input.BeatIds.Count > 0)
            await context.CallActivityAsync(SessionActivities.RecordNotSpoken, input, StepFailures.RetryOptions);
        return outcomes.Select(Task.FromResult);
    }

    [LoggerMessage(1, LogLevel.Error, "Could not record the failure of beat {BeatId} of session {SessionId}: {Code}")]
    private static partial void NotRecorded(ILogger logger, string beatId, string sessionId, string code);
}
