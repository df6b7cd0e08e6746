using AudioFunctions.Platform;
using AudioFunctions.Sessions;
using AudioFunctions.Speech;
using AudioFunctions.Takes;
using AudioFunctions.Voices;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace AudioFunctions.Production;

/// <summary>What became of a beat: a take with its length, or an error.</summary>
public sealed record BeatOutcome(NewBeat Beat, TakeKey Take, int AudioDurationMs, BeatError? Error)
{
    /// <summary>The take of another session that it is a copy of, or null.</summary>
    public TakeKey? ReusedFrom { get; init; }

    /// <summary>The takes that the production made of the beat after the first.</summary>
    public IReadOnlyList<FurtherTake> Further { get; init; } = [];

    /// <summary>How long the selected take is, if that need not be <see cref="AudioDurationMs"/>.</summary>
    public int? SelectedDurationMs { get; init; }

    /// <summary>The beat's selected take: in a production that was started again it may be one of the first run.</summary>
    public string? SelectedTakeId { get; init; }

    /// <summary>The code of a beat that was left for a later run.</summary>
    public const string NotSpokenCode = "not-spoken";

    /// <summary>Of a beat that a run which speaks nothing leaves as it is.</summary>
    public static BeatOutcome NotSpoken(NewBeat beat) => new(
        beat, default, 0, new BeatError(NotSpokenCode, "The beat has no take, and nothing was to be spoken; continue the session to have it spoken."));

    /// <summary>Of a beat that has a take when its production is continued.</summary>
    public static BeatOutcome Of(string sessionId, NewBeat beat, StandingBeat standing) =>
        new(beat, new TakeKey(sessionId, beat.BeatId, standing.SelectedTakeId!), standing.AudioDurationMs, null)
        {
            SelectedTakeId = standing.SelectedTakeId,
        };
}

/// <summary>A take of a beat after the first.</summary>
public readonly record struct FurtherTake(TakeKey Take, int AudioDurationMs);

/// <param name="SelectedTakeId">The beat's selected take when this one was there.</param>
internal readonly record struct CompletedTake(int AudioDurationMs, string? SelectedTakeId);

/// <summary>The steps of a beat, as orchestrators run them.</summary>
internal static partial class BeatSteps
{
    private const string AudioUnreadable = "audio-unreadable";

    /// <summary>
    /// Names a take of the production. Nothing of the turn goes into the name, neither its time nor a new GUID: the engine sends activities
    /// off before it commits the turn, so that a turn may be replayed at another time after its activities have run, and been paid for.
    /// </summary>
    /// <param name="purpose">Tells the takes of one beat apart.</param>
    public static TakeKey TakeOf(TaskOrchestrationContext context, string takeSeed, NewBeat beat, string purpose) =>
        new(context.InstanceId, beat.BeatId, TakeKey.IdFrom(
            context.InstanceId, takeSeed, beat.BeatId, beat.Wording is null ? purpose : $"{purpose} {beat.Wording}"));

    public static Task SynthesizeAsync(TaskOrchestrationContext context, SynthesizeInput input) =>
        context.CallActivityAsync<int>(TakeActivities.Synthesize, input, StepFailures.RetryOptions);

    /// <summary>Pads, measures and persists a spoken take.</summary>
    /// <param name="select">Whether it becomes the selected take; else only if the beat has none.</param>
    /// <param name="isPadded">Whether its recording is there already.</param>
    /// <param name="rivals">Earlier takes of the production; see <see cref="PersistInput"/>.</param>
    /// <exception cref="TaskFailedException">A step failed for good.</exception>
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

    /// <summary>Whether a beat's error says that no further beat may be spoken.</summary>
    public static bool StopsProduction(BeatError error) =>
        error.Code is SpeechCodes.Cancelled or SpeechCodes.BudgetReached or SpeechCodes.ProviderChanged;

