using AudioFunctions.Platform;
using AudioFunctions.Sessions;
using AudioFunctions.Takes;
using Microsoft.DurableTask;

namespace AudioFunctions.Production;

/// <summary>The reuse steps of a production; without <c>reuse_from</c> it runs none of them.</summary>
internal static class ReuseSteps
{
    private static readonly Dictionary<string, TakeKey> Nothing = [];

    /// <summary>The take to reuse, by beat id.</summary>
    public static async Task<IReadOnlyDictionary<string, TakeKey>> FindAsync(
        TaskOrchestrationContext context, string? reuseFrom, string? rulesOf)
    {
        if (reuseFrom is null)
            return Nothing;

        var input = new ReuseSearchInput(context.InstanceId, reuseFrom, rulesOf);
        var found = await context.CallActivityAsync<IReadOnlyList<ReusableTake>>(ReuseActivities.Find, input, StepFailures.RetryOptions);
        return found.ToDictionary(take => take.BeatId, take => take.From);
    }

    /// <summary>Copies the take to reuse for the beat.</summary>
    /// <param name="finishing">The beat before it.</param>
    /// <returns>
    /// The task that runs the remaining steps, or null if the take can no longer be reused and the beat must be spoken. If copying fails after
    /// its retries, the beat fails: the caller asked for a free copy, so don't spend credits instead.
    /// </returns>
    public static async Task<Task<BeatOutcome>?> TryAsync(
        TaskOrchestrationContext context, CreatedSession created, NewBeat beat, TakeKey from, FinishingBeat finishing)
    {
        // Not the id of the take that is spoken if copying fails: parts of the copy may remain.
        var take = BeatSteps.TakeOf(context, created.TakeSeed, beat, "reuse");
        try
        {
            var level = await finishing.CallAsync<ReuseLevel>(ReuseActivities.Reuse, new ReuseInput(take, from, created.RulesOf));
            return level == ReuseLevel.None ? null : finishing.Follow(FinishAsync(context, beat, take, from, level));
        }
        catch (TaskFailedException failure)
        {
            return finishing.Follow(BeatSteps.FailAsync(context, beat, take, StepFailures.BeatErrorOf(failure)));
        }
    }

    private static async Task<BeatOutcome> FinishAsync(
        TaskOrchestrationContext context, NewBeat beat, TakeKey take, TakeKey from, ReuseLevel level)
    {
        var outcome = await BeatSteps.FinishAsync(context, beat, take, isPadded: level == ReuseLevel.Recording);
        return outcome with { ReusedFrom = from };
    }
}
