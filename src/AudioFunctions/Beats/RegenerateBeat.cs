using System.Text.Json.Serialization;
using AudioFunctions.Platform;
using AudioFunctions.Production;
using AudioFunctions.Sessions;
using AudioFunctions.Voices;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace AudioFunctions.Beats;

/// <summary>Input of <c>RegenerateBeat</c> and <c>LineRetake</c>.</summary>
/// <param name="ReuseTakeId">A failed take of the beat, whose responses are reused for the same requests; or null.</param>
/// <param name="Select">Whether to select the new take; otherwise the selection stays.</param>
/// <param name="OnlyIfMissing">
/// Whether to speak nothing if the beat has a take by then. Null in an instance started by an earlier version: its history doesn't read
/// the beat.
/// </param>
/// <param name="TakeSeed">
/// The new take's id is derived from it; each request has another seed. The engine stores the input before the instance starts, so every
/// replay and rerun gives the same id, and finds the take instead of speaking it again.
/// </param>
/// <param name="Retake">For <c>LineRetake</c>: the line to speak again, and the take with the others. Null for <c>RegenerateBeat</c>.</param>
/// <param name="AskedTakeId">The take that the request named; null for the one that was selected then.</param>
/// <param name="Takes">How many takes are made; null, as in instances of earlier versions, is one.</param>
public sealed record RegenerateBeatInput(
    string SessionId,
    string BeatId,
    RegenerateSettings Settings,
    string? ReuseTakeId,
    bool Select,
    string? TakeSeed = null,
    bool? OnlyIfMissing = null,
    TakeLine? Retake = null,
    string? AskedTakeId = null,
    int? Takes = null)
{
    /// <summary>Names a take of the regeneration.</summary>
    /// <param name="instanceId">The regeneration's instance.</param>
    /// <param name="number">From 1.</param>
    public TakeKey TakeOf(string instanceId, int number) => new(SessionId, BeatId, TakeKey.IdFrom(
        instanceId, TakeSeed ?? "", BeatId, number == 1 ? "regenerate" : $"regenerate-{number}"));

    /// <summary>
    /// Whether both come from the same request. Ignores what depends on the time of the request: the take to reuse, the seed, and which take
    /// was selected.
    /// </summary>
    public bool AsksTheSameAs(RegenerateBeatInput other) =>
        Retake?.Line == other.Retake?.Line
        && this with { ReuseTakeId = other.ReuseTakeId, TakeSeed = other.TakeSeed, OnlyIfMissing = other.OnlyIfMissing, Retake = other.Retake } == other;
}

/// <summary>Output of <c>RegenerateBeat</c>: the new take; of several the one that is selected, or else the first.</summary>
public sealed record RegeneratedTake(string TakeId, string BeatId, string AudioPath, int AudioDurationMs, bool Selected)
{
    /// <summary>All new takes in the order in which they were made; null if only one was asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? TakeIds { get; init; }

    /// <summary>Why there are fewer than were asked for, or null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public BeatError? Error { get; init; }

    internal static RegeneratedTake Of(TakeKey take, CompletedTake completed) =>
        new(take.Id, take.BeatId, take.AudioPath, completed.AudioDurationMs, completed.SelectedTakeId == take.Id);
}

/// <summary>
/// Adds a take to a beat, spoken with other settings. Older takes stay. A failure fails the instance; a beat that has no take keeps the error,
/// and the stored responses for the next attempt.
/// </summary>
public static class RegenerateBeat
{
    /// <summary>A storage contract: don't rename.</summary>
    public const string Name = nameof(RegenerateBeat);

    [Function(Name)]
    public static Task<RegeneratedTake> Run([OrchestrationTrigger] TaskOrchestrationContext context) => SpeakAsync(context);

    internal static Task<RegeneratedTake> SpeakAsync(TaskOrchestrationContext context) =>
        StepFailures.OrchestrateAsync(context, () => RegenerateAsync(context));

    private static async Task<RegeneratedTake> RegenerateAsync(TaskOrchestrationContext context)
    {
        var input = context.GetInput<RegenerateBeatInput>() ?? throw new InvalidOperationException($"{context.Name} needs an input.");
        var takes = new RegeneratedTakes(context, input);
        var take = input.TakeOf(context.InstanceId, number: 1);
        if (await FindExistingTakeAsync(context, input, takes) is { } existing)
            return existing;
        RegeneratedTake made;
        try
        {
            await BeatSteps.SynthesizeAsync(context, new SynthesizeInput(take, input.Settings, input.ReuseTakeId, Retake: input.Retake));
            var completed = await BeatSteps.CompleteAsync(context, take, input.Select);
            made = RegeneratedTake.Of(take, completed);
        }
        catch (TaskFailedException failure)
        {
            var error = StepFailures.BeatErrorOf(failure);
            await BeatSteps.RecordFailureAsync(context, take, error);
            throw StepFailures.Refuse(error);
        }

        return input.Takes is > 1 and var count ? await takes.AddFurtherAsync(made, count) : made;
    }

    /// <summary>
    /// Checks the beat after this instance has started: a production that is continued later sees this instance, and this instance sees one
    /// that was continued earlier. So they never both speak the beat.
    /// </summary>
    /// <returns>The take to use, or null if the beat must be spoken.</returns>
    private static async Task<RegeneratedTake?> FindExistingTakeAsync(
        TaskOrchestrationContext context, RegenerateBeatInput input, RegeneratedTakes takes)
    {
        if (input.OnlyIfMissing is not { } onlyIfMissing)
            return null;
        try
        {
            var beat = await context.CallActivityAsync<BeatState>(
                SessionActivities.FindBeat, new BeatInput(input.SessionId, input.BeatId), StepFailures.RetryOptions);
            takes.SpentBefore = beat.CreditsSpent;
            if (beat.IsLocked && !onlyIfMissing)
                throw StepFailures.Refuse("beat-locked", "The beat was locked in the meantime; unlock it to regenerate it.");
            return onlyIfMissing && beat.SelectedTakeId is { } takeId
                ? new RegeneratedTake(takeId, input.BeatId, new TakeKey(input.SessionId, input.BeatId, takeId).AudioPath, beat.AudioDurationMs, Selected: true)
                : null;
        }
        catch (TaskFailedException failure)
        {
            throw StepFailures.Refuse(StepFailures.BeatErrorOf(failure));
        }
    }
}