    /// <summary>Speaks the take.</summary>
    /// <param name="failedTakeId">A failed take of the beat, whose answers serve, or null.</param>
    /// <param name="rulesOf">The run whose pronunciation rules count, or null in an old history.</param>
    /// <returns>Null, or why it could not be spoken.</returns>
    public static async Task<BeatError?> SpeakAsync(TaskOrchestrationContext context, TakeKey take, string? failedTakeId, string? rulesOf)
    {
        try
        {
            // A run that keeps the seed of the one before goes on with the same take.
            var reuse = failedTakeId == take.Id ? null : failedTakeId;
            await SynthesizeAsync(context, new SynthesizeInput(take, RegenerateSettings.None, reuse, RulesOf: rulesOf));
            return null;
        }
        catch (TaskFailedException failure)
        {
            return StepFailures.ErrorOf(failure);
        }
    }

    /// <summary>Completes a spoken take; a failure is recorded with the beat.</summary>
    public static async Task<BeatOutcome> FinishAsync(TaskOrchestrationContext context, NewBeat beat, TakeKey take, bool isPadded = false)
    {
        try
        {
            var completed = await CompleteAsync(context, take, isPadded: isPadded);
            return new BeatOutcome(beat, take, completed.AudioDurationMs, null) { SelectedTakeId = completed.SelectedTakeId };
        }
        catch (TaskFailedException failure)
        {
            return await FailAsync(context, beat, take, StepFailures.ErrorOf(failure));
        }
    }

    /// <summary>Records the error with the beat. Where even that fails, the output has it all the same, and the other beats go on.</summary>
    public static async Task<BeatOutcome> FailAsync(TaskOrchestrationContext context, NewBeat beat, TakeKey take, BeatError error)
    {
        await RecordFailureAsync(context, take, error);
        return new BeatOutcome(beat, default, 0, error);
    }

    /// <summary>Records in the beat's row why the take failed; a beat that has another take gets no error.</summary>
    public static async Task RecordFailureAsync(TaskOrchestrationContext context, TakeKey take, BeatError error)
    {
        // A stored answer that could not be decoded would not be of use another time. One that was judged unusable isn't stored; the others are.
        var reusable = error.Code != AudioUnreadable;
        var input = new BeatFailureInput(take.SessionId, take.BeatId, error, reusable ? take.Id : null);
        try
        {
            await context.CallActivityAsync(SessionActivities.RecordFailure, input, StepFailures.RetryOptions);
        }
        catch (TaskFailedException)
        {
            NotRecorded(context.CreateReplaySafeLogger(nameof(BeatSteps)), take.BeatId, take.SessionId, error.Code);
        }
    }

    /// <summary>Leaves the beats as they are behind the one at which the production stopped, and records why those without a take have none.</summary>
    public static async Task<IEnumerable<Task<BeatOutcome>>> LeaveAsync(
        TaskOrchestrationContext context,
        string takeSeed,
        IReadOnlyList<NewBeat> beats,
        IReadOnlyDictionary<string, StandingBeat> standing,
        BeatError stop)
    {
        var outcomes = beats
            .Select(beat => standing.TryGetValue(beat.BeatId, out var earlier) && earlier.SelectedTakeId is not null
                ? BeatOutcome.Of(context.InstanceId, beat, earlier)
                : new BeatOutcome(beat, default, 0, stop))
            .ToList();
        var left = outcomes.Where(outcome => outcome.Error is not null).Select(outcome => outcome.Beat).ToList();
        var input = new NotSpokenInput(
            context.InstanceId, [.. left.Select(beat => beat.BeatId)], stop, [.. left.Select(beat => TakeOf(context, takeSeed, beat, "speak"))]);
        if (input.BeatIds.Count > 0)
            await context.CallActivityAsync(SessionActivities.RecordNotSpoken, input, StepFailures.RetryOptions);
        return outcomes.Select(Task.FromResult);
    }

    [LoggerMessage(1, LogLevel.Error, "The failure of beat {BeatId} of session {SessionId} could not be recorded: {Code}")]
    private static partial void NotRecorded(ILogger logger, string beatId, string sessionId, string code);
}
