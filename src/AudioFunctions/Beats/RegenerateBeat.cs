using AudioFunctions.Platform;
using AudioFunctions.Production;
using AudioFunctions.Sessions;
using AudioFunctions.Takes;
using AudioFunctions.Voices;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace AudioFunctions.Beats;

/// <summary>Input of <c>RegenerateBeat</c> and <c>LineRetake</c>.</summary>
/// <param name="ReuseTakeId">A failed take of the beat, whose answers are used where the same would be asked again; or null.</param>
/// <param name="Select">Whether the new take becomes the selected one; else the selection stays.</param>
/// <param name="OnlyIfMissing">
/// Whether a take that the beat has by then serves, and nothing is spoken. Null in an instance that an earlier version started: its history has
/// no look at the beat.
/// </param>
/// <param name="TakeSeed">
/// What the new take's id is made of; another with each request. An input is committed before the instance begins, so the id is the same in
/// every replay, and where the instance is run once more: then the take is found instead of being spoken again.
/// </param>
/// <param name="Retake">Of <c>LineRetake</c>: the line to speak again, and the take that has the others. Null of <c>RegenerateBeat</c>.</param>
/// <param name="AskedTakeId">The take that the request named; null if it is the one that was selected then.</param>
public sealed record RegenerateBeatInput(
    string SessionId,
    string BeatId,
    RegenerateSettings Settings,
    string? ReuseTakeId,
    bool Select,
    string? TakeSeed = null,
    bool? OnlyIfMissing = null,
    TakeLine? Retake = null,
    string? AskedTakeId = null)
{
    /// <summary>
    /// Whether both come of the same request. The take to reuse is not part of it: that is what the beat had when it came. Nor is the seed, nor
    /// which take was the selected one.
    /// </summary>
    public bool AsksTheSameAs(RegenerateBeatInput other) =>
        Retake?.Line == other.Retake?.Line
        && this with { ReuseTakeId = other.ReuseTakeId, TakeSeed = other.TakeSeed, OnlyIfMissing = other.OnlyIfMissing, Retake = other.Retake } == other;
}

/// <summary>Output of <c>RegenerateBeat</c>: the new take.</summary>
public sealed record RegeneratedTake(string TakeId, string BeatId, string AudioPath, int AudioDurationMs, bool Selected);

/// <summary>
/// Adds a take to a beat, spoken with other settings. Older takes stay. A failure fails the instance; a beat that has no take keeps the reason,
/// and what was spoken of it for the next try.
/// </summary>
public static class RegenerateBeat
{
    /// <summary>A storage contract: never renamed.</summary>
    public const string Name = nameof(RegenerateBeat);

    [Function(Name)]
    public static Task<RegeneratedTake> Run([OrchestrationTrigger] TaskOrchestrationContext context) => SpeakAsync(context);

    internal static async Task<RegeneratedTake> SpeakAsync(TaskOrchestrationContext context)
    {
        var input = context.GetInput<RegenerateBeatInput>() ?? throw new InvalidOperationException($"{context.Name} needs an input.");
        var id = TakeKey.IdFrom(context.InstanceId, input.TakeSeed ?? "", input.BeatId, "regenerate");
        var take = new TakeKey(input.SessionId, input.BeatId, id);
        if (await FindExistingTakeAsync(context, input) is { } existing)
            return existing;
        try
        {
            await BeatSteps.SynthesizeAsync(context, new SynthesizeInput(take, input.Settings, input.ReuseTakeId, Retake: input.Retake));
            var completed = await BeatSteps.CompleteAsync(context, take, input.Select);
            return new RegeneratedTake(
                take.Id, take.BeatId, take.AudioPath, completed.AudioDurationMs, completed.SelectedTakeId == take.Id);
        }
        catch (TaskFailedException failure)
        {
            await BeatSteps.RecordFailureAsync(context, take, StepFailures.ErrorOf(failure));
            throw StepFailures.Refuse(failure);
        }
    }

    /// <summary>
    /// Checks the beat once this instance exists: a production that is continued later sees the instance, and one that was continued earlier
    /// is seen here. So no beat is spoken by both.
    /// </summary>
    /// <returns>The take that serves, or null.</returns>
    private static async Task<RegeneratedTake?> FindExistingTakeAsync(TaskOrchestrationContext context, RegenerateBeatInput input)
    {
        if (input.OnlyIfMissing is not { } onlyIfMissing)
            return null;
        try
        {
            var beat = await context.CallActivityAsync<StandingBeat>(
                SessionActivities.FindBeat, new BeatInput(input.SessionId, input.BeatId), StepFailures.RetryOptions);
            if (beat.IsLocked && !onlyIfMissing)
                throw StepFailures.Refuse("beat-locked", "The beat was locked meanwhile; unlock it to have it spoken again.");
            return onlyIfMissing && beat.SelectedTakeId is { } takeId
                ? new RegeneratedTake(takeId, input.BeatId, new TakeKey(input.SessionId, input.BeatId, takeId).AudioPath, beat.AudioDurationMs, Selected: true)
                : null;
        }
        catch (TaskFailedException failure)
        {
            throw StepFailures.Refuse(failure);
        }
    }
}
